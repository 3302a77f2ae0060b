import { afterEach, expect, test } from 'vitest'
import { describeCalls } from '../support/site.ts'

/** Longest pause that the link makes before it tries again, and a little. */
const BACK_AGAIN = { timeout: 30_000, interval: 10 }

await describeCalls('Who does not want to be disturbed', (site) => {
  afterEach(() => site.board.pbx.setDoNotDisturb('103', false))

  test('is not rung by a colleague’s own phone, who hears that it is busy; afterwards is rung', async () => {
    const { lab, board } = site
    await board.pbx.setDoNotDisturb('103', true)
    const inVain = await lab.phone('102').dial('103')
    expect(await inVain.settled()).toBe('ended')
    expect(lab.phone('103').rang).toEqual([])
    await board.pbx.setDoNotDisturb('103', false)
    const call = await lab.phone('102').dial('103')
    await (await lab.phone('103').ringing()).answer()
    expect(await call.settled()).toBe('up')
  })

  test('can call out, and leaves others alone', async () => {
    const { lab, board } = site
    await board.pbx.setDoNotDisturb('103', true)
    const call = await lab.phone('103').dial('102')
    await (await lab.phone('102').ringing()).answer()
    expect(await call.settled()).toBe('up')
  })

  test('a PBX that was restarted has forgotten it: it is to be told anew', async () => {
    const { lab, board } = site
    await board.pbx.setDoNotDisturb('103', true)
    const links: string[] = []
    const unhook = board.pbx.on('link', (link) => links.push(link))
    await lab.restart()
    await expect.poll(() => links, BACK_AGAIN).toEqual(['down', 'up'])
    unhook()
    await board.allPhonesHere()
    await lab.phone('102').dial('103')
    await lab.phone('103').ringing()
  })

  test('of what is no internal number nothing is told to the PBX', async () => {
    await expect(site.board.pbx.setDoNotDisturb('1),x', true)).rejects.toMatchObject({ code: 'badNumber' })
  })
})
