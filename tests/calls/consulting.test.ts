import { expect, test } from 'vitest'
import type { LabCall } from '../support/phone-lab.ts'
import { describeCalls, type Site, SOON } from '../support/site.ts'
import { CLIENT, type Conversation, conversations, heard, talking } from '../support/talking.ts'

/** 101 talks with the client, and has asked for 102, whose phone rings. */
async function asking(site: Site): Promise<Conversation & { colleague: LabCall }> {
  const conversation = await talking(site)
  await site.board.calls.consult('101', conversation.id, '102')
  const colleague = await site.lab.phone('102').ringing()
  await site.board.shows('101').toMatchObject([{ consultation: { remote: 'alerting' } }])
  return { ...conversation, colleague }
}

/** And 102 has answered. */
async function consulting(site: Site): Promise<Conversation & { colleague: LabCall }> {
  const conversation = await asking(site)
  await conversation.colleague.answer()
  await site.board
    .shows('101')
    .toMatchObject([{ consultation: { party: { number: '102' }, remote: 'connected', active: true } }])
  return conversation
}

await describeCalls('A consultation', (site) => {
  test('holds the client at once, and the colleague rings', async () => {
    const { board } = site
    const { client, phone, id, colleague } = await asking(site)
    expect(colleague.remote.number).toBe('101')
    await heard(client).toEqual(['music'])
    await board
      .shows('101')
      .toMatchObject([
        { id, party: { number: CLIENT }, consultation: { party: { number: '102' }, remote: 'alerting', active: true } },
      ])
    await colleague.answer()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    await heard(phone).toEqual(['102'])
    await heard(colleague).toEqual(['101'])
    await heard(client).toEqual(['music'])
    expect(board.calls.forDevice('101')).toHaveLength(1)
  })

  test('shows the colleague who is asking, and then the client', async () => {
    const { board } = site
    const { id, colleague } = await consulting(site)
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: '101' } }])
    await board.calls.transfer('101', id)
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    expect(colleague.state).toBe('up')
  })

  test('is completed: client and colleague talk, the operator is free', async () => {
    const { board } = site
    const { client, phone, id, colleague } = await consulting(site)
    await board.calls.transfer('101', id)
    await phone.ended()
    await board.shows('101').toEqual([])
    await heard(client).toEqual(['102'])
    await heard(colleague).toEqual(['city'])
    await expect.poll(() => colleague.remote.number).toBe(CLIENT)
    await conversations(site).toEqual([['102', CLIENT]])
    await client.hangup()
    await colleague.ended()
    await board.shows('102').toEqual([])
  })

  test('is completed, and the colleague hangs up at the phone: the client is let go, the operator is not rung again', async () => {
    const { lab, board } = site
    const { client, id, colleague } = await consulting(site)
    await board.calls.transfer('101', id)
    await board.shows('101').toEqual([])
    await conversations(site).toEqual([['102', CLIENT]])
    await colleague.hangup()
    await client.ended()
    expect(lab.phone('101').rang).toHaveLength(1)
  })

  test('is completed, and the colleague can hold and hang up the client', async () => {
    const { board } = site
    const { client, id, colleague } = await consulting(site)
    await board.calls.transfer('101', id)
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CLIENT } }])
    const taken = board.calls.forDevice('102')[0]?.id ?? ''
    await board.calls.hold('102', taken)
    await heard(client).toEqual(['music'])
    await board.calls.retrieve('102', taken)
    await heard(client).toEqual(['102'])
    await board.calls.clear('102', taken)
    await Promise.all([client.ended(), colleague.ended()])
  })

  test('is completed while the colleague still rings: the client waits for the colleague', async () => {
    const { lab, board } = site
    const { client, phone, id } = await asking(site)
    await board.calls.transfer('101', id)
    await phone.ended()
    await board.shows('101').toEqual([])
    const colleague = await lab.phone('102').ringing()
    expect(client.state).toBe('up')
    await colleague.answer()
    await heard(client).toEqual(['102'])
    await heard(colleague).toEqual(['city'])
    await board.shows('102').toMatchObject([{ party: { number: CLIENT } }])
  })

  test('is cancelled: the client is back, the colleague is free', async () => {
    const { board } = site
    const { client, phone, id, colleague } = await consulting(site)
    await board.calls.reconnect('101', id)
    await colleague.ended()
    await board
      .shows('101')
      .toMatchObject([{ id, local: 'connected', remote: 'connected', party: { number: CLIENT }, consultation: null }])
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
    await board.shows('102').toEqual([])
  })

  test('is cancelled while the colleague still rings', async () => {
    const { board } = site
    const { client, phone, id, colleague } = await asking(site)
    await board.calls.reconnect('101', id)
    await colleague.ended()
    await board.shows('101').toMatchObject([{ id, local: 'connected', remote: 'connected', consultation: null }])
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
  })

  test('is cancelled in the same breath, with the client only just held: the client is back, the colleague is free', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    await Promise.all([board.calls.consult('101', id, '102'), board.calls.reconnect('101', id)])
    await heard(client).toEqual(['101'])
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', consultation: null }])
    await expect.poll(() => lab.phone('102').rang.filter(({ state }) => state !== 'ended'), SOON).toEqual([])
    await board.shows('102').toEqual([])
  })

  test('cancelled, then the client hangs up: nobody is left', async () => {
    const { board } = site
    const { client, phone, id, colleague } = await consulting(site)
    await board.calls.reconnect('101', id)
    await colleague.ended()
    await conversations(site).toEqual([['101', CLIENT]])
    await client.hangup()
    await phone.ended()
    await board.shows('101').toEqual([])
  })

  test('alternates between the two', async () => {
    const { board } = site
    const { client, phone, id, colleague } = await consulting(site)
    await board.calls.alternate('101', id)
    await board.shows('101').toMatchObject([{ id, consultation: { active: false } }])
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
    await heard(colleague).toEqual(['music'])
    await board.calls.alternate('101', id)
    await board.shows('101').toMatchObject([{ id, consultation: { active: true } }])
    await heard(client).toEqual(['music'])
    await heard(phone).toEqual(['102'])
    await heard(colleague).toEqual(['101'])
  })

  test('is completed from either side of it', async () => {
    const { board } = site
    const { client, phone, id, colleague } = await consulting(site)
    await board.calls.alternate('101', id)
    await board.shows('101').toMatchObject([{ consultation: { active: false } }])
    await board.calls.transfer('101', id)
    await phone.ended()
    await heard(client).toEqual(['102'])
    await heard(colleague).toEqual(['city'])
  })

  test('the client hangs up meanwhile: the operator goes on with the colleague', async () => {
    const { board } = site
    const { client, phone, colleague } = await consulting(site)
    await client.hangup()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: '102' } }])
    await heard(phone).toEqual(['102'])
    await colleague.hangup()
    await phone.ended()
    await board.shows('101').toEqual([])
  })

  test('the operator puts down the phone meanwhile: the colleague is let go, the client rings the operator again', async () => {
    const { lab, board } = site
    const { phone, client, colleague } = await consulting(site)
    await phone.hangup()
    await colleague.ended()
    const back = await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: CLIENT }, consultation: null }])
    await back.answer()
    await heard(client).toEqual(['101'])
    await board.shows('102').toEqual([])
  })

  test('by command, everything ends', async () => {
    const { board } = site
    const { client, phone, id, colleague } = await consulting(site)
    await board.calls.clear('101', id)
    await Promise.all([phone.ended(), client.ended(), colleague.ended()])
    await board.shows('101').toEqual([])
    await board.shows('102').toEqual([])
  })

  test('of a client who was on hold already', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ local: 'hold', consultation: null }])
    await board.calls.consult('101', id, '102')
    const colleague = await lab.phone('102').ringing()
    await colleague.answer()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    await heard(client).toEqual(['music'])
    await board.calls.reconnect('101', id)
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
  })

  test('with one colleague after the other', async () => {
    const { lab, board } = site
    const { client, id, colleague } = await consulting(site)
    await board.calls.reconnect('101', id)
    await colleague.ended()
    await board.shows('101').toMatchObject([{ local: 'connected', consultation: null }])
    await board.calls.consult('101', id, '103')
    await (await lab.phone('103').ringing()).answer()
    await board.shows('101').toMatchObject([{ consultation: { party: { number: '103' }, remote: 'connected' } }])
    await board.calls.transfer('101', id)
    await heard(client).toEqual(['103'])
    expect(board.calls.forDevice('102')).toEqual([])
  })

  test('with somebody outside', async () => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.consult('101', id, '79030000011')
    const other = await lab.city.ringing()
    await other.answer()
    await board
      .shows('101')
      .toMatchObject([{ consultation: { party: { number: '79030000011' }, remote: 'connected' } }])
    await heard(client).toEqual(['music'])
    await board.calls.transfer('101', id)
    await phone.ended()
    await heard(client).toEqual(['city'])
    await client.hangup()
    await other.ended()
  })
})

