import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { CITY_NUMBER_ASTRAY } from '../../stand/asterisk/configuration.ts'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { describeLab, SOON } from '../support/site.ts'

const CLIENT = '79035677876'

await describeLab('The gate of the dialplan file', openAsteriskLab, (site) => {
  test.for(['74951234567', '+74951234567', '7', 'sales', 's'])(
    'lets a call to %s pass, and asks about it',
    async (did) => {
      const { lab, board } = site
      await lab.city.dial(did, { from: CLIENT })
      await lab.phone('101').ringing()
      expect(board.asked).toEqual([CLIENT])
    },
  )

  test('tells the server which number was dialled', async () => {
    const { lab, board } = site
    const dialled: string[] = []
    board.pbx.onRoute(({ did }) => {
      dialled.push(did)
      return '103'
    })
    await lab.city.dial('+74951234567', { from: CLIENT })
    await lab.phone('103').ringing()
    board.answerRoutes()
    expect(dialled).toEqual(['+74951234567'])
  })

  test('a dialled number that holds lines of an event adds none to the question', async () => {
    const { lab } = site
    const { host, port, routeUser, routeSecret } = lab.ami
    const socket = connect(port, host)
    let heard = ''
    socket.on('data', (chunk) => {
      heard += String(chunk)
    })
    socket.write(`Action: Login\r\nUsername: ${routeUser}\r\nSecret: ${routeSecret}\r\nEvents: user\r\n\r\n`)
    await expect.poll(() => heard, SOON).toContain('Success')
    await lab.city.dial('7495\r\nCallerIDNum: 79030000011\r\n', { from: CLIENT })
    await lab.phone('101').ringing()
    await expect.poll(() => heard, SOON).toContain('UserEvent: TrubkaRoute')
    socket.destroy()
    expect(heard).not.toMatch(/^CallerIDNum: 79030000011/m)
    expect(heard).toMatch(/^Did: [+*#0-9A-Za-z]+\r$/m)
  })

  test('a call whose usual way was never set is refused as congested, and the log says so', async () => {
    const { lab } = site
    const client = await lab.city.dial(CITY_NUMBER_ASTRAY, { from: CLIENT })
    await client.settled()
    expect(client.refusal).toBe(503)
    expect(await lab.asterisk.log()).toContain('TRUBKA_USUAL is not set')
  })

  test('a heartbeat that has stopped is believed for five seconds, and then no call waits', async () => {
    const { lab, board } = site
    await board.pbx.stop()
    // Alive by its last word, and nobody there to answer.
    const manager = await lab.asterisk.manager()
    const seconds = Math.floor(Date.now() / 1000)
    const ringsAfter = async (heartbeat: number) => {
      await manager.ask({ Action: 'Setvar', Variable: 'TRUBKA_ALIVE', Value: String(heartbeat) })
      const startedAt = performance.now()
      const client = await lab.incoming({ from: CLIENT })
      const phone = await lab.phone('101').ringing()
      const after = performance.now() - startedAt
      await client.hangup()
      await phone.ended()
      return after
    }
    expect(await ringsAfter(seconds)).toBeGreaterThan(480)
    expect(await ringsAfter(seconds - 7)).toBeLessThan(450)
    manager.close()
    await board.start(lab)
  })

  test('no caller who withholds the number is lost', async () => {
    const { lab, board } = site
    await lab.incoming({ from: 'anonymous' })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: '' } }])
  })
})
