import * as v from 'valibot'
import { Colleague } from './people.ts'

/**
 * Who you are (DESIGN 12). An operator pairs once with a code from the server; afterwards each connection proves
 * the operator's key to the server and the server's key to the operator.
 *
 * Pairing. The code is `IIII-SSSS-SSSS` (Crockford base32): I names it, S is the secret, which never crosses the wire.
 * Both sides stretch S (PBKDF2) to a MAC key; the extension's MAC covers its public key, the server's MAC covers its own,
 * so that each knows the other's key came from someone who holds the code.
 */
export const PUBLIC_KEY = v.strictObject({
  kty: v.literal('EC'),
  crv: v.literal('P-256'),
  x: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  y: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
})
export type PublicKey = v.InferOutput<typeof PUBLIC_KEY>

/** 16 or more random bytes, base64url. */
export const Nonce = v.pipe(v.string(), v.regex(/^[\w-]{22,86}$/))
/** A MAC or an ES256 signature, base64url. */
export const Proof = v.pipe(v.string(), v.regex(/^[\w-]{43,86}$/))

export const PAIRING_CODE = /^[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}$/
export const PBKDF2_ROUNDS = 200_000

/** Upper case, no dashes, the look-alikes of Crockford's alphabet read as meant (O → 0, I and L → 1). */
export function normaliseCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
}
/** The part of a normalised code that names it, and the part that is secret. */
export const codeParts = (code: string) => ({ name: code.slice(0, 4), secret: code.slice(4) })

/** The text under the extension's MAC at pairing. */
export const pairRequestText = (nonce: string, operatorKey: PublicKey) =>
  `trubka.v1 pair request\n${nonce}\n${operatorKey.x}\n${operatorKey.y}`
/** The text under the server's MAC at pairing. */
export const pairReplyText = (nonce: string, operatorKey: PublicKey, serverKey: PublicKey) =>
  `trubka.v1 pair reply\n${nonce}\n${operatorKey.x}\n${operatorKey.y}\n${serverKey.x}\n${serverKey.y}`
/** The text the server signs at each connection. */
export const serverProofText = (clientNonce: string, serverNonce: string) =>
  `trubka.v1 server\n${clientNonce}\n${serverNonce}`
/** The text the operator's key signs at each connection: bound to this server by its key, so that no other can use it. */
export const operatorProofText = (clientNonce: string, serverNonce: string, serverKey: PublicKey) =>
  `trubka.v1 operator\n${clientNonce}\n${serverNonce}\n${serverKey.x}\n${serverKey.y}`

export const PairParams = v.strictObject({
  /** The part of the code that names it. */
  code: v.pipe(v.string(), v.regex(/^[0-9A-HJKMNP-TV-Z]{4}$/)),
  nonce: Nonce,
  key: PUBLIC_KEY,
  mac: Proof,
})
export const PairResult = v.object({ keyId: v.string(), serverKey: PUBLIC_KEY, mac: Proof, operator: Colleague })

export const HelloParams = v.strictObject({ nonce: Nonce })
export const HelloResult = v.object({ nonce: Nonce, signature: Proof })

export const ProveParams = v.strictObject({ keyId: v.pipe(v.string(), v.maxLength(64)), signature: Proof })
export const ProveResult = v.object({ operator: Colleague })
