import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Intake, IntakeForm } from '../../../src/protocol/intake.ts'
import { Acceptances } from '../../../src/server/intake/acceptances.ts'
import { Intakes } from '../../../src/server/intake/intakes.ts'
import type { LedgerEntry } from '../../../src/server/ledger/ledger.ts'
import { owedRequestId, owedRequests } from '../../../src/server/owed/requests.ts'
import { type Border, openBorder, PEOPLE } from '../../support/border.ts'
import { memoryLog } from '../../support/log.ts'
import type { Operator } from '../../support/operator.ts'

const CLIENT = '79035677876'
const INTEREST = '6f1d5c1e-0000-4000-8000-000000000001'

let border: Border
beforeEach(async () => {
  border = await openBorder()
  border.customers.employee = (_base, number) => PEOPLE.find((each) => each.number === number) ?? null
  border.customers.link = () => 'e1cib/data/Документ.CRM_Интерес?ref=1'
})
afterEach(() => border.close())

async function wizardOf(operator: Operator): Promise<Intake> {
  border.pbx.ring('101', CLIENT)
  border.pbx.answered()
  const [wizard] = (await operator.sees(({ intakes }) => intakes.length === 1)).intakes
  if (!wizard) throw new Error('no wizard')
  return wizard
}
const wishFor = ({ id, callId, number, form }: Intake, changes: Partial<IntakeForm> = {}) => ({
  commandId: randomUUID(),
  id,
  callId,
  number,
  form: { ...form, name: 'Мария', company: 'ИП Кузнецова', topic: 'Доставка', whatToDo: 'Перезвонить', ...changes },
})
async function accepted(): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for await (const entry of border.ledger.read(0, ['intake.accepted'])) entries.push(entry)
  return entries
}
/** As the outbox does when 1C has taken it. */
const inOneC = async () => {
  for (const { seq } of await accepted()) await border.ledger.append({ type: 'outbox.done', id: owedRequestId(seq) })
}

describe('an intake that is accepted', () => {
  test('is in the ledger once, however often and from wherever it is asked for, and closed everywhere', async () => {
    const [anna, elsewhere] = [await border.operator(), await border.operator()]
    const wish = wishFor(await wizardOf(anna))
    await Promise.all([
      anna.ask('intake.accept', wish),
      anna.ask('intake.accept', wish),
      elsewhere.ask('intake.accept', { ...wish, commandId: randomUUID() }),
    ])
    await elsewhere.ask('intake.accept', { ...wish, commandId: randomUUID() })
    await anna.ask('intake.keep', { id: wish.id, callId: wish.callId, number: CLIENT, form: wish.form, version: 99 })
    await elsewhere.sees(({ intakes }) => intakes.length === 0)
    const records = await accepted()
    expect(records).toHaveLength(1)
    expect(records[0]?.record).toMatchObject({
      id: wish.id,
      operator: 'u101',
      by: 'u101',
      base: 'crm',
      form: wish.form,
    })
    expect(anna.state.intakes).toEqual([])
    await expect(anna.ask('intake.reopen', { id: wish.id })).rejects.toMatchObject({ code: 'noSuchIntake' })
  })

  test('is known after a restart: asked once more, nothing is written', async () => {
    const anna = await border.operator()
    const wish = wishFor(await wizardOf(anna))
    await anna.ask('intake.accept', wish)
    const { logger } = memoryLog()
    const again = new Acceptances({
      ledger: border.ledger,
      path: join(border.folder, 'another.json'),
      customers: border.customers,
      owedId: owedRequestId,
      logger,
    })
    await again.start()
    await again.accept({ id: 'u101', name: 'Иванова Анна', user: 'u101' }, wish)
    await again.stop()
    expect(await accepted()).toHaveLength(1)
  })

  test('is not before the operator again where a kill was faster than the file of the open ones', async () => {
    const anna = await border.operator()
    const wizard = await wizardOf(anna)
    const entry = { intake: wizard, device: '101', standing: 'open' as const, since: Date.now(), next: null }
    const start = async () => {
      const { calls, customers, people, acceptances } = border
      const store = { load: async () => [entry], save: () => undefined, flush: async () => undefined }
      const again = new Intakes({ calls, customers, people, acceptances, store, logger: memoryLog().logger })
      await again.load()
      await again.stop()
      return again.forDevice('101')
    }
    expect(await start()).toEqual([wizard])
    await anna.ask('intake.accept', wishFor(wizard))
    expect(await start()).toEqual([])
  })

  test('whose ledger cannot be written is not acknowledged, and stays open', async () => {
    const anna = await border.operator()
    const wish = wishFor(await wizardOf(anna))
    await border.ledger.close()
    await expect(anna.ask('intake.accept', wish)).rejects.toMatchObject({ code: 'notKept' })
    expect(anna.state.intakes).toHaveLength(1)
  })

  test('of a base that is not ours is refused', async () => {
    const anna = await border.operator()
    const wish = wishFor(await wizardOf(anna), { base: 'erp' })
    await expect(anna.ask('intake.accept', wish)).rejects.toMatchObject({ code: 'unknownBase' })
    expect(await accepted()).toEqual([])
  })

  test('answers with the Interest’s link where it is to be opened, once it is in 1C', async () => {
    const anna = await border.operator()
    const answer = anna.ask('intake.accept', wishFor(await wizardOf(anna), { openInterest: true }))
    await expect.poll(accepted).toHaveLength(1)
    await anna.sees(({ intakes }) => intakes.length === 0)
    await inOneC()
    expect(await answer).toEqual({ link: 'e1cib/data/Документ.CRM_Интерес?ref=1' })
  })

  test('answers with the phone call’s link where the base has no Interests', async () => {
    Object.assign(border.customers, {
      link: (_: string, object: string) =>
        object === 'phoneCall' ? 'e1cib/data/Документ.ТелефонныйЗвонок?ref=2' : null,
    })
    const anna = await border.operator()
    const answer = anna.ask('intake.accept', wishFor(await wizardOf(anna), { openInterest: true }))
    await expect.poll(accepted).toHaveLength(1)
    await inOneC()
    expect(await answer).toEqual({ link: 'e1cib/data/Документ.ТелефонныйЗвонок?ref=2' })
  })

  test('is owed to its base, with the references made at the acceptance', async () => {
    const anna = await border.operator()
    await anna.ask('intake.accept', wishFor(await wizardOf(anna), { interest: INTEREST }))
    const [entry] = await accepted()
    if (entry?.record.type !== 'intake.accepted') throw new Error('not accepted')
    const given: unknown[] = []
    const kind = owedRequests({ register: async (base, request) => void given.push([base, request]) })
    const [owed] = kind.owes(entry)
    if (!owed) throw new Error('nothing is owed')
    await kind.deliver({ id: owedRequestId(entry.seq), kind: kind.name, ...owed })
    const { form, refs } = entry.record
    expect(given).toEqual([
      ['crm', { form, refs, at: entry.at, by: 'u101', callId: entry.record.callId, number: CLIENT }],
    ])
    expect(form.interest).toBe(INTEREST)
  })
})

