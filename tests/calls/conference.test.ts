import { expect, test } from 'vitest'
import type { LabCall } from '../support/phone-lab.ts'
import { expectFreshPicture } from '../support/picture.ts'
import { describeCalls, type Site, SOON } from '../support/site.ts'
import { CLIENT, type Conversation, conversations, heard, talking } from '../support/talking.ts'

const PHONES = ['101', '102', '103']

type Three = Conversation & { colleague: LabCall }

/** 101 talks with the client and asks 102, who has answered. */
async function consulting(site: Site): Promise<Three> {
  const conversation = await talking(site)
  await site.board.calls.consult('101', conversation.id, '102')
  const colleague = await site.lab.phone('102').ringing()
  await colleague.answer()
  await site.board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
  return { ...conversation, colleague }
}

/** And now all three talk. */
async function together(site: Site): Promise<Three> {
  const three = await consulting(site)
  await site.board.calls.conference('101', three.id)
  await heard(three.client).toEqual(['101', '102'])
  return three
}

await describeCalls('Three together', (site) => {
  test('everybody hears both others', async () => {
    const { board } = site
    const { client, phone, colleague, id } = await together(site)
    await heard(phone).toEqual(['102', 'city'])
    await heard(colleague).toEqual(['101', 'city'])
    await conversations(site).toEqual([['101', '102', CLIENT]])
    await board.shows('101').toMatchObject([
      {
        id,
        local: 'connected',
        remote: 'connected',
        party: { number: CLIENT },
        consultation: { party: { number: '102' }, remote: 'connected', joined: true },
      },
    ])
    await expectFreshPicture(site, PHONES)
    expect(client.state).toBe('up')
  })

  test('the colleague is shown the client and who brought them together', async () => {
    await together(site)
    await site.board
      .shows('102')
      .toMatchObject([
        { local: 'connected', party: { number: CLIENT }, consultation: { party: { number: '101' }, joined: true } },
      ])
  })

  test('also while it is the client who is talked to and the colleague who waits', async () => {
    const { board } = site
    const { client, phone, id } = await consulting(site)
    await board.calls.alternate('101', id)
    await board.shows('101').toMatchObject([{ consultation: { active: false } }])
    await board.calls.conference('101', id)
    await heard(client).toEqual(['101', '102'])
    await heard(phone).toEqual(['102', 'city'])
  })

  test('the operator leaves: client and colleague go on', async () => {
    const { board } = site
    const { client, phone, colleague, id } = await together(site)
    await board.calls.clear('101', id)
    await phone.ended()
    await board.shows('101').toEqual([])
    await heard(client).toEqual(['102'])
    await heard(colleague).toEqual(['city'])
    await board.shows('102').toMatchObject([{ party: { number: CLIENT }, consultation: null }])
    await client.hangup()
    await colleague.ended()
    await board.shows('102').toEqual([])
  })

  test('the operator puts the phone down: client and colleague go on', async () => {
    const { client, phone, colleague } = await together(site)
    await phone.hangup()
    await heard(client).toEqual(['102'])
    await colleague.hangup()
    await client.ended()
  })

  test('the colleague leaves: it is a call of two again, and can be held, given away and ended', async () => {
    const { board, lab } = site
    const { client, phone, colleague, id } = await together(site)
    await colleague.hangup()
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', consultation: null }])
    await board.calls.hold('101', id)
    await heard(client).toEqual(['music'])
    await board.calls.retrieve('101', id)
    await heard(phone).toEqual(['city'])
    await board.calls.singleStepTransfer('101', id, '103')
    const taken = await lab.phone('103').ringing()
    await taken.answer()
    await heard(client).toEqual(['103'])
    await phone.ended()
  })

  test('«Вернуться» lets the colleague go; the client stays', async () => {
    const { board } = site
    const { client, colleague, id } = await together(site)
    await board.calls.reconnect('101', id)
    await colleague.ended()
    await heard(client).toEqual(['101'])
    await board.shows('101').toMatchObject([{ consultation: null, local: 'connected' }])
  })

  test('the client hangs up: operator and colleague go on, and the last one is let go', async () => {
    const { board } = site
    const { client, phone, colleague } = await together(site)
    await client.hangup()
    await heard(phone).toEqual(['102'])
    await board.shows('101').toMatchObject([{ party: { number: '102' }, consultation: null }])
    await colleague.hangup()
    await phone.ended()
    await board.shows('101').toEqual([])
  })

  test('from there a fourth is asked, and all three are still to be had', async () => {
    const { board, lab } = site
    const { client, phone, colleague, id } = await together(site)
    await colleague.hangup()
    await board.shows('101').toMatchObject([{ consultation: null, commands: expect.arrayContaining(['consult']) }])
    await board.calls.consult('101', id, '103')
    const other = await lab.phone('103').ringing()
    await other.answer()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    await board.calls.conference('101', id)
    await heard(client).toEqual(['101', '103'])
    await heard(phone).toEqual(['103', 'city'])
  })

  test('the server is away: who hangs up leaves the others talking, and the last one is not left hanging', async () => {
    const { client, phone, colleague } = await together(site)
    await site.board.pbx.stop()
    try {
      await phone.hangup()
      await heard(client).toEqual(['102'])
      await client.hangup()
      await colleague.ended()
    } finally {
      site.board.pbx.start()
      await site.board.linked('up')
    }
  })

  test('a server that starts now finds them together, and can let the colleague go', async () => {
    const { board } = site
    const { client, colleague, id } = await together(site)
    await expectFreshPicture(site, PHONES)
    await expect.poll(() => board.calls.forDevice('101')[0]?.commands, SOON).toEqual(['reconnect', 'clear'])
    await board.calls.reconnect('101', id)
    await colleague.ended()
    await heard(client).toEqual(['101'])
  })
})
