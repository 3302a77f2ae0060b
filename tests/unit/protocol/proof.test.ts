import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import {
  fromBase64url,
  keyIsSound,
  macIsRight,
  makeMac,
  newKeyPair,
  newNonce,
  pairingKey,
  publicKeyOf,
  sign,
  signatureIsRight,
  thumbprint,
  toBase64url,
} from '../../../src/protocol/proof.ts'
import { Nonce, Proof, PUBLIC_KEY, type PublicKey } from '../../../src/protocol/session.ts'

/** The key of RFC 7515, A.3.1. */
const RFC_KEY: PublicKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
}

describe('base64url', () => {
  test('bytes survive the way there and back, in the alphabet that needs no escaping', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
    const text = toBase64url(bytes)
    expect(text).toBe(Buffer.from(bytes).toString('base64url'))
    expect(fromBase64url(text)).toEqual(bytes)
  })
})

describe('the code on both sides', () => {
  test('gives the same key however it was typed', async () => {
    const mac = await makeMac(await pairingKey('7K2M-01AB-QRST'), 'text')
    expect(v.is(Proof, mac)).toBe(true)
    expect(await macIsRight(await pairingKey(' 7k2m o1ab qrst'), 'text', mac)).toBe(true)
  })

  test('another secret, another name, another text or a spoilt MAC is not taken', async () => {
    const key = await pairingKey('7K2M-01AB-QRST')
    const mac = await makeMac(key, 'text')
    expect(await macIsRight(await pairingKey('7K2M-01AB-QRSV'), 'text', mac)).toBe(false)
    expect(await macIsRight(await pairingKey('7K2N-01AB-QRST'), 'text', mac)).toBe(false)
    expect(await macIsRight(key, 'text ', mac)).toBe(false)
    expect(await macIsRight(key, 'text', mac.slice(0, -2))).toBe(false)
    expect(await macIsRight(key, 'text', '?')).toBe(false)
  })
})

describe('keys', () => {
  test('are signed with and checked, and what is signed cannot be altered', async () => {
    const pair = await newKeyPair(false)
    const key = await publicKeyOf(pair)
    expect(v.is(PUBLIC_KEY, key)).toBe(true)
    const signature = await sign(pair.privateKey, 'text')
    expect(v.is(Proof, signature)).toBe(true)
    expect(await signatureIsRight(key, 'text', signature)).toBe(true)
    expect(await signatureIsRight(key, 'text!', signature)).toBe(false)
    expect(await signatureIsRight(RFC_KEY, 'text', signature)).toBe(false)
    expect(await signatureIsRight(key, 'text', 'A'.repeat(86))).toBe(false)
    expect(await signatureIsRight(key, 'text', '~')).toBe(false)
  })

  test('a key that is no point of the curve proves nothing and is known as unsound', async () => {
    const bent: PublicKey = { ...RFC_KEY, y: RFC_KEY.x }
    expect(await keyIsSound(RFC_KEY)).toBe(true)
    expect(await keyIsSound(bent)).toBe(false)
    expect(await signatureIsRight(bent, 'text', 'A'.repeat(86))).toBe(false)
  })

  test('the same key written another way is unsound: it would have a second id', async () => {
    // The last of 43 characters holds two bits that mean nothing.
    expect(fromBase64url(`${RFC_KEY.x.slice(0, -1)}V`)).toEqual(fromBase64url(RFC_KEY.x))
    expect(await keyIsSound({ ...RFC_KEY, x: `${RFC_KEY.x.slice(0, -1)}V` })).toBe(false)
  })

  test('have the id that RFC 7638 gives them', async () => {
    // Computed independently: SHA-256 over {"crv":"P-256","kty":"EC","x":"…","y":"…"}.
    const { createHash } = await import('node:crypto')
    const text = `{"crv":"P-256","kty":"EC","x":"${RFC_KEY.x}","y":"${RFC_KEY.y}"}`
    expect(await thumbprint(RFC_KEY)).toBe(createHash('sha256').update(text).digest('base64url'))
  })

  test('nonces are long enough and never the same', () => {
    expect(v.is(Nonce, newNonce())).toBe(true)
    expect(newNonce()).not.toBe(newNonce())
  })
})
