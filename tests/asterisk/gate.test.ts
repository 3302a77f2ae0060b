import { expect, test } from 'vitest'
import { CITY_NUMBER_ASTRAY } from '../../stand/asterisk/configuration.ts'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { hearGate } from '../support/gate-questions.ts'
import { LINES } from '../support/phone-lab.ts'
import { describeLab, SOON } from '../support/site.ts'
import { routed } from '../support/talking.ts'

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
    const gate = await hearGate(lab.ami)
    await lab.city.dial('7495\r\nCallerIDNum: 79030000011\r\n', { from: CLIENT })
    await lab.phone('101').ringing()
    await expect.poll(() => gate.count, SOON).toBe(1)
    gate.close()
    const { heard } = gate
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

  test('a time to ring that is no number is the usual one, lest the target ring for ever', async () => {
    const { lab } = site
    await routed(site, '103', CLIENT, LINES.circle)
    const manager = await lab.asterisk.manager()
    const caller = (await manager.list({ Action: 'CoreShowChannels' })).find(
      ({ Uniqueid, Linkedid }) => Uniqueid === Linkedid,
    )
    const { Value } = await manager.ask({ Action: 'Getvar', Channel: caller?.Channel ?? '', Variable: 'TRUBKA_RING' })
    manager.close()
    expect(Value).toBe('20')
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
    // A busy machine may take half a second for any call, but not for each.
    await expect.poll(() => ringsAfter(seconds - 7), SOON).toBeLessThan(450)
    manager.close()
    await board.start(lab)
  })
})
