import { FlattenedSign, flattenedVerify, importJWK } from 'jose'
import { toBase64url } from './proof.ts'
import type { PublicKey } from './session.ts'

/** Rules as they are signed: by whoever writes them, for one server, once. */
export type SignedRules = { commandId: string; page: string; lines: readonly string[] }
type Signer = { keyId: string; privateKey: CryptoKey }

const TYPE = 'trubka-rules+jws'
const ALGORITHM = 'ES256'

/** Nothing in it can be moved from one part to another, and no other server's rules read so. */
const payloadOf = ({ commandId, page, lines }: SignedRules, { x }: PublicKey): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ aud: x, jti: commandId, page, lines }))

/** A JWS over the rules, without them: the server has them beside it (RFC 7515, appendix F). */
export async function signRules(
  rules: SignedRules,
  { keyId, privateKey }: Signer,
  serverKey: PublicKey,
): Promise<string> {
  const jws = await new FlattenedSign(payloadOf(rules, serverKey))
    .setProtectedHeader({ alg: ALGORITHM, kid: keyId, typ: TYPE })
    .sign(privateKey)
  return `${jws.protected}..${jws.signature}`
}

/** False, never an error, for whatever is not this key's signature of these rules for this server. */
export async function rulesAreSigned(
  rules: SignedRules & { signature: string },
  { keyId, key }: { keyId: string; key: PublicKey },
  serverKey: PublicKey,
): Promise<boolean> {
  const [header = '', none = '?', signature = '', ...more] = rules.signature.split('.')
  if (none !== '' || more.length > 0) return false
  const jws = { protected: header, signature, payload: toBase64url(payloadOf(rules, serverKey)) }
  try {
    const { protectedHeader } = await flattenedVerify(jws, await importJWK(key, ALGORITHM), {
      algorithms: [ALGORITHM],
    })
    return protectedHeader?.kid === keyId && protectedHeader.typ === TYPE
  } catch {
    return false
  }
}
