import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BASE, type Border, openBorder, PEOPLE } from '../../support/border.ts'
import { Operator } from '../../support/operator.ts'

const CLIENT = '79035677876'
let border: Border
beforeEach(async () => {
  border = await openBorder()
})
afterEach(() => border.close())

describe('an operator', () => {
  test('first gets the whole state', async () => {
    border.pbx.ring('101', CLIENT)
    const { state, line } = await border.operator()
    expect(state).toMatchObject({
      self: PEOPLE[0],
      pbx: 'up',
      bases: [BASE],
      routing: { enabled: true, lastDigits: 10 },
      calls: [{ direction: 'incoming', local: 'alerting', party: { number: CLIENT, identity: 'unknown' } }],
      colleagues: PEOPLE,
    })
    line.close()
  })

  test('then hears of everything that changes for them, and of nobody else’s calls', async () => {
    const operator = await border.operator()
    const customer = {
      base: 'crm',
      ref: 'r',
      contact: 'Сидоров',
      counterparty: 'ООО «Ромашка»',
      responsible: 'Иванова',
    }
    border.customers.known.set(CLIENT, [customer])
    const end = border.pbx.ring('101', CLIENT)
    border.pbx.ring('103', '79030000001')
    await operator.sees(({ calls }) => calls[0]?.party.customers[0]?.contact === 'Сидоров')
    end()
    await operator.sees(({ calls }) => calls.length === 0)
    border.pbx.setLink('down')
    border.customers.change({ ...BASE, state: 'down' })
    await border.routing.setEnabled(false)
    const state = await operator.sees(({ routing }) => !routing.enabled)
    expect(state.pbx).toBe('down')
    expect(state.bases).toEqual([{ ...BASE, state: 'down' }])
    expect(JSON.stringify(operator.events)).not.toContain('79030000001')
    await operator.close()
  })

  test('hears that the PBX refuses the server, and when that is mended', async () => {
    const operator = await border.operator()
    border.pbx.setFaults({ main: null, routing: 'loginRefused' })
    await operator.sees(({ pbx, pbxFault }) => pbx === 'up' && pbxFault === 'routeLoginRefused')
    const other = await border.operator('u103')
    expect(other.state.pbxFault).toBe('routeLoginRefused')
    border.pbx.setLink('down')
    border.pbx.setFaults({ main: 'loginRefused', routing: 'loginRefused' })
    await operator.sees(({ pbx, pbxFault }) => pbx === 'down' && pbxFault === 'loginRefused')
    border.pbx.setLink('up')
    border.pbx.setFaults({ main: null, routing: null })
    await operator.sees(({ pbx, pbxFault }) => pbx === 'up' && pbxFault === undefined)
    await operator.close()
    await other.close()
  })

  test('hears nothing before asking for the state', async () => {
    const pairing = await border.pairAs()
    const operator = await Operator.signIn(border.url, pairing)
    border.pbx.setLink('down')
    await operator.ask('session.ping', {})
    expect(operator.line.told).toEqual([])
    await operator.sync()
    expect(operator.state.pbx).toBe('down')
    await operator.close()
  })

  test('a colleague’s call is named by the colleague', async () => {
    const operator = await border.operator()
    border.pbx.ring('101', '103')
    const { calls } = await operator.sees((state) => state.calls.length > 0)
    expect(calls[0]?.party).toMatchObject({ identity: 'colleague', colleague: PEOPLE[1] })
    await operator.close()
  })

  test('asks for the state in the middle of a flood of events: none is missed, none comes twice', async () => {
    const operator = await border.operator()
    for (let round = 0; round < 20; round++) {
      const end = border.pbx.ring('101', CLIENT, `flood-${round}`)
      if (round % 5 === 0) void operator.sync(operator.cursor, operator.state)
      end()
      border.pbx.setLink(round % 2 ? 'up' : 'down')
    }
    await operator.ask('session.ping', {})
    // `state` throws when a number was skipped or came again.
    expect(operator.state).toMatchObject({ pbx: 'up', calls: [] })
    await operator.close()
  })

  test('with two browsers sees the same in both', async () => {
    const first = await border.operator()
    const second = await border.operator()
    border.pbx.ring('101', CLIENT)
    await first.sees(({ calls }) => calls.length === 1)
    await second.sees(({ calls }) => calls.length === 1)
    expect(second.cursor).toEqual(first.cursor)
    await first.close()
    await second.close()
  })
})

