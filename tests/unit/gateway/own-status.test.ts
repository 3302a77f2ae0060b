import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AVAILABLE, type Status } from '../../../src/protocol/status.ts'
import { type Border, openBorder } from '../../support/border.ts'

const LUNCH: Status = { kind: 'lunch', note: 'в столовой', until: null, reach: 'mobile' }
const BUSY: Status = { ...AVAILABLE, kind: 'doNotDisturb' }
let border: Border
beforeEach(async () => {
  border = await openBorder()
})
afterEach(() => border.close())

describe('what an operator says of themselves', () => {
  test('colleagues see at once, and whoever comes later, until it is taken back', async () => {
    const anna = await border.operator('u101')
    const pyotr = await border.operator('u103')
    await anna.ask('status.set', { status: LUNCH })
    await pyotr.sees(({ statuses }) => statuses.u101?.note === 'в столовой')
    await anna.sees(({ statuses }) => statuses.u101?.kind === 'lunch')
    const later = await border.operator('u103')
    expect(later.state.statuses).toEqual({ u101: LUNCH })
    await anna.ask('status.set', { status: AVAILABLE })
    await pyotr.sees(({ statuses }) => Object.keys(statuses).length === 0)
  })

  test('is one’s own: nobody can say it for another', async () => {
    const anna = await border.operator('u101')
    const wish = { status: LUNCH, id: 'u103' } as { status: Status }
    await expect(anna.ask('status.set', wish)).rejects.toMatchObject({ code: 'invalidParams' })
    expect(anna.state.statuses).toEqual({})
  })

  test('each user of the same phone in another base is shown so, too', async () => {
    border.people.update([
      { id: 'u101', name: 'Иванова Анна', department: 'Продажи', number: '101' },
      { id: 'other', name: 'Иванова А.', department: 'Торговля', number: '101' },
    ])
    const anna = await border.operator('u101')
    await anna.ask('status.set', { status: LUNCH })
    await anna.sees(({ statuses }) => statuses.other?.kind === 'lunch' && statuses.u101?.kind === 'lunch')
    expect((await border.operator('u101')).state.statuses).toEqual({ u101: LUNCH, other: LUNCH })
  })

  test('who is at none of their machines is away; at one of them is enough, and so is closing the last', async () => {
    const watching = await border.operator('u103')
    const office = await border.operator('u101')
    const home = await border.operator('u101')
    const isAway = (away: boolean) => watching.sees(({ statuses }) => (statuses.u101?.idle === true) === away)
    await office.ask('session.idle', { idle: true })
    await home.ask('session.idle', { idle: true })
    await isAway(true)
    await home.ask('session.idle', { idle: false })
    await isAway(false)
    await home.close()
    await isAway(true)
    await office.close()
    await isAway(false)
  })
})

describe('who does not want to be disturbed', () => {
  const wish = { commandId: randomUUID(), to: '103' }

  test('is rung by no colleague’s wish, who is told why; then again is', async () => {
    const anna = await border.operator('u101')
    const pyotr = await border.operator('u103')
    await pyotr.ask('status.set', { status: BUSY })
    await expect(anna.ask('call.make', wish)).rejects.toMatchObject({ code: 'calleeDoNotDisturb' })
    expect(border.pbx.made).toEqual([])
    await pyotr.ask('status.set', { status: AVAILABLE })
    await anna.ask('call.make', { ...wish, commandId: randomUUID() })
    expect(border.pbx.made).toMatchObject([{ device: '101', to: '103' }])
  })

  test('can be away and at lunch without that', async () => {
    const anna = await border.operator('u101')
    const pyotr = await border.operator('u103')
    await pyotr.ask('status.set', { status: LUNCH })
    await anna.ask('call.make', { ...wish, commandId: randomUUID() })
    expect(border.pbx.made).toHaveLength(1)
  })
})
