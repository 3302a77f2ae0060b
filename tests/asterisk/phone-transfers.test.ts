import { expect, test } from 'vitest'
import { openAsteriskLab } from '../support/asterisk-lab.ts'
import { expectFreshPicture } from '../support/picture.ts'
import { describeLab, SOON } from '../support/site.ts'
import { CLIENT, conversations, heard, talking } from '../support/talking.ts'

const PHONES = ['101', '102', '103']

await describeLab('The phone’s own transfer key', openAsteriskLab, (site) => {
  /** A client talks with 101, by the phone itself. */
  async function atPhone() {
    const { client, id } = await talking(site)
    const phone = site.lab.phone('101').calls[0] ?? expect.fail('101 has no call')
    return { client, phone, id }
  }

  test('without asking: the colleague sees the client and answers, the operator is free', async () => {
    const { lab, board } = site
    const { client, phone } = await atPhone()
    expect(await phone.refer('102')).toBe(true)
    const colleague = await lab.phone('102').ringing()
    expect(colleague.remote.number).toBe(CLIENT)
    await board.shows('102').toMatchObject([{ direction: 'incoming', local: 'alerting', party: { number: CLIENT } }])
    await phone.ended()
    await board.shows('101').toEqual([])
    await colleague.answer()
    await heard(client).toEqual(['102'])
    await heard(colleague).toEqual(['city'])
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    await expectFreshPicture(site, PHONES)
    await client.hangup()
    await colleague.ended()
    await expect.poll(() => lab.channels(), SOON).toEqual([])
  })

  test('without asking, of a call that was held and fetched by the panel: nobody is left hanging', async () => {
    const { lab, board } = site
    const { client, phone, id } = await atPhone()
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ commands: expect.arrayContaining(['retrieve']) }])
    await board.calls.retrieve('101', id)
    await heard(client).toEqual(['101'])
    expect(await phone.refer('102')).toBe(true)
    await (await lab.phone('102').ringing()).answer()
    await heard(client).toEqual(['102'])
    await phone.ended()
    await board.shows('101').toEqual([])
    await client.hangup()
    await expect.poll(() => lab.channels(), SOON).toEqual([])
  })

  test('to a colleague who refuses: the client comes back to the operator', async () => {
    const { lab, board } = site
    const { client, phone } = await atPhone()
    await phone.refer('102')
    await (await lab.phone('102').ringing()).reject()
    await phone.ended()
    const back = await lab.phone('101').ringing()
    expect(back.remote.number).toBe(CLIENT)
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    await back.answer()
    await heard(client).toEqual(['101'])
  })

  test('to a colleague who does not want to be disturbed: is not rung, and the client comes back', async () => {
    const { lab, board } = site
    const { client, phone } = await atPhone()
    await board.pbx.setDoNotDisturb('102', true)
    try {
      expect(await phone.refer('102')).toBe(true)
      await phone.ended()
      await (await lab.phone('101').ringing()).answer()
      await heard(client).toEqual(['101'])
      expect(lab.phone('102').rang).toEqual([])
    } finally {
      await board.pbx.setDoNotDisturb('102', false)
    }
  })

  test('to somebody outside, who has the client then', async () => {
    const { lab, board } = site
    const { client, phone } = await atPhone()
    expect(await phone.refer('79030000011')).toBe(true)
    const other = await lab.city.ringing()
    await phone.ended()
    await other.answer()
    await heard(client).toEqual(['city'])
    await board.shows('101').toEqual([])
    await client.hangup()
    await other.ended()
    await expect.poll(() => lab.channels(), SOON).toEqual([])
  })

  test.for(['999', '79030000000'])(
    'to a number that leads nowhere, or is busy (%s): the client comes back',
    async (to) => {
      const { lab, board } = site
      const { client, phone } = await atPhone()
      expect(await phone.refer(to)).toBe(true)
      await phone.ended()
      await (await lab.phone('101').ringing()).answer()
      await heard(client).toEqual(['101'])
      await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    },
  )

  test('of a call that the phone itself has begun: whoever was called comes back when the colleague refuses', async () => {
    const { lab, board } = site
    const phone = await lab.phone('103').dial('79030000011')
    const called = await lab.city.ringing()
    await called.answer()
    await phone.settled()
    await board.shows('103').toMatchObject([{ local: 'connected', remote: 'connected' }])
    expect(await phone.refer('102')).toBe(true)
    const colleague = await lab.phone('102').ringing()
    await board.shows('102').toMatchObject([{ local: 'alerting', party: { number: '79030000011' } }])
    await colleague.reject()
    await (await lab.phone('103').ringing()).answer()
    await heard(called).toEqual(['103'])
  })

  test('after asking: the client is with the colleague, who sees them; the operator is free', async () => {
    const { lab, board } = site
    const { client, phone } = await atPhone()
    await phone.hold()
    await heard(client).toEqual(['music'])
    const asking = await lab.phone('101').dial('102')
    const colleague = await lab.phone('102').ringing()
    await board.shows('101').toHaveLength(2)
    await colleague.answer()
    await heard(colleague).toEqual(['101'])
    await board.shows('102').toMatchObject([{ local: 'connected', party: { number: '101' } }])
    expect(await phone.referTo(asking)).toBe(true)
    await heard(client).toEqual(['102'])
    await heard(colleague).toEqual(['city'])
    await Promise.all([phone.ended(), asking.ended()])
    await board.shows('101').toEqual([])
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    await expect.poll(() => colleague.remote.number, SOON).toBe(CLIENT)
    await conversations(site).toEqual([['102', CLIENT]])
    await expectFreshPicture(site, PHONES)
    // And what comes next can be done: it is a call as any other.
    const [call] = board.calls.forDevice('102')
    await board.calls.hold('102', call?.id ?? '')
    await heard(client).toEqual(['music'])
    await board.calls.retrieve('102', call?.id ?? '')
    await heard(client).toEqual(['102'])
    await client.hangup()
    await colleague.ended()
    await expect.poll(() => lab.channels(), SOON).toEqual([])
  })

  test('after asking, while the colleague’s phone still rings', async () => {
    const { lab, board } = site
    const { client, phone } = await atPhone()
    await phone.hold()
    const asking = await lab.phone('101').dial('102')
    const colleague = await lab.phone('102').ringing()
    expect(await phone.referTo(asking)).toBe(true)
    await colleague.answer()
    await heard(client).toEqual(['102'])
    await Promise.all([phone.ended(), asking.ended()])
    await board.shows('101').toEqual([])
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    await client.hangup()
    await expect.poll(() => lab.channels(), SOON).toEqual([])
  })

  test.for(['103', '79030000011'])(
    'after asking %s by the PBX’s feature code: who is asked rings, and has the client afterwards',
    async (to) => {
      const { lab } = site
      const { client, phone } = await talking(site, '104')
      await pressAt('104', `*2${to}`)
      const asked = await (to === '103' ? lab.phone('103') : lab.city).ringing()
      await heard(client).toEqual(['music'])
      await asked.answer()
      await heard(asked).toEqual(['104'])
      await phone.hangup()
      await conversations(site).toEqual([[to, CLIENT].sort()])
      await client.hangup()
      await asked.ended()
      await expect.poll(() => lab.channels(), SOON).toEqual([])
    },
  )

  /** Keys pressed at a phone that talks, as the PBX hears them. */
  async function pressAt(device: string, keys: string) {
    const manager = await site.lab.asterisk.manager()
    try {
      const channels = await manager.list({ Action: 'CoreShowChannels' })
      const Channel = channels.find((each) => each.Channel?.startsWith(`PJSIP/${device}-`))?.Channel ?? ''
      for (const Digit of keys) await manager.ask({ Action: 'PlayDTMF', Channel, Digit, Receive: 'true' })
    } finally {
      manager.close()
    }
  }
})
