import { expect, test } from 'vitest'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { describeLab } from '../support/site.ts'
import { CLIENT, heard, talking } from '../support/talking.ts'

await describeLab('A client who is brought to a conference', openAsteriskLab, (site) => {
  test('that the others have left on the way: the operator is rung again, also without the server', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.hold('101', id)
    await heard(client).toEqual(['music'])
    const leg = board.pbx.legs().find(({ device }) => device === null)
    const manager = await lab.asterisk.manager()
    try {
      const channels = await manager.list({ Action: 'CoreShowChannels' })
      const held = channels.find(({ Uniqueid }) => Uniqueid === leg?.id)?.Channel ?? ''
      await board.pbx.stop()
      await phone.hangup()
      const there = { Context: 'trubka-conference', Exten: '101', Priority: '1' }
      await manager.ask({ Action: 'Redirect', Channel: held, ...there })
      const back = await lab.phone('101').ringing()
      expect(back.remote.number).toBe(CLIENT)
      await back.answer()
      await heard(client).toEqual(['101'])
    } finally {
      manager.close()
      await lab.reset()
      await board.start(lab)
    }
  })
})
