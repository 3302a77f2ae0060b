import { crc32 } from 'node:zlib'

/** Of bytes that go by: how many, and their CRC-32. */
export class Sum {
  bytes = 0
  crc = 0

  add(part: Buffer): void {
    this.bytes += part.length
    this.crc = crc32(part, this.crc)
  }
}
