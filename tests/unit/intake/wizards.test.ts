import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Customer } from '../../../src/protocol/customer.ts'
import type { Intake, IntakeForm } from '../../../src/protocol/intake.ts'
import { type Border, openBorder, PEOPLE } from '../../support/border.ts'
import type { Operator } from '../../support/operator.ts'

const CLIENT = '79035677876'
const customer = (contact: string, responsible = ''): Customer => ({
  base: 'crm',
  ref: randomUUID(),
  contact,
  counterparty: 'ООО «Ромашка»',
  responsible,
})

let border: Border
beforeEach(async () => {
  border = await openBorder()
  border.customers.employee = (_base, number) => PEOPLE.find((each) => each.number === number) ?? null
})
afterEach(() => border.close())

function answeredCall(from = CLIENT, device = '101') {
  const end = border.pbx.ring(device, from)
  border.pbx.answered()
  return end
}
async function wizardOf(operator: Operator, number = CLIENT): Promise<Intake> {
  const { intakes } = await operator.sees((state) => state.intakes.some((each) => each.number === number))
  const found = intakes.find((each) => each.number === number)
  if (!found) throw new Error('no wizard')
  return found
}
const typed = ({ id, callId, number, form, version }: Intake, changes: Partial<IntakeForm>, by = 1) => ({
  id,
  callId,
  number,
  form: { ...form, ...changes },
  version: version + by,
})

describe('the wizard', () => {
  test('is not there while it rings, and opens at the answer, in every browser', async () => {
    const [anna, elsewhere] = [await border.operator(), await border.operator()]
    border.pbx.ring('101', CLIENT)
    await anna.sees(({ calls }) => calls.length === 1)
    expect(anna.state.intakes).toEqual([])
    border.pbx.answered()
    const wizard = await wizardOf(anna)
    expect(await wizardOf(elsewhere)).toEqual(wizard)
    expect((await border.operator()).state.intakes).toEqual([wizard])
  })

  test('does not open for a colleague’s call, nor for one who works in no base', async () => {
    const anna = await border.operator()
    answeredCall('103')
    await anna.sees(({ calls }) => calls.some(({ remote }) => remote === 'connected'))
    border.customers.employee = () => null
    answeredCall()
    await anna.sees(({ calls }) => calls.filter(({ remote }) => remote === 'connected').length === 2)
    expect(anna.state.intakes).toEqual([])
  })

  test('begins with the one client who has the number, and the manager responsible', async () => {
    const known = customer('Семёнов Пётр', 'Петров Семён')
    border.customers.known.set(CLIENT, [known])
    const anna = await border.operator()
    answeredCall()
    expect((await wizardOf(anna)).form).toMatchObject({ base: 'crm', client: known, manager: 'u103', phone: '' })
  })

  test('asks 1C who is responsible, where a name does not say it', async () => {
    border.customers.known.set(CLIENT, [customer('Семёнов Пётр', 'Неизвестный')])
    border.customers.details = async () => ({ responsible: 'u199', interests: [], interactions: [] })
    const anna = await border.operator()
    answeredCall()
    await anna.sees(({ intakes }) => intakes[0]?.form.manager === 'u199')
  })

  test('leaves it to the operator which of several it is', async () => {
    border.customers.known.set(CLIENT, [customer('Один'), customer('Другой')])
    const anna = await border.operator()
    answeredCall()
    expect((await wizardOf(anna)).form).toMatchObject({ client: null, phone: '', manager: '' })
  })

  test('begins with the phone filled in for a number that nobody has', async () => {
    const anna = await border.operator()
    answeredCall()
    expect((await wizardOf(anna)).form).toMatchObject({ client: null, phone: CLIENT })
  })

  test('finds the client when 1C is loaded later, unless somebody has typed', async () => {
    const anna = await border.operator()
    answeredCall()
    const untouched = await wizardOf(anna)
    const known = customer('Семёнов Пётр')
    border.customers.known.set(CLIENT, [known])
    border.calls.reidentify()
    await anna.sees(({ intakes }) => intakes[0]?.form.client?.ref === known.ref)
    await anna.ask('intake.keep', typed(untouched, { topic: 'Доставка' }))
    border.customers.known.set(CLIENT, [customer('Другой')])
    border.calls.reidentify()
    await anna.sees(({ calls }) => calls[0]?.party.customers[0]?.contact === 'Другой')
    expect(anna.state.intakes[0]?.form).toMatchObject({ topic: 'Доставка', client: null })
  })

  test('stays after the call, until it is accepted or dismissed; an untouched one gives way to the next call’s', async () => {
    const anna = await border.operator()
    const end = answeredCall()
    const first = await wizardOf(anna)
    end()
    await anna.sees(({ calls }) => calls.length === 0)
    expect(anna.state.intakes).toEqual([first])
    const endSecond = answeredCall('79260001122')
    const second = await wizardOf(anna, '79260001122')
    await anna.sees(({ intakes }) => intakes.length === 1)
    await anna.ask('intake.keep', typed(second, { topic: 'Счёт' }))
    endSecond()
    answeredCall('79260001133')
    await wizardOf(anna, '79260001133')
    expect(anna.state.intakes.map(({ number }) => number)).toEqual(['79260001122', '79260001133'])
  })
})

