import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type KeptOutbox, Outbox } from '../../../src/background/outbox.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import { connectionWith, memorySlot, startPeer } from './support.ts'

const PAGE = 'http://1c.local/base/ru/'
const write = (line: string) => ({ commandId: randomUUID(), page: PAGE, lines: [line] })

async function office() {
  const peer = await startPeer()
  const kept = memorySlot<KeptOutbox>()
  const outbox = new Outbox(kept, () => {}, 20)
  const { connection, pairing } = await connectionWith(peer, {
    onSignedIn: async (rpc) => {
      void outbox.send(rpc)
    },
  })
  return { peer, kept, outbox, connect: () => connection.start(pairing) }
}

describe('rule writes on their way to the server', () => {
  test('are on disk before the page is told', async () => {
    const { outbox, kept } = await office()
    const owed = write('9035677876=103')
    await outbox.keep(owed)
    expect((await kept.get())?.owed).toEqual([owed])
  })

  test('go out in their order once there is a connection', async () => {
    const { peer, outbox, connect } = await office()
    const writes = ['9035677876=103', '9035677876=', '9035677876=104'].map(write)
    for (const each of writes) await outbox.keep(each)
    connect()
    await expect.poll(() => outbox.owed).toBe(0)
    expect(peer.askedFor('routing.write').map(({ params }) => params)).toEqual(writes)
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
    expect(peer.askedFor('routing.write').map(({ params }) => params)).toEqual([owed, owed])
    await expect.poll(async () => (await kept.get())?.owed).toEqual([])
  })

  test('survive the death of the background', async () => {
    const { peer, kept, outbox } = await office()
    const owed = write('9035677876=103')
    await outbox.keep(owed)
    const revived = new Outbox(kept, () => {})
    await revived.restore()
    const { connection, pairing } = await connectionWith(peer, { onSignedIn: (rpc) => revived.send(rpc) })
    connection.start(pairing)
    await expect.poll(() => peer.askedFor('routing.write').map(({ params }) => params)).toEqual([owed])
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

  test('the same write kept twice is owed once', async () => {
    const { outbox } = await office()
    const owed = write('9035677876=103')
    await Promise.all([outbox.keep(owed), outbox.keep(owed)])
    expect(outbox.owed).toBe(1)
  })

  test('a page is not told that it was kept when it was not', async () => {
    const full = { get: async () => null, set: () => Promise.reject(new Error('QUOTA_BYTES quota exceeded')) }
    const outbox = new Outbox(full, () => {})
    await expect(outbox.keep(write('9035677876=103'))).rejects.toMatchObject({ code: 'notKept' })
    expect(outbox.owed).toBe(0)
  })
})
