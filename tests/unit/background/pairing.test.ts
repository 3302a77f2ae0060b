import { describe, expect, test } from 'vitest'
import { pair } from '../../../src/background/pairing.ts'
import { newKeyPair, publicKeyOf } from '../../../src/protocol/proof.ts'
import { CODE } from '../../support/peer.ts'
import { openSocket, startPeer } from './support.ts'

describe('pairing with a code', () => {
  test('the code in small letters, without dashes, does', async () => {
    const peer = await startPeer()
    const pairing = await pair(peer.url, CODE.toLowerCase().replaceAll('-', ' '), openSocket)
    expect(pairing.operator.number).toBe('101')
    expect(pairing.server).toBe(peer.url)
  })

  test('the private key cannot be taken out of the browser', async () => {
    const peer = await startPeer()
    const { privateKey } = await pair(peer.url, CODE, openSocket)
    expect(privateKey.extractable).toBe(false)
    await expect(crypto.subtle.exportKey('jwk', privateKey)).rejects.toThrow()
  })

  test('the secret part of the code is never sent', async () => {
    const peer = await startPeer()
    await pair(peer.url, CODE, openSocket)
    expect(JSON.stringify(peer.asked)).not.toMatch(/CDEF|GHJK/)
  })

  test('a wrong code is refused', async () => {
    const peer = await startPeer()
    await expect(pair(peer.url, 'AB12-CDEF-GHJZ', openSocket)).rejects.toMatchObject({ code: 'codeWrong' })
  })

  test('what is no code at all is refused without asking anybody', async () => {
    const peer = await startPeer()
    await expect(pair(peer.url, 'hello', openSocket)).rejects.toMatchObject({ code: 'codeWrong' })
    expect(peer.connections).toBe(0)
  })

  test('a server that does not know the code cannot slip in its own key', async () => {
    const peer = await startPeer()
    const serverKey = await publicKeyOf(await newKeyPair(false))
    const operator = peer.state.self
    peer.handlers['session.pair'] = () => ({ keyId: 'k', serverKey, mac: 'A'.repeat(43), operator })
    await expect(pair(peer.url, CODE, openSocket)).rejects.toMatchObject({ code: 'serverNotTrusted' })
  })

  test('where no server is, it says so', async () => {
    const peer = await startPeer()
    const { url } = peer
    await peer.close()
    await expect(pair(url, CODE, openSocket)).rejects.toMatchObject({ code: 'offline' })
  })
})
