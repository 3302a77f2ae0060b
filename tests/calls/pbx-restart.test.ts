import { expect, test } from 'vitest'
import { describeCalls, SOON } from '../support/site.ts'
import { CLIENT, routed } from '../support/talking.ts'

/** Longest pause that the link makes before it tries again, and a little. */
const BACK_AGAIN = { timeout: 30_000, interval: 10 }

await describeCalls('The PBX dies and comes back', (site) => {
  async function restart(): Promise<void> {
    const links: string[] = []
    const unhook = site.board.pbx.on('link', (link) => links.push(link))
    await site.lab.restart()
    await expect.poll(() => links, BACK_AGAIN).toEqual(['down', 'up'])
    unhook()
    await site.board.allPhonesHere()
  }

  test('calls that died with it are gone', async () => {
    const { lab, board } = site
    await lab.incoming({ from: CLIENT })
    await (await lab.phone('101').ringing()).answer()
    await board.shows('101').toMatchObject([{ remote: 'connected' }])
    await restart()
    await board.shows('101').toEqual([])
    expect(board.pbx.legs()).toEqual([])
  })

  test('afterwards calls are made and shown as before', async () => {
    const { lab, board } = site
    await restart()
    await board.dial('102', CLIENT)
    await (await lab.city.ringing()).answer()
    await board.shows('102').toMatchObject([{ remote: 'connected', party: { number: CLIENT } }])
    await expect.poll(() => lab.conversations(), SOON).toEqual([['102', CLIENT]])
  })

  test('afterwards calls are routed as before', async () => {
    const { lab, board } = site
    await restart()
    await board.isAsked(lab)
    await routed(site, '103')
    expect(lab.phone('101').rang).toEqual([])
  })
})
