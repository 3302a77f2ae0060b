import { expect, test } from 'vitest'
import { overPausableLine } from '../support/pausable-board.ts'
import { describeCalls, type Site, SOON, Switchboard } from '../support/site.ts'
import { heard } from '../support/talking.ts'

const CLIENT = '79035677876'

/** Milliseconds until the operator's phone rings. */
async function ringsAfter({ lab }: Site): Promise<number> {
  await lab.reset()
  const startedAt = performance.now()
  await lab.incoming({ from: CLIENT })
  await lab.phone('101').ringing()
  return performance.now() - startedAt
}

await describeCalls('Calls do not depend on the server', (site) => {
  test('the server has been stopped: the operator rings without delay', async () => {
    await site.board.pbx.stop()
    // Asked nobody, and waited for nobody: the gate's half second is not spent. A busy machine may need that long, but not always.
    await expect.poll(() => ringsAfter(site), SOON).toBeLessThan(450)
    await site.board.start(site.lab)
  })

  test('the server is frozen: the operator rings half a second later, and a late answer moves nothing', async () => {
    const { lab } = site
    await overPausableLine(site, async ({ line, board }) => {
      board.routes.set(CLIENT, '103')
      line.pause()
      expect(await ringsAfter(site)).toBeGreaterThan(400)
      line.resume()
      await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
      await (await lab.phone('101').ringing()).answer()
      await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
      expect(lab.phone('103').rang).toEqual([])
      expect(lab.phone('101').rang).toHaveLength(1)
    })
  })

  test('the link is cut in mid-call: people talk on, and the call is there again when the link is', async () => {
    const { lab } = site
    await overPausableLine(site, async ({ line, board }) => {
      const client = await lab.incoming({ from: CLIENT })
      await (await lab.phone('101').ringing()).answer()
      expect(await client.settled()).toBe('up')
      await board.shows('101').toMatchObject([{ remote: 'connected' }])
      line.cut()
      await board.linked('down')
      await heard(client).toEqual(['101'])
      await board.linked('up')
      await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    })
  })

  test('a command while the link is down says that the PBX is away', async () => {
    const { lab } = site
    const board = new Switchboard(lab.ami)
    await expect(board.dial('101', CLIENT)).rejects.toMatchObject({ code: 'pbxDown' })
    expect(lab.phone('101').rang).toEqual([])
    await board.stop()
  })
})
