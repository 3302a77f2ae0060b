import { describe, expect, test } from 'vitest'
import type { Picture, PictureEvents } from '../../../src/background/kept-picture.ts'
import { MirrorKeeper } from '../../../src/background/mirror.ts'
import type { StateEvent } from '../../../src/protocol/state.ts'
import { connectionWith, memorySlot, startPeer } from './support.ts'

async function mirrored(restMs?: number) {
  const peer = await startPeer()
  const kept = { picture: memorySlot<Picture>(), events: memorySlot<PictureEvents>() }
  const told: (StateEvent | null)[] = []
  const mirror = new MirrorKeeper(kept, (event) => told.push(event), restMs)
  const { connection, pairing } = await connectionWith(peer, {
    onSignedIn: (rpc) => mirror.sync(rpc),
    onNotification: (method, params) => mirror.hear(method, params),
  })
  connection.start(pairing)
  await connection.ready(5_000)
  return { peer, kept, mirror, connection, told }
}

describe('the picture of what the server knows', () => {
  test('begins with a snapshot', async () => {
    const { peer, mirror } = await mirrored()
    expect(mirror.state).toEqual(peer.state)
    expect(peer.askedFor('state.sync').at(-1)?.params).toEqual({ since: null })
  })

  test('follows each event', async () => {
    const { peer, mirror } = await mirrored()
    peer.tell({ type: 'pbx.changed', pbx: 'down' })
    await expect.poll(() => mirror.state?.pbx).toBe('down')
    expect(peer.askedFor('state.sync')).toHaveLength(1)
  })

  test('what was missed while the connection was cut is asked for, and only that', async () => {
    const { peer, mirror } = await mirrored()
    peer.drop()
    peer.change({ type: 'pbx.changed', pbx: 'down' })
    await expect.poll(() => mirror.state?.pbx).toBe('down')
    expect(peer.askedFor('state.sync').at(-1)?.params).toEqual({ since: { ...peer.cursor, seq: 0 } })
  })

  test('what was missed is kept whole, though the background dies right after it', async () => {
    const { peer, kept, mirror } = await mirrored(0)
    await expect.poll(() => kept.picture.get()).not.toBeNull()
    const writes: PictureEvents[] = []
    const { set } = kept.events
    kept.events.set = (value) => {
      writes.push(structuredClone(value))
      return set(value)
    }
    peer.drop()
    peer.change({ type: 'missed.changed', missed: 1 })
    peer.change({ type: 'history.changed', history: 7 })
    peer.change({ type: 'pbx.changed', pbx: 'down' })
    await expect.poll(() => mirror.state?.pbx).toBe('down')
    await expect.poll(() => writes.length).toBeGreaterThan(0)
    // Whatever each write says to have, it has.
    for (const { cursor, events } of writes) expect([cursor.seq, events.length]).toEqual([3, 3])
  })

  test('a gap between two events is closed', async () => {
    const { peer, mirror } = await mirrored()
    peer.change({ type: 'colleagues.changed', put: [], removed: peer.state.colleagues.map(({ id }) => id) })
    peer.tell({ type: 'pbx.changed', pbx: 'down' })
    await expect.poll(() => mirror.state).toEqual(peer.state)
  })

  test('an event told twice counts once', async () => {
    const { peer, mirror } = await mirrored()
    peer.tell({ type: 'pbx.changed', pbx: 'down' })
    peer.tell({ type: 'pbx.changed', pbx: 'up' })
    const old = { cursor: { ...peer.cursor, seq: 1 }, event: { type: 'pbx.changed', pbx: 'down' } }
    peer.send({ jsonrpc: '2.0', method: 'state.event', params: old })
    peer.tell({ type: 'colleagues.changed', put: [], removed: peer.state.colleagues.map(({ id }) => id) })
    await expect.poll(() => mirror.state?.colleagues).toEqual([])
    expect(mirror.state?.pbx).toBe('up')
  })

  test('an event that cannot be read brings a fresh snapshot', async () => {
    const { peer, mirror } = await mirrored()
    peer.state = { ...peer.state, pbx: 'down' }
    const strange = { cursor: { ...peer.cursor, seq: 1 }, event: { type: 'moon.changed' } }
    peer.cursor = strange.cursor
    peer.send({ jsonrpc: '2.0', method: 'state.event', params: strange })
    await expect.poll(() => mirror.state?.pbx).toBe('down')
    expect(peer.askedFor('state.sync').at(-1)?.params).toEqual({ since: null })
  })

  test('after a restart of the server the old picture makes way for the new', async () => {
    const { peer, mirror } = await mirrored()
    const { port } = peer
    await peer.close()
    const next = await startPeer(port, peer)
    next.state = { ...next.state, colleagues: [] }
    await expect.poll(() => mirror.state?.colleagues, { timeout: 20_000 }).toEqual([])
  })

  test('a revived background shows the last picture before it is connected', async () => {
    const { peer, kept } = await mirrored()
    await expect.poll(() => kept.picture.get()).not.toBeNull()
    const revived = new MirrorKeeper(kept, () => {})
    await revived.restore()
    expect(revived.state).toEqual(peer.state)
  })

  test('is kept whole once, and then what happens: a revived background has both', async () => {
    const { peer, kept, mirror } = await mirrored()
    await expect.poll(() => kept.picture.get()).not.toBeNull()
    const before = await kept.picture.get()
    peer.tell({ type: 'line.changed', number: '103', line: { state: 'talking', with: null } })
    peer.tell({ type: 'pbx.changed', pbx: 'down' })
    await expect.poll(async () => (await kept.events.get())?.cursor).toEqual(peer.cursor)
    expect(await kept.picture.get()).toEqual(before)
    const revived = new MirrorKeeper(kept, () => {})
    await revived.restore()
    expect(revived.state).toEqual(mirror.state)
    expect(revived.state?.lines['103']).toEqual({ state: 'talking', with: null })
  })

  test('what has happened to another picture than the one that is kept is not believed', async () => {
    const { peer, kept } = await mirrored()
    await expect.poll(() => kept.picture.get()).not.toBeNull()
    const after = { epoch: 'another', seq: 7 }
    await kept.events.set({ after, cursor: after, events: [{ type: 'pbx.changed', pbx: 'down' }] })
    const revived = new MirrorKeeper(kept, () => {})
    await revived.restore()
    expect(revived.state).toEqual(peer.state)
  })

  test('says what has happened, and when it is another one', async () => {
    const { peer, told } = await mirrored()
    expect(told).toEqual([null])
    const event: StateEvent = { type: 'pbx.changed', pbx: 'down' }
    peer.tell(event)
    await expect.poll(() => told).toEqual([null, event])
  })

  test('of an event that concerns others all else stays the same object', async () => {
    const { peer, mirror } = await mirrored()
    const before = mirror.state?.colleagues
    peer.tell({ type: 'lines.changed', lines: { '103': { state: 'talking', with: null } } })
    await expect.poll(() => mirror.state?.lines['103']?.state).toBe('talking')
    expect(mirror.state?.colleagues).toBe(before)
  })
})
