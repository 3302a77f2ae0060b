import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { expectFreshPicture } from '../support/picture.ts'
import { describeCalls, type Site, SOON } from '../support/site.ts'
import { CLIENT, conversations, goneWhile, heard, ringing, talking } from '../support/talking.ts'

const CALLED = '79030000011'

/** 101 has called somebody outside, and both talk: a call that no usual way leads anywhere. */
async function calledOut({ lab, board }: Site) {
  const id = await board.dial('101', CALLED)
  const client = await lab.city.ringing()
  await client.answer()
  await board.shows('101').toMatchObject([{ commands: expect.arrayContaining(['hold']) }])
  return { client, id }
}

/** The colleague refuses whom 101 gives away, and then 101 does not want to answer either. */
async function refusedByBoth(site: Site) {
  const { lab, board } = site
  const call = await calledOut(site)
  await board.calls.singleStepTransfer('101', call.id, '102')
  await (await lab.phone('102').ringing()).reject()
  await (await lab.phone('101').ringing()).reject()
  return call
}

await describeCalls('A client whom nobody takes', (site) => {
  test('and who has no usual way hears music; the operator is told, and rung again', async () => {
    const { lab, board } = site
    const { client } = await refusedByBoth(site)
    await heard(client).toEqual(['music'])
    await board.shows('101').toMatchObject([
      {
        direction: 'incoming',
        local: 'alerting',
        remote: 'connected',
        party: { number: CALLED },
        commands: ['answer'],
      },
    ])
    await expectFreshPicture(site, ['101', '102'])
    const again = await lab.phone('101').ringing()
    await again.answer()
    await heard(client).toEqual(['101'])
    await client.hangup()
    await again.ended()
    await board.shows('101').toEqual([])
  })

  test('is fetched by «Answer»', async () => {
    const { board } = site
    const { client, id } = await refusedByBoth(site)
    await board.shows('101').toMatchObject([{ local: 'alerting', commands: ['answer'] }])
    await board.calls.answer('101', id)
    await heard(client).toEqual(['101'])
    await board.shows('101').toMatchObject([{ local: 'connected', remote: 'connected', party: { number: CALLED } }])
  })

  test('who gives up is gone from the panel', async () => {
    const { board } = site
    const { client } = await refusedByBoth(site)
    await board.shows('101').toMatchObject([{ local: 'alerting', commands: ['answer'] }])
    await client.hangup()
    await board.shows('101').toEqual([])
  })

  test('and who has a usual way takes it', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site, '103')
    await board.calls.singleStepTransfer('103', id, '102')
    await (await lab.phone('102').ringing()).reject()
    await (await lab.phone('103').ringing()).reject()
    await (await lab.phone('101').ringing()).answer()
    await heard(client).toEqual(['101'])
  })

  test('at a colleague’s phone that obeys no «Answer» comes back to the operator who gave the call away', async () => {
    const { lab, board } = site
    lab.phone('102').autoAnswer = false
    const { client, id } = await talking(site, '103')
    await board.calls.singleStepTransfer('103', id, '102')
    await lab.phone('102').ringing()
    await board.shows('102').toMatchObject([{ local: 'alerting' }])
    await expect(board.calls.answer('102', id)).rejects.toMatchObject({ code: 'notNow' })
    await (await lab.phone('102').ringing()).reject()
    const back = await lab.phone('103').ringing()
    expect(back.remote.number).toBe(CLIENT)
    await back.answer()
    await heard(client).toEqual(['103'])
  })
})

await describeCalls('A colleague who rings a phone that obeys no «Answer»', (site) => {
  test('and has no usual way: the phone rings on, and can be picked up by hand', async () => {
    const { lab, board } = site
    lab.phone('102').autoAnswer = false
    const colleague = await lab.phone('101').dial('102')
    await lab.phone('102').ringing()
    await board.shows('102').toMatchObject([{ local: 'alerting', party: { number: '101' } }])
    const id = board.calls.forDevice('102')[0]?.id ?? ''
    await expect(board.calls.answer('102', id)).rejects.toMatchObject({ code: 'notNow' })
    // As a phone with a single line is, when it has hardly put down the first ring.
    await (await lab.phone('102').ringing()).reject()
    await (await lab.phone('102').ringing()).answer()
    await heard(colleague).toEqual(['102'])
    await board.shows('102').toMatchObject([{ id, local: 'connected', remote: 'connected', party: { number: '101' } }])
  })
})

await describeCalls('A client who hangs up', (site) => {
  // At the moment of the command and in every step of it, as far as chance goes.
  test.for([0, 2, 5, 10, 20, 40])('%i ms after «Соединить»: the colleague is not left with music', async (after) => {
    const { lab, board } = site
    const { client, phone, id } = await talking(site)
    await board.calls.consult('101', id, '102')
    const colleague = await lab.phone('102').ringing()
    await colleague.answer()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    const asked = board.calls.transfer('101', id).then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )
    await pause(after)
    await client.hangup()
    // Told that it came to nothing, both talk on; given away before, the colleague is let go as after any call.
    if ((await asked) === 'done') {
      await Promise.all([colleague.ended(), phone.ended()])
      return
    }
    expect(await asked).toBe('notNow')
    await conversations(site).toEqual([['101', '102']])
    await heard(colleague).toEqual(['101'])
    await board.shows('101').toMatchObject([{ local: 'connected', party: { number: '102' }, consultation: null }])
  })

  test('while the operator goes over to them: the operator talks on with the colleague', async () => {
    const { lab, board } = site
    const { client, id } = await talking(site)
    await board.calls.consult('101', id, '102')
    const colleague = await lab.phone('102').ringing()
    await colleague.answer()
    await board.shows('101').toMatchObject([{ consultation: { remote: 'connected', active: true } }])
    const asked = board.calls.alternate('101', id).then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )
    await client.hangup()
    await asked
    // Gone before, in between, or after: whoever is left is held by the operator, or talks.
    await expect
      .poll(async () => {
        const [call] = board.calls.forDevice('101')
        if (call?.commands.includes('retrieve')) await board.calls.retrieve('101', id).catch(() => {})
        return lab.conversations()
      }, SOON)
      .toEqual([['101', '102']])
    await heard(colleague).toEqual(['101'])
  })
})

await describeCalls('«Answer» pressed twice', (site) => {
  test('at a phone that obeys no wish rings it anew once', async () => {
    const { lab, board } = site
    lab.phone('101').autoAnswer = false
    const { client, id } = await ringing(site)
    const gone = await goneWhile(site, async () => {
      const answers = [board.calls.answer('101', id), board.calls.answer('101', id)]
      expect(await Promise.allSettled(answers)).toMatchObject([
        { status: 'rejected', reason: { code: 'notNow' } },
        { status: 'rejected', reason: { code: 'notNow' } },
      ])
    })
    expect(gone).toEqual([])
    expect(lab.phone('101').rang).toHaveLength(2)
    expect(client.state).toBe('ringing')
  })
})
