import { expect, test } from 'vitest'
import { describeCalls, SOON, Switchboard } from '../support/site.ts'

const CLIENT = '79035677876'

await describeCalls('A secret that is wrong', (site) => {
  test('of routing: calls are seen and made, nothing is routed, and that is known', async () => {
    const { lab } = site
    await site.board.pbx.stop()
    const board = new Switchboard({ ...lab.ami, routeSecret: 'not-it' })
    board.routes.set(CLIENT, '103')
    board.answerRoutes()
    board.pbx.start()
    try {
      await board.linked('up')
      await expect.poll(() => board.pbx.faults, SOON).toEqual({ main: null, routing: 'loginRefused' })
      await lab.incoming({ from: CLIENT })
      await lab.phone('101').ringing()
      expect(lab.phone('103').rang).toEqual([])
      expect(board.asked).toEqual([])
    } finally {
      await board.stop()
      await site.board.start(lab)
    }
  })

  test('of calls: the server knows that it is refused, and says so to whoever dials', async () => {
    const { lab } = site
    const board = new Switchboard({ ...lab.ami, secret: 'not-it' })
    board.pbx.start()
    try {
      await expect.poll(() => board.pbx.faults.main, SOON).toBe('loginRefused')
      await expect(board.dial('101', CLIENT)).rejects.toMatchObject({ code: 'pbxLoginRefused' })
      expect(board.pbx.link).toBe('down')
    } finally {
      await board.stop()
    }
  })
})
