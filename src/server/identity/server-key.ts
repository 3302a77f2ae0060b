import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { newKeyPair, publicKeyOf, sign } from '../../protocol/proof.ts'
import { PUBLIC_KEY, type PublicKey } from '../../protocol/session.ts'
import { errorCode, SECRET, writeWhole } from '../files.ts'

export type ServerKey = {
  readonly publicKey: PublicKey
  /** ES256, base64url. */
  sign(text: string): Promise<string>
}

const FILE = 'server-key.json'
/** RFC 7517, 7518: `d` is the private part. */
const STORED = v.strictObject({ ...PUBLIC_KEY.entries, d: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)) })

/**
 * The key that operators' browsers pinned at pairing. Made at the first start.
 * A file that cannot be read stops the start: a new key in its place would lock all operators out.
 */
export async function openServerKey(folder: string): Promise<ServerKey> {
  const path = join(folder, FILE)
  const stored = (await read(path)) ?? (await make(path))
  const privateKey = await crypto.subtle
    .importKey('jwk', stored, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
    .catch(() => unusable(path))
  const { kty, crv, x, y } = stored
  return { publicKey: { kty, crv, x, y }, sign: (text) => sign(privateKey, text) }
}

async function make(path: string): Promise<v.InferOutput<typeof STORED>> {
  const pair = await newKeyPair(true)
  const { d } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  const key = v.parse(STORED, { ...(await publicKeyOf(pair)), d })
  if (await writeWhole(path, `${JSON.stringify(key)}\n`, { ...SECRET, create: true })) return key
  return (await read(path)) ?? unusable(path)
}

async function read(path: string): Promise<v.InferOutput<typeof STORED> | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
  // A copy put back by hand is often readable by all.
  await chmod(path, 0o600).catch(() => {})
  try {
    return v.parse(STORED, JSON.parse(text))
  } catch {
    return unusable(path)
  }
}

function unusable(path: string): never {
  throw new Error(`${path}: is not the server's key; put a copy of it back, or remove the file and pair everybody anew`)
}
