import type { FileHandle } from 'node:fs/promises'

const LF = 0x0a
/** Read at a time. What is done with a piece takes about a millisecond, then other work gets its turn. */
const CHUNK = 64 * 1024
const BOM = Buffer.from('\uFEFF')

/** The file holds what no text file holds: it is left alone. */
export class NotText extends Error {
  override readonly name = 'NotText'
}

/** Some whole lines of a file; valid until the next piece is asked for. */
export type Piece = {
  bytes: Buffer
  /** Where the first line begins: after a byte order mark, or after the rest of a line that is longer than any piece. */
  from: number
}

/**
 * A text file in pieces that end where lines do. Only of a line longer than a piece each has a part.
 * @throws NotText
 */
export async function* linePieces(handle: FileHandle, path: string): AsyncGenerator<Piece, void, undefined> {
  const buffer = Buffer.allocUnsafe(CHUNK)
  let held = 0
  let position = 0
  let first = true
  let inLine = false
  for (;;) {
    const { bytesRead } = await handle.read(buffer, held, CHUNK - held, position)
    // UTF-16, a database, blocks of zeros after a power cut: reading it as «no rules» would remove them all.
    if (buffer.subarray(held, held + bytesRead).includes(0)) throw new NotText(`${path} is not a text file`)
    position += bytesRead
    const end = held + bytesRead
    const lines = bytesRead === 0 || end === 0 ? end : buffer.lastIndexOf(LF, end - 1) + 1
    const till = lines === 0 && end === CHUNK ? end : lines
    if (till > 0) {
      const bytes = buffer.subarray(0, till)
      const marked = first && bytes.subarray(0, BOM.length).equals(BOM)
      yield { bytes, from: inLine ? firstLine(bytes) : marked ? BOM.length : 0 }
      first = false
      inLine = bytes.at(-1) !== LF
      buffer.copyWithin(0, till, end)
    }
    held = end - till
    if (bytesRead === 0) return
  }
}

/** Where the first line begins after the rest of another. */
function firstLine(bytes: Buffer): number {
  const lf = bytes.indexOf(LF)
  return lf < 0 ? bytes.length : lf + 1
}
