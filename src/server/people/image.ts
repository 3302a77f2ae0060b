export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp'
export type Image = { type: ImageType; width: number; height: number }

/** What a file says of itself by its first bytes, whatever its name says; null for all that is no such picture. */
export function imageIn(bytes: Buffer): Image | null {
  try {
    return png(bytes) ?? jpeg(bytes) ?? webp(bytes)
  } catch {
    // It ends in the middle of what was to be read.
    return null
  }
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** PNG (RFC 2083), 11.2.2: the header comes first. */
function png(bytes: Buffer): Image | null {
  if (!bytes.subarray(0, 8).equals(PNG) || ascii(bytes, 12) !== 'IHDR') return null
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** JPEG (ITU-T T.81), B.2.2: the frame header is one of the segments. */
function jpeg(bytes: Buffer): Image | null {
  if (bytes.readUInt16BE(0) !== 0xffd8) return null
  let at = 2
  while (bytes.readUInt8(at) === 0xff) {
    const marker = bytes.readUInt8(at + 1)
    if (marker === 0xff) at += 1
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { type: 'image/jpeg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    else at += 2 + bytes.readUInt16BE(at + 2)
  }
  return null
}

/** WebP (RFC 9649), 2.5 to 2.7: lossy, lossless or extended. */
function webp(bytes: Buffer): Image | null {
  if (ascii(bytes, 0) !== 'RIFF' || ascii(bytes, 8) !== 'WEBP') return null
  const type = 'image/webp'
  switch (ascii(bytes, 12)) {
    case 'VP8 ':
      return { type, width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21)
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { type, width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    default:
      return null
  }
}

const ascii = (bytes: Buffer, at: number) => bytes.toString('latin1', at, at + 4)