describe('the operator who has accepted it', () => {
  const owedIdOf = async () => owedRequestId((await accepted())[0]?.seq ?? 0)

  test('is shown it until it is in 1C, also on coming back; nobody else is', async () => {
    const [anna, semyon] = [await border.operator(), await border.operator('u103')]
    const wish = wishFor(await wizardOf(anna), { manager: 'u103' })
    await anna.ask('intake.accept', wish)
    const shown = [{ id: wish.id, number: CLIENT, form: wish.form, state: 'saving', why: '' }]
    expect((await anna.sees(({ acceptances }) => acceptances.length === 1)).acceptances).toMatchObject(shown)
    expect((await border.operator()).state.acceptances).toMatchObject(shown)
    expect(semyon.state.acceptances).toEqual([])
    await inOneC()
    await anna.sees(({ acceptances }) => acceptances.length === 0)
    expect((await border.operator()).state.acceptances).toEqual([])
  })

  test('is told that 1C does not answer, and why it refuses', async () => {
    const anna = await border.operator()
    await anna.ask('intake.accept', wishFor(await wizardOf(anna)))
    border.acceptances.failed(await owedIdOf(), { refused: false, why: 'ECONNREFUSED' })
    await anna.sees(({ acceptances }) => acceptances[0]?.state === 'delayed' && acceptances[0].why === '')
    border.acceptances.failed(await owedIdOf(), { refused: true, why: 'Поле «Источник» не заполнено' })
    await anna.sees(({ acceptances }) => acceptances[0]?.why === 'Поле «Источник» не заполнено')
    expect(anna.state.acceptances).toMatchObject([{ state: 'refused' }])
    border.acceptances.failed('route:1', { refused: true, why: 'something else' })
    expect(anna.state.acceptances).toHaveLength(1)
  })

  test('is shown it after a restart, with what was typed', async () => {
    const anna = await border.operator()
    const wish = wishFor(await wizardOf(anna))
    await anna.ask('intake.accept', wish)
    const { logger } = memoryLog()
    const path = join(border.folder, 'another.json')
    const options = { ledger: border.ledger, path, customers: border.customers, owedId: owedRequestId, logger }
    for (const way of ['by the ledger', 'by the snapshot']) {
      const again = new Acceptances(options)
      await again.start()
      expect(
        again.owedBy((ref) => ref === 'u101'),
        way,
      ).toMatchObject([{ id: wish.id, form: wish.form }])
      await again.stop()
    }
  })
})

describe('the manager', () => {
  test('is told at once, and where it is in 1C when it is there; until it is seen', async () => {
    const [anna, semyon] = [await border.operator(), await border.operator('u103')]
    const wish = wishFor(await wizardOf(anna), { manager: 'u103' })
    await anna.ask('intake.accept', wish)
    const { notices } = await semyon.sees((state) => state.notices.length === 1)
    expect(notices).toMatchObject([
      { id: wish.id, from: 'Иванова Анна', client: 'Мария, ИП Кузнецова', number: CLIENT, topic: 'Доставка', link: '' },
    ])
    await inOneC()
    await semyon.sees((state) => state.notices[0]?.link === 'e1cib/data/Документ.CRM_Интерес?ref=1')
    expect(anna.state.notices).toEqual([])
    await anna.ask('notice.seen', { id: wish.id })
    expect(semyon.state.notices).toHaveLength(1)
    await semyon.ask('notice.seen', { id: wish.id })
    await semyon.sees((state) => state.notices.length === 0)
    expect((await border.operator('u103')).state.notices).toEqual([])
  })

  test('who was away is told on coming back', async () => {
    const anna = await border.operator()
    await anna.ask('intake.accept', wishFor(await wizardOf(anna), { manager: 'u103' }))
    expect((await border.operator('u103')).state.notices).toMatchObject([{ topic: 'Доставка' }])
  })

  test('who has accepted it is not told', async () => {
    const anna = await border.operator()
    await anna.ask('intake.accept', wishFor(await wizardOf(anna), { manager: 'u101' }))
    expect(anna.state.notices).toEqual([])
  })
})
