import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { overPausableLine } from '../support/pausable-board.ts'
import { LINES } from '../support/phone-lab.ts'
import { describeCalls, SOON } from '../support/site.ts'
import { routed } from '../support/talking.ts'

const CLIENT = '79035677876'

await describeCalls('A routed call that does not arrive', (site) => {
  test('the target refuses by command: the call goes its usual way', async () => {
    const { lab, board } = site
    const { client } = await routed(site, '103')
    await board.shows('103').toHaveLength(1)
    await board.calls.clear('103', board.calls.forDevice('103')[0]?.id ?? '')
    await (await lab.phone('101').ringing()).answer()
    expect(await client.settled()).toBe('up')
    await expect.poll(() => lab.conversations(), SOON).toEqual([['101', CLIENT]])
  })

  test('the target talks already and refuses a second call: the call goes its usual way, the talk goes on', async () => {
    const { lab } = site
    const { phone: first } = await routed(site, '103', '79030000011')
    await first.answer()
    const { phone: second } = await routed(site, '103')
    await second.reject()
    await (await lab.phone('101').ringing()).answer()
    const talks = async () => (await lab.conversations()).map((parties) => parties.join(' ')).sort()
    await expect.poll(talks, SOON).toEqual([`101 ${CLIENT}`, '103 79030000011'])
  })

  test('nobody is there, neither the target nor the operator: the client is told, and does not wait for ever', async () => {
    const { lab, board } = site
    board.routes.set(CLIENT, '103')
    await lab.phone('103').unregister()
    await lab.phone('101').unregister()
    const client = await lab.incoming({ from: CLIENT })
    expect(await client.settled()).toBe('ended')
  })

  test('the target was given away by the operator afterwards: it is not asked about again', async () => {
    const { lab, board } = site
    const { client, phone: target } = await routed(site, '103')
    await target.answer()
    await board.shows('103').toMatchObject([{ local: 'connected', remote: 'connected' }])
    await board.calls.singleStepTransfer('103', board.calls.forDevice('103')[0]?.id ?? '', '102')
    await (await lab.phone('102').ringing()).answer()
    await expect.poll(() => lab.conversations(), SOON).toEqual([['102', CLIENT]])
    expect(client.state).toBe('up')
    expect(board.asked).toEqual([CLIENT])
  })

  test('the rule points to the default operator: their phone rings, and nobody goes in circles', async () => {
    const { lab, board } = site
    board.routes.set(CLIENT, '101')
    const client = await lab.incoming({ from: CLIENT })
    await (await lab.phone('101').ringing()).reject()
    // Once as the target, once the usual way; whoever refuses twice has refused.
    await (await lab.phone('101').ringing()).reject()
    expect(await client.settled()).toBe('ended')
    expect(lab.phone('101').rang).toHaveLength(2)
    expect(board.asked).toEqual([CLIENT])
  })

  test('the rule points to the phone that the usual way names: it rings once', async () => {
    const { lab, board } = site
    board.routes.set(CLIENT, '101')
    const client = await lab.incoming({ from: CLIENT, to: LINES.operator })
    await (await lab.phone('101').ringing()).reject()
    expect(await client.settled()).toBe('ended')
    expect(lab.phone('101').rang).toHaveLength(1)
  })

  test('the usual way leads back to the gate: the client is told, and is asked about once', async () => {
    const { lab, board } = site
    const client = await lab.incoming({ from: CLIENT, to: LINES.circle })
    expect(await client.settled()).toBe('ended')
    expect(board.asked).toEqual([CLIENT])
  })

  test('so it does after the target has refused', async () => {
    const { lab, board } = site
    const { client, phone } = await routed(site, '103', CLIENT, LINES.circle)
    await phone.reject()
    expect(await client.settled()).toBe('ended')
    expect(lab.phone('103').rang).toHaveLength(1)
    expect(board.asked).toEqual([CLIENT])
  })

  test('a client who withholds the number takes the usual way', async () => {
    const { lab, board } = site
    await lab.incoming({ from: 'anonymous' })
    await lab.phone('101').ringing()
    await board.shows('101').toMatchObject([{ local: 'alerting', party: { number: '' } }])
    expect(board.asked).toEqual([''])
  })

  test('a client who hangs up while the server is asked: nobody is rung, and the next call is routed', async () => {
    const { lab } = site
    await overPausableLine(site, async ({ line, board }) => {
      board.routes.set(CLIENT, '103')
      const heard = () => board.asked.length + board.lateAnswers
      const before = heard()
      line.pause()
      const client = await lab.incoming({ from: CLIENT })
      await pause(100)
      await client.hangup()
      await client.ended()
      // The PBX tells the client a moment before its channel is gone, which could still be sent on until then.
      await expect.poll(() => lab.channels(), SOON).toEqual([])
      line.resume()
      // Else this question, too late on a busy machine, is taken for that of the next call, which is then made twice.
      await expect.poll(heard, SOON).toBeGreaterThan(before)
      await routed({ lab, board }, '103')
      expect(lab.phone('103').rang).toHaveLength(1)
    })
  })
})