describe('what is typed', () => {
  test('is seen everywhere; the higher version wins', async () => {
    const [anna, elsewhere] = [await border.operator(), await border.operator()]
    answeredCall()
    const wizard = await wizardOf(anna)
    await anna.ask('intake.keep', typed(wizard, { topic: 'Доставка завтра' }, 5))
    await anna.ask('intake.keep', typed(wizard, { topic: 'Дост' }, 2))
    await anna.ask('intake.keep', typed(wizard, { topic: 'Иное' }, 5))
    const { intakes } = await elsewhere.sees((state) => state.intakes[0]?.version === 5)
    expect(intakes[0]?.form.topic).toBe('Доставка завтра')
    expect(anna.state.intakes).toEqual(intakes)
  })

  test('too late for a closed wizard, it does no harm', async () => {
    const anna = await border.operator()
    answeredCall()
    const wizard = await wizardOf(anna)
    await anna.ask('intake.dismiss', { id: wizard.id })
    await anna.ask('intake.keep', typed(wizard, { topic: 'Поздно' }, 9))
    expect(anna.state.intakes).toEqual([])
  })

  test('is not taken from anybody else', async () => {
    const [anna, stranger] = [await border.operator(), await border.operator('u103')]
    answeredCall()
    const wizard = await wizardOf(anna)
    await stranger.ask('intake.keep', typed(wizard, { topic: 'Чужое' }))
    await stranger.ask('intake.dismiss', { id: wizard.id })
    const accept = { ...typed(wizard, {}), commandId: randomUUID() }
    const { version: _, ...wish } = accept
    await expect(stranger.ask('intake.accept', wish)).rejects.toMatchObject({ code: 'noSuchIntake' })
    expect(anna.state.intakes).toEqual([wizard])
    expect(stranger.state.intakes).toEqual([])
  })

  test('opens a wizard again of which a killed server had nothing on disk', async () => {
    const anna = await border.operator()
    answeredCall()
    const wizard = await wizardOf(anna)
    const other = await openBorder()
    const later = await other.operator()
    await later.ask('intake.keep', typed(wizard, { topic: 'Доставка' }))
    expect(later.state.intakes).toMatchObject([{ id: wizard.id, number: CLIENT, form: { topic: 'Доставка' } }])
    await later.ask('intake.keep', { ...typed(wizard, {}), id: randomUUID() })
    expect(later.state.intakes).toHaveLength(1)
    await other.close()
  })
})

describe('a wizard that was dismissed', () => {
  test('comes back with what was typed', async () => {
    const anna = await border.operator()
    answeredCall()
    const wizard = await wizardOf(anna)
    await anna.ask('intake.keep', typed(wizard, { topic: 'Доставка' }))
    await anna.ask('intake.dismiss', { id: wizard.id })
    await anna.sees(({ intakes }) => intakes.length === 0)
    await anna.ask('intake.reopen', { id: wizard.id })
    await anna.sees(({ intakes }) => intakes[0]?.form.topic === 'Доставка')
  })

  test('does not come back when nobody knows it', async () => {
    const anna = await border.operator()
    await expect(anna.ask('intake.reopen', { id: randomUUID() })).rejects.toMatchObject({ code: 'noSuchIntake' })
  })

  test('can be asked for by hand while the call lasts', async () => {
    const anna = await border.operator()
    answeredCall()
    const { id, callId } = await wizardOf(anna)
    await anna.ask('intake.dismiss', { id })
    expect(await anna.ask('intake.open', { callId })).toEqual({ id })
    await anna.sees(({ intakes }) => intakes.length === 1)
    await expect(anna.ask('intake.open', { callId: 'another' })).rejects.toMatchObject({ code: 'noSuchCall' })
  })
})

describe('1C, asked from the wizard', () => {
  test('says what it finds, and in one word that it does not answer', async () => {
    const anna = await border.operator()
    const found = [customer('Семёнов')]
    border.customers.search = async () => found
    expect(await anna.ask('intake.search', { base: 'crm', text: 'семён' })).toEqual({ customers: found })
    border.customers.search = async () => {
      throw new Error('ECONNREFUSED')
    }
    await expect(anna.ask('intake.search', { base: 'crm', text: 'семён' })).rejects.toMatchObject({ code: 'baseDown' })
    await expect(anna.ask('intake.search', { base: 'erp', text: '' })).rejects.toMatchObject({ code: 'unknownBase' })
  })
})
