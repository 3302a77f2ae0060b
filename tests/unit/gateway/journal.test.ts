import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RecordedCall } from '../../../src/server/ledger/recorded-call.ts'
import { type Border, openBorder } from '../../support/border.ts'
import type { Operator } from '../../support/operator.ts'
import { answered, CLIENT, call, DAY, outgoing } from '../journal/calls-of-the-past.ts'

const COLLEAGUE = { id: 'u102', name: 'Белова Инна', department: 'Продажи', number: '102' }
const PEOPLE = [
  { id: 'u101', name: 'Иванова Анна', department: 'Продажи', number: '101' },
  COLLEAGUE,
  { id: 'u103', name: 'Петров Семён', department: 'Сервис', number: '103' },
  { id: 'u199', name: 'Без Телефона', department: 'Продажи', number: null },
]

let border: Border
let anna: Operator
beforeEach(async () => {
  border = await openBorder()
  border.people.update(PEOPLE)
  anna = await border.operator('u101')
})
afterEach(async () => {
  await anna.close()
  await border.close()
})

async function keep(...calls: RecordedCall[]): Promise<void> {
  for (const each of calls) await border.ledger.append({ type: 'call.recorded', ...each, bases: ['crm'], place: null })
  await border.journal.upToDate()
}

describe('The history', () => {
  test('names the other side as 1C and the list of employees do, and who of ours took part', async () => {
    const customer = { base: 'crm', ref: 'r1', contact: 'Ольга', counterparty: 'ООО «Ромашка»', responsible: '' }
    border.customers.known.set(CLIENT, [customer])
    await keep(
      answered(1, '102', 3000, { rang: ['101', '102'] }),
      call(2, { direction: 'internal', caller: '103', number: '101' }),
    )
    const { calls, next } = await anna.ask('journal.history', { scope: 'own' })
    expect(calls).toMatchObject([
      { direction: 'internal', party: { identity: 'colleague', colleague: { name: 'Петров Семён' } } },
      { party: { identity: 'known', customers: [customer] }, staff: [{ number: '102', name: 'Белова Инна' }] },
    ])
    expect(next).toBeNull()
  })

  test('of the department is that of its people; of another one’s, nobody is shown anything', async () => {
    await keep(call(1, { rang: ['102'] }), call(2, { rang: ['103'] }))
    const ids = async (wish: object) =>
      (await anna.ask('journal.history', { scope: 'department', ...wish })).calls.map(({ at }) => (at - DAY) / 1000)
    expect(await ids({})).toEqual([1])
    expect(await ids({ person: 'u102' })).toEqual([1])
    expect(await ids({ person: 'u101' })).toEqual([])
    await expect(ids({ person: 'u103' })).rejects.toMatchObject({ code: 'invalidParams' })
    await expect(anna.ask('journal.history', { scope: 'own', person: 'u102' })).rejects.toMatchObject({
      code: 'invalidParams',
    })
  })

  test('leads to the call’s document in 1C, once it is there; to those of the department alone', async () => {
    await keep(call(1, { callId: 'c1' }), call(2, { callId: 'c2', rang: ['103'] }))
    const [own] = (await anna.ask('journal.history', { scope: 'own' })).calls
    const document = async (number = own?.id ?? 0) => (await anna.ask('journal.document', { call: number })).document
    const { callers } = await anna.ask('journal.missed', { scope: 'own' })
    expect(callers).toMatchObject([{ call: own?.id }])
    expect(await document()).toBeNull()
    border.customers.documents = new Set(['c1', 'c2'])
    expect(await document()).toEqual({ base: 'crm', link: 'e1cib/data/Документ.ТелефонныйЗвонок?ref=c1' })
    for (const other of [(own?.id ?? 0) + 1, 1000])
      await expect(document(other)).rejects.toMatchObject({ code: 'invalidParams' })
    border.customers.documents = null
    await expect(document()).rejects.toMatchObject({ code: 'baseDown' })
  })

  test('who has no phone has none', async () => {
    const nobody = await border.operator('u199')
    await keep(call(1))
    expect(await nobody.ask('journal.history', { scope: 'own' })).toEqual({ calls: [], next: null })
    expect(await nobody.ask('journal.missed', { scope: 'own' })).toEqual({ callers: [], next: null })
    await nobody.close()
  })
})

test('A call that has come into the history is told to those whose it is', async () => {
  const semyon = await border.operator('u103')
  await keep(call(1, { rang: ['101'] }))
  await expect.poll(() => anna.state.history).toBeGreaterThan(0)
  expect(semyon.state.history).toBe(0)
  await semyon.close()
})

describe('Missed calls', () => {
  test('are told to whoever missed them at once, and again after a colleague has called back', async () => {
    await keep(call(1))
    await expect.poll(() => anna.state.missed).toBe(1)
    await keep(outgoing(2, '102', 5000))
    await expect.poll(() => anna.state.missed).toBe(0)
    const { callers } = await anna.ask('journal.missed', { scope: 'own' })
    expect(callers).toMatchObject([
      { party: { number: CLIENT }, times: 1, returned: { how: 'called', by: { name: 'Белова Инна', number: '102' } } },
    ])
  })

  test('stand in the snapshot of who signs in later', async () => {
    await keep(call(1))
    const later = await border.operator('u101')
    expect(later.state.missed).toBe(1)
    await later.close()
  })

  test('that somebody marks as done are so for the whole department, with the name', async () => {
    await keep(call(1, { rang: ['101', '102'] }))
    await anna.ask('journal.mark', { number: CLIENT })
    const inna = await border.operator('u102')
    expect(inna.state.missed).toBe(0)
    const { callers } = await inna.ask('journal.missed', { scope: 'department' })
    expect(callers).toMatchObject([{ returned: { how: 'marked', by: { name: 'Иванова Анна' } } }])
    await inna.close()
  })

  test('of another department cannot be marked', async () => {
    await keep(call(1, { rang: ['103'] }))
    await expect(anna.ask('journal.mark', { number: CLIENT })).rejects.toMatchObject({ code: 'invalidParams' })
  })
})

describe('Statistics', () => {
  const day = { step: 'day' as const, from: DAY, to: DAY + 86_400_000, zone: 'Europe/Moscow' }

  test('are the operator’s own, or the department’s with each of its people', async () => {
    await keep(call(1, { rang: ['101', '102'] }), outgoing(2, '102', 4000), outgoing(3, '103', 9000))
    const own = await anna.ask('journal.statistics', { scope: 'own', ...day })
    expect(own.total).toMatchObject({ incoming: 1, missed: 1, outgoing: 0 })
    const all = await anna.ask('journal.statistics', { scope: 'department', ...day })
    expect(all.total).toMatchObject({ incoming: 1, missed: 1, outgoing: 1, talkMs: 4000 })
    expect(all.people).toMatchObject([
      { person: { name: 'Белова Инна' }, outgoing: 1 },
      { person: { name: 'Иванова Анна' }, outgoing: 0 },
    ])
    expect(all.steps.reduce((sum, { missed }) => sum + missed, 0)).toBe(1)
  })

  test('of another department’s colleague are nobody’s to see', async () => {
    const wish = { scope: 'department' as const, person: 'u103', ...day }
    await expect(anna.ask('journal.statistics', wish)).rejects.toMatchObject({ code: 'invalidParams' })
  })
})
