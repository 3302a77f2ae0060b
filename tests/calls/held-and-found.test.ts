import { expect, test } from 'vitest'
import { expectFreshPicture, withLate } from '../support/picture.ts'
import { describeCalls, type Site } from '../support/site.ts'
import { CLIENT, heard, talking } from '../support/talking.ts'

const PHONES = ['101', '102', '103', '104', '105']

/** The login that answers routing questions is back as well; the tests after this one need it. */
async function asksAgain({ board, lab }: Site): Promise<void> {
  board.fresh()
  await lab.reset()
  await board.pbx.stop()
  await board.start(lab)
}

async function consulting(site: Site) {
  const conversation = await talking(site)
  await site.board.calls.consult('101', conversation.id, '102')
  const colleague = await site.lab.phone('102').ringing()
  return { ...conversation, colleague }
}

await describeCalls('A server that starts while', (site) => {
  test('a call is held: shows it so, and can retrieve it', async () => {
    const { board } = site
    const { client, id } = await talking(site)
    await board.calls.hold('101', id)
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await withLate(site, async (late) => {
      await late.shows('101').toMatchObject([{ id, local: 'hold', party: { number: CLIENT } }])
      await late.calls.retrieve('101', id)
      await late.shows('101').toMatchObject([{ id, local: 'connected', remote: 'connected' }])
      await heard(client).toEqual(['101'])
    })
  })

  test('a phone holds by its own key: shows it so, and can retrieve it', async () => {
    const { board } = site
    const { client, phone, id } = await talking(site)
    await phone.hold()
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await expectFreshPicture(site, PHONES)
    await withLate(site, async (late) => {
      await late.shows('101').toMatchObject([{ id, local: 'hold', commands: expect.arrayContaining(['retrieve']) }])
      await late.calls.retrieve('101', id)
      await heard(client).toEqual(['101'])
    })
    await board.shows('101').toMatchObject([{ local: 'connected' }])
    await expectFreshPicture(site, PHONES)
  })

  test('a phone holds by its own key, pressed while there was no server: shows it so', async () => {
    const { board } = site
    const { client, phone, id } = await talking(site)
    await board.pbx.stop()
    await phone.hold()
    await heard(client).toEqual(['music'])
    try {
      await withLate(site, async (late) => {
        await late.shows('101').toMatchObject([{ id, local: 'hold', commands: expect.arrayContaining(['retrieve']) }])
      })
    } finally {
      await asksAgain(site)
    }
  })

  test('a colleague is rung for a consultation: can cancel it', async () => {
    const { client, id, colleague } = await consulting(site)
    await site.board.shows('101').toMatchObject([{ consultation: { remote: 'alerting' } }])
    await withLate(site, async (late) => {
      await late.shows('101').toMatchObject([
        {
          id,
          party: { number: CLIENT },
          consultation: { party: { number: '102' }, remote: 'alerting', active: true },
        },
      ])
      await late.calls.reconnect('101', id)
      await colleague.ended()
      await heard(client).toEqual(['101'])
    })
  })

  test('a colleague is consulted: can complete it', async () => {
    const { client, phone, id, colleague } = await consulting(site)
    await colleague.answer()
    await site.board.shows('101').toMatchObject([{ consultation: { remote: 'connected' } }])
    await withLate(site, async (late) => {
      await late.shows('101').toMatchObject([
        {
          id,
          party: { number: CLIENT },
          consultation: { party: { number: '102' }, remote: 'connected', active: true },
        },
      ])
      await late.calls.transfer('101', id)
      await phone.ended()
      await heard(client).toEqual(['102'])
    })
  })

  test('a consultation is alternated: shows who waits', async () => {
    const { id, colleague } = await consulting(site)
    await colleague.answer()
    await site.board.shows('101').toMatchObject([{ consultation: { remote: 'connected' } }])
    await site.board.calls.alternate('101', id)
    await site.board.shows('101').toMatchObject([{ consultation: { active: false } }])
    await expectFreshPicture(site, PHONES)
  })

  test('a client waits for a colleague after a transfer', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    await board.calls.singleStepTransfer('101', id, '102')
    const ringing = await lab.phone('102').ringing()
    await board.shows('102').toMatchObject([{ local: 'alerting', party: { number: CLIENT } }])
    await expectFreshPicture(site, PHONES)
    await ringing.answer()
    await heard(client).toEqual(['102'])
    await board.shows('102').toMatchObject([{ local: 'connected', remote: 'connected' }])
    await expectFreshPicture(site, PHONES)
  })
})

await describeCalls('The link to the PBX', (site) => {
  test('lost and back while a call is held and another consulted: all is picked up', async () => {
    const { board } = site
    const held = await talking(site, '103', '79030000011')
    await board.calls.hold('103', held.id)
    const { colleague } = await consulting(site)
    await colleague.answer()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    await expectFreshPicture(site, PHONES)
    const before = PHONES.map((number) => board.calls.forDevice(number))
    await board.pbx.stop()
    board.pbx.start()
    await board.linked('up')
    expect(PHONES.map((number) => board.calls.forDevice(number))).toEqual(before)
    await board.calls.retrieve('103', held.id)
    await heard(held.client).toEqual(['103'])
    await asksAgain(site)
  })

  test('lost while the phone ends its own hold, and back: the conversation is shown, and can be held again', async () => {
    const { board } = site
    const { client, phone, id } = await talking(site)
    await phone.hold()
    await board.shows('101').toMatchObject([{ local: 'hold' }])
    await board.pbx.stop()
    try {
      await phone.retrieve()
      await heard(client).toEqual(['101'])
      board.pbx.start()
      await board.linked('up')
      await board.shows('101').toMatchObject([{ local: 'connected', commands: expect.arrayContaining(['hold']) }])
      await board.calls.hold('101', id)
      await heard(client).toEqual(['music'])
      await board.calls.retrieve('101', id)
      await heard(client).toEqual(['101'])
    } finally {
      await asksAgain(site)
    }
  })

  test('gone for good: those whom it left on hold look after each other', async () => {
    const { lab, board } = site
    const left = await talking(site)
    await board.calls.hold('101', left.id)
    const kept = await talking(site, '103', '79030000011')
    await board.calls.hold('103', kept.id)
    await board.shows('103').toMatchObject([{ local: 'hold' }])
    await board.pbx.stop()
    try {
      // The client gives up: the operator's phone is not left in silence.
      await left.client.hangup()
      await left.phone.ended()
      // The operator puts the phone down: the client is brought back to it.
      await kept.phone.hangup()
      const back = await lab.phone('103').ringing()
      await back.answer()
      await heard(kept.client).toEqual(['103'])
    } finally {
      await asksAgain(site)
    }
  })
})
