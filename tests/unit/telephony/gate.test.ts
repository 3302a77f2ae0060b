import { describe, expect, test, vi } from 'vitest'
import type { AmiPeer } from './ami-peer.ts'
import { connected } from './pbx-under-test.ts'

const CHANNEL = 'PJSIP/trunk-00000001'

/** The dialplan asks; `age` in seconds by the PBX's own clock. */
function ask(peer: AmiPeer, { number = '79035677876', age = 0, channel = CHANNEL, name = 'TrubkaRoute' } = {}): void {
  peer.login('ctiroute')?.send({
    Event: 'UserEvent',
    Timestamp: (peer.clock() - age).toFixed(6),
    Channel: channel,
    CallerIDNum: number,
    Uniqueid: '100.1',
    Linkedid: '100.1',
    UserEvent: name,
    Did: '74951234567',
  })
}

const answers = (peer: AmiPeer) =>
  peer.asked('Redirect').map(({ Channel, Context, Exten, Priority, user }) => ({
    Channel,
    Context,
    Exten,
    Priority,
    user,
  }))
const ROUTED = { Channel: CHANNEL, Context: 'trubka-routed', Exten: '103', Priority: '1', user: 'ctiroute' }
const USUAL = { Channel: CHANNEL, Context: 'trubka-usual', Exten: 's', Priority: '1', user: 'ctiroute' }

describe('a call that waits at the gate', () => {
  test('goes to the internal number found', async () => {
    const { peer, pbx } = await connected()
    const decide = vi.fn(() => '103')
    pbx.onRoute(decide)
    ask(peer)
    await expect.poll(() => answers(peer)).toEqual([ROUTED])
    expect(decide).toHaveBeenCalledWith({ number: '79035677876', did: '74951234567', callId: '100.1' })
  })

  test('goes its usual way at once when nothing is found', async () => {
    const { peer, pbx } = await connected()
    pbx.onRoute(() => null)
    ask(peer)
    await expect.poll(() => answers(peer)).toEqual([USUAL])
  })

  test('goes its usual way when the decision fails, and the next one is routed', async () => {
    const { peer, pbx } = await connected()
    pbx.onRoute(({ number }) => {
      if (number === '79035677876') throw new Error('no table')
      return '103'
    })
    ask(peer)
    ask(peer, { number: '79035677877' })
    await expect.poll(() => answers(peer)).toEqual([USUAL, ROUTED])
  })

  test.for(['1', '123456', '10a', '103\r\nExten: 9', '103,1', '', '*8'])(
    'is never sent to what is no internal number: %j',
    async (target) => {
      const { peer, pbx } = await connected()
      pbx.onRoute(() => target)
      ask(peer)
      await expect.poll(() => answers(peer)).toEqual([USUAL])
    },
  )

  test('is left alone when the question is too old to answer', async () => {
    const { peer, pbx } = await connected()
    pbx.onRoute(() => '103')
    // The PBX's clock must be known: the heartbeat has asked for it.
    await expect.poll(() => peer.asked('Setvar')).toHaveLength(1)
    ask(peer, { age: 0.45, channel: 'PJSIP/old-00000001' })
    ask(peer)
    await expect.poll(() => answers(peer)).toEqual([ROUTED])
  })

  test('is answered by the PBX’s clock, an hour from ours', async () => {
    const { peer, pbx } = await connected({}, (each) => {
      each.clock = () => Date.now() / 1000 - 3600
    })
    pbx.onRoute(() => '103')
    await expect.poll(() => peer.asked('Setvar')).toHaveLength(1)
    ask(peer, { age: 0.45, channel: 'PJSIP/old-00000001' })
    ask(peer, { age: 0.05 })
    await expect.poll(() => answers(peer)).toEqual([ROUTED])
  })

  test('is left alone when the decision took too long', async () => {
    const { peer, pbx } = await connected({ beatEvery: 300 })
    pbx.onRoute(({ number }) => {
      const since = performance.now()
      while (number === '79035677876' && performance.now() - since < 450);
      return '103'
    })
    await expect.poll(() => peer.asked('Setvar')).toHaveLength(1)
    ask(peer, { channel: 'PJSIP/slow-00000001' })
    await expect.poll(() => peer.asked('Setvar').length, { timeout: 4000 }).toBeGreaterThan(1)
    ask(peer, { number: '79035677877' })
    await expect.poll(() => answers(peer)).toEqual([ROUTED])
  })

  test('other events of the dialplan are none of our business', async () => {
    const { peer, pbx } = await connected()
    pbx.onRoute(() => '103')
    ask(peer, { name: 'SomethingElse', channel: 'PJSIP/other-00000001' })
    ask(peer)
    await expect.poll(() => answers(peer)).toEqual([ROUTED])
  })
})

describe('the heartbeat', () => {
  test('says the PBX’s own time, again and again, while somebody decides', async () => {
    const { peer, pbx } = await connected({ beatEvery: 20 }, (each) => {
      let now = 1_795_398_362.9
      each.clock = () => (now += 1)
    })
    expect(peer.asked('Setvar')).toEqual([])
    pbx.onRoute(() => null)
    await expect.poll(() => peer.asked('Setvar').length).toBeGreaterThan(2)
    const beats = peer.asked('Setvar')
    expect(beats.every(({ Variable, user }) => Variable === 'TRUBKA_ALIVE' && user === 'ctiroute')).toBe(true)
    expect(beats.map(({ Value }) => Value)).toEqual(beats.map(({ Value }) => String(Number(Value))))
    const [first, second] = beats.map(({ Value }) => Number(Value))
    expect(first).toBeGreaterThanOrEqual(1_795_398_363)
    expect(second).toBeGreaterThan(first ?? 0)
  })

  test('starts again with a new connection', async () => {
    const { peer, pbx } = await connected({ beatEvery: 60_000 })
    pbx.onRoute(() => null)
    await expect.poll(() => peer.asked('Setvar')).toHaveLength(1)
    peer.dropAll()
    await expect.poll(() => peer.asked('Setvar')).toHaveLength(2)
  })

  test('is taken back when the server goes, so that no caller waits in vain', async () => {
    const { peer, pbx } = await connected()
    pbx.onRoute(() => null)
    await expect.poll(() => peer.asked('Setvar')).toHaveLength(1)
    await pbx.stop()
    expect(peer.asked('Setvar').at(-1)?.Value).toBe('0')
  })
})
