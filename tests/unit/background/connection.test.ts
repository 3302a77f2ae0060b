import { describe, expect, test } from 'vitest'
import { connectionWith, startPeer } from './support.ts'

describe('the connection with the server', () => {
  test('is proven on both sides, then online', async () => {
    const peer = await startPeer()
    const { connection, states, pairing } = await connectionWith(peer)
    connection.start(pairing)
    await expect.poll(() => states).toEqual(['connecting', 'online'])
    expect(peer.asked.map(({ method }) => method).slice(-2)).toEqual(['session.hello', 'session.prove'])
  })

  test('comes back by itself after it was cut', async () => {
    const peer = await startPeer()
    const { connection, states, pairing } = await connectionWith(peer)
    connection.start(pairing)
    await connection.ready(5_000)
    peer.drop()
    await expect.poll(() => states).toEqual(['connecting', 'online', 'connecting', 'online'])
  })

  test('comes back after the server was down for a while, and says so meanwhile', async () => {
    const peer = await startPeer()
    const { connection, states, pairing } = await connectionWith(peer)
    connection.start(pairing)
    await connection.ready(5_000)
    const { port } = peer
    await peer.close()
    await expect.poll(() => states.at(-1)).toBe('offline')
    await startPeer(port, peer)
    await expect.poll(() => states.at(-1)).toBe('online')
  })

  test('another server at the same address is told nothing and trusted with nothing', async () => {
    const peer = await startPeer()
    const { connection, states, pairing } = await connectionWith(peer)
    const { port } = peer
    await peer.close()
    const impostor = await startPeer(port)
    connection.start(pairing)
    await expect.poll(() => states.at(-1)).toBe('refused')
    await expect.poll(() => impostor.askedFor('session.hello').length).toBeGreaterThan(1)
    expect(impostor.asked.every(({ method }) => method === 'session.hello')).toBe(true)
    await expect(connection.ready(1_000)).rejects.toMatchObject({ code: 'serverNotTrusted' })
    expect(states).not.toContain('online')
  })

  test('a server that has forgotten us refuses us, and that is what is said', async () => {
    const peer = await startPeer()
    const { connection, states, pairing } = await connectionWith(peer)
    peer.forgetOperators()
    connection.start(pairing)
    await expect.poll(() => states.at(-1)).toBe('refused')
    await expect(connection.ready(1_000)).rejects.toMatchObject({ code: 'keyUnknown' })
  })

  test('a link that is dead without a word is noticed by the missing answer', async () => {
    const peer = await startPeer()
    const { connection, states, pairing } = await connectionWith(peer, {}, { ping: 50, pingAnswer: 50 })
    connection.start(pairing)
    await connection.ready(5_000)
    peer.handlers['session.ping'] = () => 'no answer'
    await expect.poll(() => states.length).toBeGreaterThan(2)
    delete peer.handlers['session.ping']
    await expect.poll(() => states.at(-1)).toBe('online')
  })

  test('a click does not wait for the next attempt', async () => {
    const peer = await startPeer()
    const { connection, states, pairing } = await connectionWith(peer, {}, { retry: 60_000, retryMax: 60_000 })
    const { port } = peer
    await peer.close()
    connection.start(pairing)
    await expect.poll(() => states.at(-1)).toBe('offline')
    await startPeer(port, peer)
    const rpc = await connection.ready(5_000)
    expect(rpc.isOpen).toBe(true)
  })

  test('noise instead of JSON-RPC ends the connection', async () => {
    const peer = await startPeer()
    const { connection, states, pairing } = await connectionWith(peer)
    connection.start(pairing)
    await connection.ready(5_000)
    peer.send('noise')
    await expect.poll(() => states.length).toBe(4)
    expect(states.at(-1)).toBe('online')
  })

  test('without a pairing every wish is answered at once', async () => {
    const peer = await startPeer()
    const { connection } = await connectionWith(peer)
    await expect(connection.ready(60_000)).rejects.toMatchObject({ code: 'notPaired' })
  })

  test('after unpairing nothing is opened again', async () => {
    const peer = await startPeer()
    const { connection, states, pairing } = await connectionWith(peer)
    connection.start(pairing)
    await connection.ready(5_000)
    connection.stop()
    expect(states.at(-1)).toBe('notPaired')
    const before = peer.connections
    connection.wake()
    await new Promise((resolve) => setImmediate(resolve))
    expect(peer.connections).toBe(before)
  })
})
