import * as v from 'valibot'
import { newKeyPair, publicKeyOf, sign } from '../../protocol/proof.ts'
import { PUBLIC_KEY, type PublicKey } from '../../protocol/session.ts'
import type { Kept } from '../kept/kept.ts'

export type ServerKey = {
  readonly publicKey: PublicKey
  /** ES256, base64url. */
  sign(text: string): Promise<string>
}

/** RFC 7517, 7518: `d` is the private part. */
const STORED = v.strictObject({ ...PUBLIC_KEY.entries, d: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)) })

/**
 * The key that operators' browsers pinned at pairing. Made at the first start.
 * One that cannot be read stops the start: a new key in its place would lock all operators out.
 */
export async function openServerKey(kept: Kept): Promise<ServerKey> {
  const stored = (await read(kept)) ?? (await make(kept))
  const privateKey = await crypto.subtle
    .importKey('jwk', stored, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
    .catch(() => unusable(kept))
  const { kty, crv, x, y } = stored
  return { publicKey: { kty, crv, x, y }, sign: (text) => sign(privateKey, text) }
}

async function make(kept: Kept): Promise<v.InferOutput<typeof STORED>> {
  const pair = await newKeyPair(true)
  const { d } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  const key = v.parse(STORED, { ...(await publicKeyOf(pair)), d })
  if (await kept.create(`${JSON.stringify(key)}\n`)) return key
  return (await read(kept)) ?? unusable(kept)
}

async function read(kept: Kept): Promise<v.InferOutput<typeof STORED> | null> {
  const text = await kept.read()
  if (text === null) return null
  try {
    return v.parse(STORED, JSON.parse(text))
  } catch {
    return unusable(kept)
  }
}

function unusable({ place }: Kept): never {
  throw new Error(`${place}: is not the server's key; put a copy of it back, or remove it and pair everybody anew`)
}