describe('an operator who comes back', () => {
  test('gets what was missed, and no more', async () => {
    const pairing = await border.pairAs()
    const before = await border.operator('u101', pairing)
    const { cursor, state } = before
    await before.close()
    border.pbx.ring('101', CLIENT)
    border.pbx.setLink('down')
    const after = await Operator.signIn(border.url, pairing)
    expect(await after.sync(cursor, state)).toBe('events')
    expect(after.state).toMatchObject({ pbx: 'down', calls: [{ party: { number: CLIENT } }] })
    await after.close()
  })

  test('after a thousand events gets the whole state', async () => {
    const pairing = await border.pairAs()
    const before = await border.operator('u101', pairing)
    const { cursor, state } = before
    await before.close()
    for (let at = 0; at < 1000; at++) border.pbx.setLink(at % 2 ? 'up' : 'down')
    const middle = await Operator.signIn(border.url, pairing)
    expect(await middle.sync(cursor, state)).toBe('events')
    border.pbx.setLink('down')
    expect(await middle.sync(cursor, state)).toBe('whole')
    expect(middle.state.pbx).toBe('down')
    await middle.close()
  })

  test.each([
    ['of another run of the server', { epoch: 'other', seq: 0 }],
    ['from the future', { seq: 99 }],
    ['before the beginning', { seq: -1 }],
    ['between two events', { seq: 0.5 }],
  ])('with a place %s gets the whole state', async (_, place) => {
    const operator = await border.operator()
    const { cursor } = operator
    if (!cursor) throw new Error('no cursor')
    expect(await operator.sync({ ...cursor, ...place }, operator.state)).toBe('whole')
    await operator.close()
  })
})

describe('when the employees change', () => {
  test('everybody hears of it', async () => {
    const operator = await border.operator()
    const newcomer = { id: 'u105', name: 'Новый', department: 'Продажи', number: '105' }
    border.people.update([...PEOPLE, newcomer])
    const { colleagues, self } = await operator.sees((state) => state.colleagues.length === 4)
    expect(colleagues).toContainEqual(newcomer)
    expect(self).toEqual(PEOPLE[0])
    await operator.close()
  })

  test('an operator with another phone sees that phone’s calls, and the former one’s no more', async () => {
    border.pbx.ring('101', CLIENT)
    border.pbx.ring('105', '79030000005')
    const operator = await border.operator()
    border.people.update(PEOPLE.map((each) => (each.id === 'u101' ? { ...each, number: '105' } : each)))
    const { calls } = await operator.sees(({ self }) => self.number === '105')
    await operator.sees((state) => state.calls.length === 1)
    expect(calls.map(({ party }) => party.number)).not.toContain(CLIENT)
    expect(operator.state.calls[0]?.party.number).toBe('79030000005')
    await operator.close()
  })

  test('an operator who is no longer among them has no phone', async () => {
    border.pbx.ring('101', CLIENT)
    const operator = await border.operator()
    border.people.update(PEOPLE.slice(1))
    const { self, calls } = await operator.sees((state) => state.self.number === null)
    expect(self.name).toBe('Иванова Анна')
    expect(calls).toEqual([])
    await operator.close()
  })
})

describe('the list of employees', () => {
  test('when it changes, only who is new, another or gone is told to the others', async () => {
    const operator = await border.operator()
    const [first, ...others] = PEOPLE
    const newcomer = { id: 'u900', name: 'Новиков Олег', department: 'Склад', number: '109' }
    const moved = others.map((each) => (each.id === 'u103' ? { ...each, department: 'Склад' } : each))
    border.people.update([...(first ? [first] : []), ...moved, newcomer])
    await operator.sees(({ colleagues }) => colleagues.some(({ id }) => id === 'u900'))
    expect(operator.events.map(({ type }) => type)).toEqual(['colleagues.changed'])
    expect(JSON.stringify(operator.events)).not.toContain(first?.name)
    expect(operator.state.colleagues).toEqual(border.people.all)
    border.people.update(PEOPLE)
    await operator.sees(({ colleagues }) => !colleagues.some(({ id }) => id === 'u900'))
    expect(operator.state.colleagues).toEqual(PEOPLE)
    await operator.close()
  })
})
