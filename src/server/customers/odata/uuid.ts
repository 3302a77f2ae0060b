import { createHash } from 'node:crypto'

/** Of the references that we make ourselves; a random one, never to be changed. */
const NAMESPACE = '5f6a1f0e-3c0b-4c57-9d0e-7a2f4a7f0c11'

/** The same name is the same UUID, for ever (RFC 9562, version 5). */
export function uuidOf(name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex').slice(0, 32)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
