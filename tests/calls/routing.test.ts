import { expect, test } from 'vitest'
import { LINES } from '../support/phone-lab.ts'
import { hearRinging } from '../support/ringing.ts'
import { describeCalls, SOON } from '../support/site.ts'
import { routed } from '../support/talking.ts'

const CLIENT = '79035677876'

await describeCalls('Routing', (site) => {
  test('a number in the table rings at its target, and never at the operator', async () => {
    const { lab, board } = site
    const { client, phone: target } = await routed(site, '103')
    expect(target.remote.number).toBe(CLIENT)
    await board.shows('103').toMatchObject([{ direction: 'incoming', local: 'alerting', party: { number: CLIENT } }])
    await target.answer()
    expect(await client.settled()).toBe('up')
    await expect.poll(() => lab.conversations(), SOON).toEqual([['103', CLIENT]])
    expect(lab.phone('101').rang).toEqual([])
    expect(board.calls.forDevice('101')).toEqual([])
    expect(board.asked).toEqual([CLIENT])
  })

  test('a number that is not in the table rings at the operator, without the wait', async () => {
    const { lab, board } = site
    board.routes.set('79030000099', '103')
    const ringsAfter = async () => {
      await lab.reset()
      const startedAt = performance.now()
      await lab.incoming({ from: CLIENT })
      await lab.phone('101').ringing()
      return performance.now() - startedAt
    }
    // The gate waits for half a second when nobody answers it; on a busy machine any call may take that long, but not each.
    await expect.poll(ringsAfter, SOON).toBeLessThan(450)
    expect(lab.phone('103').rang).toEqual([])
    expect(new Set(board.asked)).toEqual(new Set([CLIENT]))
  })

  test('of many calls at once, each goes where it should', async () => {
    const { lab, board } = site
    const callers = Array.from({ length: 12 }, (_, at) => `790300000${at + 20}`)
    const routes = callers.filter((_, at) => at % 2 === 0)
    for (const caller of routes) board.routes.set(caller, '103')
    const before = board.lateAnswers
    await Promise.all(callers.map((from) => lab.incoming({ from })))
    const numbers = (phone: string) => () =>
      lab
        .phone(phone)
        .rang.map(({ remote }) => remote.number)
        .sort()
    await expect.poll(() => numbers('103')().length + numbers('101')().length, SOON).toBe(callers.length)
    // Those of whom a busy machine was told too late have gone their usual way; most it has answered.
    const sent = routes.filter((caller) => board.asked.includes(caller))
    const late = board.lateAnswers - before
    expect(sent.length + late).toBeGreaterThanOrEqual(routes.length)
    expect(late).toBeLessThan(callers.length / 2)
    await expect.poll(numbers('103'), SOON).toEqual(sent)
    await expect.poll(numbers('101'), SOON).toEqual(callers.filter((caller) => !sent.includes(caller)))
  })

  test('the target is busy: the call comes back to the operator', async () => {
    const { lab, board } = site
    const { client, phone } = await routed(site, '103')
    await phone.reject()
    const operator = await lab.phone('101').ringing()
    expect(operator.remote.number).toBe(CLIENT)
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    await board.shows('103').toEqual([])
    await operator.answer()
    expect(await client.settled()).toBe('up')
  })

  test('the target is off the network: the call comes back to the operator', async () => {
    const { lab, board } = site
    await lab.phone('103').unregister()
    board.routes.set(CLIENT, '103')
    await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting' }])
  })

  test('the target does not exist: the call comes back to the operator', async () => {
    const { lab, board } = site
    board.routes.set(CLIENT, '999')
    await lab.incoming({ from: CLIENT })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting' }])
  })

  test('nobody answers at the target: it rings for the time that is set, then the call comes back to the operator', async () => {
    const { lab, board } = site
    const ringing = await hearRinging(lab.ami)
    const { phone: target } = await routed(site, '103', CLIENT, LINES.brief)
    const operator = await lab.phone('101').ringing()
    await target.ended()
    await board.shows('103').toEqual([])
    await operator.answer()
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
    // Back to the usual way once, and no further round.
    expect(lab.phone('103').rang).toHaveLength(1)
    expect(board.asked).toEqual([CLIENT])
    // Two seconds by the PBX's clock, and not the twenty of the other lines.
    const atTarget = ringing.rung.find(({ device }) => device === '103')
    ringing.close()
    const rang = (atTarget?.to ?? Number.NaN) - (atTarget?.from ?? Number.NaN)
    expect(rang).toBeGreaterThan(1900)
    expect(rang).toBeLessThan(15_000)
  })

  test('the client gives up while the target rings: nobody else is rung', async () => {
    const { lab, board } = site
    const { client, phone: target } = await routed(site, '103')
    await client.hangup()
    await target.ended()
    await board.shows('103').toEqual([])
    expect(lab.phone('101').rang).toEqual([])
  })

  test('a routed call is answered by command at its target', async () => {
    const { lab, board } = site
    await routed(site, '103')
    await board.shows('103').toHaveLength(1)
    await board.calls.answer('103', board.calls.forDevice('103')[0]?.id ?? '')
    await expect.poll(() => lab.conversations(), SOON).toEqual([['103', CLIENT]])
  })
})
