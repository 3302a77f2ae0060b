import type { PublicKey } from './session.ts'
import { codeParts, normaliseCode, PBKDF2_ROUNDS } from './session.ts'

/**
 * The cryptography of signing in (DESIGN 12), the same for both sides. WebCrypto alone, so that one file serves
 * the browser's worker and Node; what is signed is in session.ts. MACs are compared inside WebCrypto, in constant time.
 */
const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const ES256_SIGN = { name: 'ECDSA', hash: 'SHA-256' } as const
const utf8 = new TextEncoder()

/** RFC 4648, 5, without padding. */
export function toBase64url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Throws when `text` is not base64url. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}

/** 32 random bytes, base64url. */
export const newNonce = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(32)))

/**
 * A pairing code, as typed, stretched to a MAC key: PBKDF2-HMAC-SHA-256 over the secret part, salted with the part that names it.
 * Takes about 50 ms by intent.
 */
export async function pairingKey(typedCode: string): Promise<CryptoKey> {
  const { name, secret } = codeParts(normaliseCode(typedCode))
  const material = await crypto.subtle.importKey('raw', utf8.encode(secret), 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: utf8.encode(`trubka.v1 pairing ${name}`), iterations: PBKDF2_ROUNDS },
    material,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign', 'verify'],
  )
}

/** HMAC-SHA-256 of a text, base64url. */
export async function makeMac(key: CryptoKey, text: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8.encode(text))))
}

/** False, never an error, for anything that is not the right MAC. */
export async function macIsRight(key: CryptoKey, text: string, mac: string): Promise<boolean> {
  const bytes = bytesOrNull(mac)
  return bytes !== null && crypto.subtle.verify('HMAC', key, bytes, utf8.encode(text))
}

/** `extractable` concerns the private half only; the extension makes it unextractable, the server must store its own. */
export function newKeyPair(extractable: boolean): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ES256, extractable, ['sign', 'verify'])
}

/** The public half, as it is sent. */
export async function publicKeyOf(pair: { publicKey: CryptoKey }): Promise<PublicKey> {
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  if (x === undefined || y === undefined) throw new TypeError('not a key on an elliptic curve')
  return { kty: 'EC', crv: 'P-256', x, y }
}

/** The key's id: its thumbprint (RFC 7638), SHA-256, base64url. */
export async function thumbprint({ kty, crv, x, y }: PublicKey): Promise<string> {
  // RFC 7638, 3.2: required members only, in this order, no white space.
  const canonical = JSON.stringify({ crv, kty, x, y })
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(canonical))))
}

/** ES256 signature of a text, base64url of r‖s (RFC 7518, 3.4). */
export async function sign(privateKey: CryptoKey, text: string): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.sign(ES256_SIGN, privateKey, utf8.encode(text))))
}

/** False, never an error, for a wrong signature, garbage, or a key that is no point of the curve. */
export async function signatureIsRight(publicKey: PublicKey, text: string, signature: string): Promise<boolean> {
  const bytes = bytesOrNull(signature)
  if (bytes === null) return false
  try {
    const key = await crypto.subtle.importKey('jwk', publicKey, ES256, false, ['verify'])
    return await crypto.subtle.verify(ES256_SIGN, key, bytes, utf8.encode(text))
  } catch {
    return false
  }
}

/** Whether a key is a point of the curve, written the one way it can be written: else one key would have several ids. */
export async function keyIsSound(publicKey: PublicKey): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('jwk', publicKey, ES256, true, ['verify'])
    const { x, y } = await crypto.subtle.exportKey('jwk', key)
    return x === publicKey.x && y === publicKey.y
  } catch {
    return false
  }
}

function bytesOrNull(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return fromBase64url(text)
  } catch {
    return null
  }
}