await describeCalls('A consultation that comes to nothing gives the client back', (site) => {
  /** The client is held with a colleague asked for; what then happens must leave the client with the operator. */
  async function isBack({ client, phone, id }: Conversation): Promise<void> {
    const { board } = site
    const settled = ['connected', 'hold']
    await expect
      .poll(() => {
        const [call] = board.calls.forDevice('101')
        const over = call?.consultation == null || call.consultation.remote === 'fail'
        return over && settled.includes(call?.local ?? '')
      }, SOON)
      .toBe(true)
    // Back, or still held, said why, and to be fetched in one step.
    const [call] = board.calls.forDevice('101')
    if (call?.commands.includes('reconnect')) await board.calls.reconnect('101', id)
    else if (call?.commands.includes('retrieve')) await board.calls.retrieve('101', id)
    await board
      .shows('101')
      .toMatchObject([
        { id, local: 'connected', remote: 'connected', party: { number: CLIENT }, consultation: null, cause: null },
      ])
    await heard(client).toEqual(['101'])
    await heard(phone).toEqual(['city'])
  }

  test('when the colleague refuses', async () => {
    const conversation = await asking(site)
    await conversation.colleague.reject()
    await isBack(conversation)
  })

  test('when the colleague hangs up', async () => {
    const conversation = await consulting(site)
    await conversation.colleague.hangup()
    await isBack(conversation)
  })

  test('when the colleague is off the network', async () => {
    const { lab, board } = site
    await lab.phone('102').unregister()
    const conversation = await talking(site)
    await board.calls.consult('101', conversation.id, '102').catch((error: unknown) => {
      expect(error).toMatchObject({ code: expect.stringMatching(/calleeOffline|noPhone/) })
    })
    await isBack(conversation)
  })

  test('when the number leads nowhere', async () => {
    const { board } = site
    const conversation = await talking(site)
    await board.calls.consult('101', conversation.id, '999').catch((error: unknown) => {
      expect(error).toMatchObject({ code: expect.stringMatching(/badNumber|calleeOffline/) })
    })
    await isBack(conversation)
  })

  test('when the operator asked for oneself', async () => {
    const { board } = site
    const conversation = await talking(site)
    await expect(board.calls.consult('101', conversation.id, '101')).rejects.toMatchObject({ code: 'toSelf' })
    await isBack(conversation)
    expect(site.lab.phone('101').rang).toHaveLength(1)
  })

  test('when the number outside is busy', async () => {
    const { board } = site
    const conversation = await talking(site)
    await board.calls.consult('101', conversation.id, '79030000000')
    await isBack(conversation)
  })
})
