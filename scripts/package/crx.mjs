import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** Whose hands the extension comes from: lost, it is another extension to every browser. Made when there is none. */
export function keyAt(path) {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  }
  return createPrivateKey(readFileSync(path, 'utf8'))
}

const publicKeyOf = (key) => createPublicKey(key).export({ type: 'spki', format: 'der' })
const idBytes = (key) => createHash('sha256').update(publicKeyOf(key)).digest().subarray(0, 16)

/** By which browsers know an extension: its public key's hash, in letters. */
export const extensionId = (key) =>
  idBytes(key)
    .toString('hex')
    .replace(/[0-9a-f]/g, (digit) => String.fromCharCode('a'.charCodeAt(0) + Number.parseInt(digit, 16)))

/** Numbers of fields in Chromium's crx3.proto. */
const PROOF_RSA = 2
const SIGNED_HEADER = 10_000
const PUBLIC_KEY = 1
const SIGNATURE = 2
const CRX_ID = 1

/** A zip archive as Chromium takes it from a policy: CRX3, signed with RSA, the same bytes each time. */
export function crxOf(zip, key) {
  const signedHeader = bytesField(CRX_ID, idBytes(key))
  const signed = Buffer.concat([Buffer.from('CRX3 SignedData\0'), uint32(signedHeader.length), signedHeader, zip])
  const proof = Buffer.concat([
    bytesField(PUBLIC_KEY, publicKeyOf(key)),
    bytesField(SIGNATURE, sign('sha256', signed, key)),
  ])
  const header = Buffer.concat([bytesField(PROOF_RSA, proof), bytesField(SIGNED_HEADER, signedHeader)])
  return Buffer.concat([Buffer.from('Cr24'), uint32(3), uint32(header.length), header, zip])
}

function uint32(value) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** Protocol Buffers: a field that holds bytes. */
const bytesField = (number, bytes) => Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes])

function varint(value) {
  const bytes = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) + 128)
  }
}
