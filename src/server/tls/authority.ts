import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { isIP } from 'node:net'

/**
 * Certificates of one's own (DESIGN 12). The only file that knows the library which makes them; it is large and no longer
 * maintained, so it is loaded by whoever makes one, and by nobody else.
 */

export type Pair = { certificate: string; key: string }

const DAY_MS = 86_400_000
const AUTHORITY_DAYS = 3650
/** Longer ones are refused by browsers that take them for a public authority's. */
export const SERVER_DAYS = 397
/** Clocks of a closed network are not all right. */
const BEFORE_MS = DAY_MS

/** An authority of one's own, to be made known to browsers; it certifies this one server's names and nothing below it. */
export async function makeAuthority(name: string, now = Date.now()): Promise<Pair> {
  const { publicKey, key } = newKeys()
  const certificate = await certificateOf({
    subject: name,
    issuer: name,
    publicKey,
    signedBy: { key, publicKey },
    days: AUTHORITY_DAYS,
    now,
    extensions: [
      { extname: 'basicConstraints', critical: true, cA: true, pathLen: 0 },
      { extname: 'keyUsage', critical: true, names: ['keyCertSign', 'cRLSign'] },
    ],
  })
  return { certificate, key }
}

/** For a server with these names and addresses, the first of which it is called by. */
export async function makeServerCertificate(
  authority: Pair & { name: string },
  names: readonly string[],
  now = Date.now(),
): Promise<Pair> {
  const { publicKey, key } = newKeys()
  const issuerKey = createPublicKey(authority.key).export({ type: 'spki', format: 'pem' }).toString()
  const certificate = await certificateOf({
    subject: (names[0] ?? 'trubka').slice(0, 64),
    issuer: authority.name,
    publicKey,
    signedBy: { key: authority.key, publicKey: issuerKey },
    days: SERVER_DAYS,
    now,
    extensions: [
      { extname: 'basicConstraints', critical: true, cA: false },
      { extname: 'keyUsage', critical: true, names: ['digitalSignature'] },
      { extname: 'extKeyUsage', array: ['serverAuth'] },
      { extname: 'subjectAltName', array: names.map((each) => (isIP(each) > 0 ? { ip: each } : { dns: each })) },
    ],
  })
  return { certificate, key }
}

function newKeys(): { publicKey: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { publicKey, key: privateKey }
}

type Wish = {
  subject: string
  issuer: string
  publicKey: string
  signedBy: { key: string; publicKey: string }
  days: number
  now: number
  extensions: readonly { extname: string; [part: string]: unknown }[]
}

async function certificateOf({ subject, issuer, publicKey, signedBy, days, now, extensions }: Wish): Promise<string> {
  const { KJUR } = await import('jsrsasign')
  // The string's own signs are none of the name's: it is made of what `certifiable` lets through.
  const called = (name: string) => ({ str: `/CN=${name}` })
  return new KJUR.asn1.x509.Certificate({
    version: 3,
    // Positive, and of 127 bits (RFC 5280, 4.1.2.2).
    serial: { hex: `7f${randomBytes(15).toString('hex')}` },
    issuer: called(issuer),
    subject: called(subject),
    notbefore: time(now - BEFORE_MS),
    notafter: time(now + days * DAY_MS),
    sbjpubkey: publicKey,
    ext: [
      ...extensions,
      { extname: 'subjectKeyIdentifier', kid: publicKey },
      { extname: 'authorityKeyIdentifier', kid: signedBy.publicKey },
    ],
    sigalg: 'SHA256withECDSA',
    cakey: signedBy.key,
  }).getPEM()
}

/** UTCTime, as RFC 5280 asks for until 2050. */
const time = (at: number): string =>
  `${new Date(at)
    .toISOString()
    .replace(/[-:T]|\.\d+/g, '')
    .slice(2)}`
