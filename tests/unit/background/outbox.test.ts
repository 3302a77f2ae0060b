import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type KeptOutbox, Outbox } from '../../../src/background/outbox.ts'
import type { SignRules } from '../../../src/background/rule-signer.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import { connectionWith, memorySlot, startPeer } from './support.ts'

/** As if by the key of the pairing; who signs what is told in signed-rules.test.ts. */
const signed = { keyId: 'of-now', signature: `${'h'.repeat(20)}..${'s'.repeat(86)}` }
const sign: SignRules = async (_, before) => before ?? signed
const PAGE = 'http://1c.local/base/ru/'
const sentAs = (owed: object) => ({ ...owed, signature: signed.signature })
const write = (line: string) => ({ commandId: randomUUID(), page: PAGE, lines: [line] })

async function office() {
  const peer = await startPeer()
  const kept = memorySlot<KeptOutbox>()
  const outbox = new Outbox(kept, sign, () => {}, 20)
  const { connection, pairing } = await connectionWith(peer, {
    onSignedIn: async (rpc) => {
      void outbox.send(rpc)
    },
  })
  const nudge = async () => outbox.send(await connection.ready(1000))
  return { peer, kept, outbox, connect: () => connection.start(pairing), nudge }
}

describe('rule writes on their way to the server', () => {
  test('are on disk before the page is told', async () => {
    const { outbox, kept } = await office()
    const owed = write('9035677876=103')
    await outbox.keep(owed)
    expect((await kept.get())?.owed).toEqual([{ ...owed, signed }])
  })

  test('go out in their order once there is a connection', async () => {
    const { peer, outbox, connect } = await office()
    const writes = ['9035677876=103', '9035677876=', '9035677876=104'].map(write)
    for (const each of writes) await outbox.keep(each)
    connect()
    await expect.poll(() => outbox.owed).toBe(0)
    expect(peer.askedFor('routing.write').map(({ params }) => params)).toEqual(writes.map(sentAs))
  })

  test('are sent again, with the same id, when the answer was lost', async () => {
    const { peer, outbox, kept, connect } = await office()
    peer.handlers['routing.write'] = () => {
      delete peer.handlers['routing.write']
      peer.drop()
      return 'no answer'
    }
    const owed = write('9035677876=103')
    await outbox.keep(owed)
    connect()
    await expect.poll(() => outbox.owed).toBe(0)
    expect(peer.askedFor('routing.write').map(({ params }) => params)).toEqual([sentAs(owed), sentAs(owed)])
    await expect.poll(async () => (await kept.get())?.owed).toEqual([])
  })

  test('survive the death of the background', async () => {
    const { peer, kept, outbox } = await office()
    const owed = write('9035677876=103')
    await outbox.keep(owed)
    const revived = new Outbox(kept, sign, () => {})
    await revived.restore()
    const { connection, pairing } = await connectionWith(peer, { onSignedIn: (rpc) => revived.send(rpc) })
    connection.start(pairing)
    await expect.poll(() => peer.askedFor('routing.write').map(({ params }) => params)).toEqual([sentAs(owed)])
  })

  test('a definite refusal is dropped and shown, and the next one goes', async () => {
    const { peer, outbox, connect } = await office()
    peer.handlers['routing.write'] = ({ lines }) => {
      if (lines[0] === 'bad') throw new TrubkaError('unknownBase')
      return { written: 1, refused: [] }
    }
    await outbox.keep(write('bad'))
    await outbox.keep(write('9035677876=103'))
    connect()
    await expect.poll(() => outbox.owed).toBe(0)
    expect(peer.askedFor('routing.write')).toHaveLength(2)
    expect(outbox.refusals).toMatchObject([{ code: 'unknownBase', page: PAGE }])
    await outbox.seen()
    expect(outbox.refusals).toEqual([])
  })

  test('a server that knows of no signatures yet is asked again until it does', async () => {
    const { peer, outbox, connect, nudge } = await office()
    peer.handlers['routing.write'] = () => {
      throw new TrubkaError('invalidParams', 'unknown', 'params.signature')
    }
    await outbox.keep(write('9035677876=103'))
    connect()
    await expect.poll(() => peer.askedFor('routing.write').length).toBeGreaterThan(1)
    expect(outbox.owed).toBe(1)
    delete peer.handlers['routing.write']
    await nudge()
    await expect.poll(() => outbox.owed).toBe(0)
    expect(outbox.refusals).toEqual([])
  })

  test('lines that the server names as bad are shown', async () => {
    const { peer, outbox, connect } = await office()
    peer.handlers['routing.write'] = () => ({
      written: 0,
      refused: [{ at: 1, line: '123=103', fault: 'numberTooShort' }],
    })
    await outbox.keep(write('123=103'))
    connect()
    await expect.poll(() => outbox.refusals).toMatchObject([{ code: null, refused: [{ fault: 'numberTooShort' }] }])
    expect(outbox.owed).toBe(0)
  })

  test('a server that cannot write just now is asked again', async () => {
    const { peer, outbox, connect } = await office()
    let tries = 0
    peer.handlers['routing.write'] = () => {
      tries += 1
      if (tries < 3) throw new TrubkaError('notKept')
      return { written: 1, refused: [] }
    }
    await outbox.keep(write('9035677876=103'))
    connect()
    await expect.poll(() => outbox.owed).toBe(0)
    expect(outbox.refusals).toEqual([])
  })

  test('one that the server fails at for ever is set aside; others pass, but not for the same number', async () => {
    const { peer, outbox, connect, nudge } = await office()
    let mended = false
    peer.handlers['routing.write'] = ({ lines }) => {
      if (lines[0] === '9035677876=103' && !mended) throw new TrubkaError('internal')
      return { written: 1, refused: [] }
    }
    const [stuck, other, same] = ['9035677876=103', '9161112233=104', '89035677876=105'].map(write)
    if (!stuck || !other || !same) throw new Error('no writes')
    for (const each of [stuck, other, same]) await outbox.keep(each)
    connect()
    await expect.poll(() => outbox.owed, { timeout: 20_000 }).toBe(2)
    expect(outbox.faults).toEqual(['internal'])
    const sent = () => peer.askedFor('routing.write').map(({ params }) => params)
    expect(sent().filter((each) => JSON.stringify(each) === JSON.stringify(sentAs(stuck)))).toHaveLength(5)
    expect(sent()).not.toContainEqual(sentAs(same))
    // What is new need not wait for its next attempt.
    const { length } = sent()
    await outbox.keep(write('9161112244=101'))
    await nudge()
    await expect.poll(() => outbox.owed).toBe(2)
    expect(sent().length).toBeGreaterThan(length)
    mended = true
    await expect.poll(() => outbox.owed, { timeout: 20_000 }).toBe(0)
    expect(sent().slice(-2)).toEqual([sentAs(stuck), sentAs(same)])
    expect(outbox.faults).toEqual([])
    expect(outbox.refusals).toEqual([])
  })

  test('while routing is switched off they stay owed, and arrive in their order once it is on', async () => {
    const { peer, outbox, connect } = await office()
    let enabled = false
    const taken: unknown[] = []
    peer.handlers['routing.write'] = ({ lines }) => {
      if (!enabled) throw new TrubkaError('routingOff')
      taken.push(lines[0])
      return { written: 1, refused: [] }
    }
    for (const line of ['9035677876=103', '9161112233=104']) await outbox.keep(write(line))
    connect()
    await expect.poll(() => outbox.faults).toEqual(['routingOff'])
    expect(outbox.owed).toBe(2)
    expect(outbox.refusals).toEqual([])
    // Not each of them is tried in vain.
    expect(peer.askedFor('routing.write')).toHaveLength(1)
    enabled = true
    await expect.poll(() => outbox.owed, { timeout: 20_000 }).toBe(0)
    expect(taken).toEqual(['9035677876=103', '9161112233=104'])
    expect(outbox.faults).toEqual([])
  })

  test('the same write kept twice is owed once', async () => {
    const { outbox } = await office()
    const owed = write('9035677876=103')
    await Promise.all([outbox.keep(owed), outbox.keep(owed)])
    expect(outbox.owed).toBe(1)
  })

  test('a page is not told that it was kept when it was not', async () => {
    const full = { get: async () => null, set: () => Promise.reject(new Error('QUOTA_BYTES quota exceeded')) }
    const outbox = new Outbox(full, sign, () => {})
    await expect(outbox.keep(write('9035677876=103'))).rejects.toMatchObject({ code: 'notKept' })
    expect(outbox.owed).toBe(0)
  })
})
