import { expect, test } from 'vitest'
import type { LabCall } from '../support/phone-lab.ts'
import { describeCalls, type Site } from '../support/site.ts'
import { CLIENT, type Conversation, conversations, heard, talking } from '../support/talking.ts'

/** The client is held for 101, who talks with 102. */
async function consulting(site: Site): Promise<Conversation & { colleague: LabCall }> {
  const conversation = await talking(site)
  await site.board.calls.consult('101', conversation.id, '102')
  const colleague = await site.lab.phone('102').ringing()
  await colleague.answer()
  await site.board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
  await site.board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: '101' } }])
  return { ...conversation, colleague }
}

/** And 102 has put 101 on hold from the panel. */
async function heldByAsked(site: Site): Promise<Conversation & { colleague: LabCall }> {
  const conversation = await consulting(site)
  await site.board.calls.hold('102', conversation.id)
  await site.board.shows('102').toMatchObject([{ local: 'hold', party: { number: '101' }, consultation: null }])
  return conversation
}

await describeCalls('The colleague who was asked', (site) => {
  test('holds the one who asks: both see it, and the client stays with the one who asked', async () => {
    const { client, phone, id, colleague } = await heldByAsked(site)
    await site.board.shows('101').toMatchObject([
      {
        party: { number: CLIENT },
        consultation: { party: { number: '102' }, remote: 'hold', active: true },
        commands: ['reconnect', 'clear'],
      },
    ])
    await heard(client).toEqual(['music'])
    await heard(phone).toEqual(['music'])
    await site.board.calls.retrieve('102', id)
    await heard(phone).toEqual(['102'])
    await heard(colleague).toEqual(['101'])
    await heard(client).toEqual(['music'])
  })

  test('holds and hangs up: the client rings the one who asked', async () => {
    const { client, id, colleague } = await heldByAsked(site)
    await site.board.calls.clear('102', id)
    await colleague.ended()
    const again = await site.lab.phone('101').ringing()
    expect(client.state).toBe('up')
    await again.answer()
    await conversations(site).toEqual([['101', CLIENT]])
  })

  test('holds, and the one who asked goes back to the client', async () => {
    const { client, phone, id, colleague } = await heldByAsked(site)
    await site.board.calls.reconnect('101', id)
    await colleague.ended()
    await heard(phone).toEqual(['city'])
    await heard(client).toEqual(['101'])
    await site.board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', consultation: null }])
  })

  test('asks a third in turn and gives the one who asked to them, who gets the client', async () => {
    const { client, phone, id, colleague } = await consulting(site)
    await site.board.calls.consult('102', id, '103')
    const third = await site.lab.phone('103').ringing()
    const ofFirst = { party: { number: CLIENT }, consultation: { party: { number: '102' }, remote: 'hold' } }
    await site.board.shows('101').toMatchObject([ofFirst])
    await third.answer()
    await site.board
      .shows('102')
      .toMatchObject([{ party: { number: '101' }, consultation: { party: { number: '103' }, remote: 'connected' } }])
    await site.board.shows('101').toMatchObject([ofFirst])
    await heard(client).toEqual(['music'])
    await site.board.calls.transfer('102', id)
    await colleague.ended()
    await heard(phone).toEqual(['103'])
    await site.board
      .shows('101')
      .toMatchObject([{ party: { number: CLIENT }, consultation: { party: { number: '103' }, remote: 'connected' } }])
    await site.board.calls.transfer('101', id)
    await phone.ended()
    await heard(client).toEqual(['103'])
    await heard(third).toEqual(['city'])
  })
})
