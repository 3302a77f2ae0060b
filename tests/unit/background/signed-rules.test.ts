import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type KeptOutbox, Outbox } from '../../../src/background/outbox.ts'
import { pair } from '../../../src/background/pairing.ts'
import type { Pairing } from '../../../src/background/pairing-store.ts'
import { ruleSigner } from '../../../src/background/rule-signer.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import { check } from '../../../src/protocol/jsonrpc.ts'
import { methods } from '../../../src/protocol/methods.ts'
import { rulesAreSigned } from '../../../src/protocol/rule-signature.ts'
import type { PublicKey } from '../../../src/protocol/session.ts'
import { CODE, type Peer } from '../../support/peer.ts'
import { connectionWith, memorySlot, openSocket, startPeer } from './support.ts'

const write = () => ({ commandId: randomUUID(), page: 'http://1c.local/base/ru/', lines: ['9035677876=103'] })

async function office() {
  const peer = await startPeer()
  const kept = memorySlot<KeptOutbox>()
  let paired: Pairing | null = null
  const outbox = new Outbox(
    kept,
    ruleSigner(async () => paired),
    () => {},
    20,
  )
  const { connection, pairing } = await connectionWith(peer, { onSignedIn: (rpc) => outbox.send(rpc) })
  return {
    peer,
    kept,
    outbox,
    connection,
    pairing,
    pairAs: (next: Pairing) => {
      paired = next
    },
  }
}
/** What went out first, and whether it is signed by the browser that was paired last, as the server looks at it. */
async function sentBy({ peer, keyId, serverKey }: { peer: Peer; keyId: string; serverKey: PublicKey }) {
  const rules = check(methods['routing.write'].params, peer.askedFor('routing.write')[0]?.params)
  const { operatorKey: key } = peer
  if (!key) throw new Error('nobody was paired')
  const { signature = '' } = rules
  return { rules, isRight: await rulesAreSigned({ ...rules, signature }, { keyId, key }, serverKey) }
}

describe('rules that are owed to the server', () => {
  test('are signed when they are kept, and go out with that signature, however late', async () => {
    const { peer, kept, outbox, connection, pairing, pairAs } = await office()
    pairAs(pairing)
    await outbox.keep(write())
    const signed = (await kept.get())?.owed[0]?.signed
    expect(signed?.keyId).toBe(pairing.keyId)
    connection.start(pairing)
    await expect.poll(() => outbox.owed).toBe(0)
    const { rules, isRight } = await sentBy({ peer, ...pairing })
    expect([rules.signature, isRight]).toEqual([signed?.signature, true])
  })

  test('are signed anew when the browser has been paired anew meanwhile', async () => {
    const { peer, kept, outbox, connection, pairing, pairAs } = await office()
    pairAs(pairing)
    await outbox.keep(write())
    const again = await pair(peer.url, CODE, openSocket)
    pairAs(again)
    connection.start(again)
    await expect.poll(() => outbox.owed).toBe(0)
    expect(again.keyId).not.toBe(pairing.keyId)
    expect(await sentBy({ peer, ...again })).toMatchObject({ isRight: true })
    expect((await kept.get())?.owed).toEqual([])
  })

  test('kept by a version that did not sign are signed when they go out', async () => {
    const { peer, kept, outbox, connection, pairing, pairAs } = await office()
    await kept.set({ owed: [write()], refusals: [] })
    await outbox.restore()
    pairAs(pairing)
    connection.start(pairing)
    await expect.poll(() => outbox.owed).toBe(0)
    expect(await sentBy({ peer, ...pairing })).toMatchObject({ isRight: true })
  })

  test('whose signature the server refuses are told to the operator, not repeated for ever', async () => {
    const { peer, outbox, connection, pairing, pairAs } = await office()
    peer.handlers['routing.write'] = () => {
      throw new TrubkaError('proofWrong')
    }
    pairAs(pairing)
    await outbox.keep(write())
    connection.start(pairing)
    await expect.poll(() => outbox.owed).toBe(0)
    expect(outbox.refusals).toMatchObject([{ code: 'proofWrong' }])
    expect(peer.askedFor('routing.write')).toHaveLength(1)
  })
})
