import type { FileHandle } from 'node:fs/promises'

const LF = 0x0a
const CHUNK = 64 * 1024

/** A line without its `\n`. `bytes` is valid until the next line is asked for. */
export type RawLine = {
  /** Where it begins, in bytes from the splitter's beginning. */
  offset: number
  bytes: Buffer
  /** Of the whole line, in bytes. */
  length: number
  /** Longer than the splitter keeps: `bytes` is only its beginning. */
  cut: boolean
  /** false = the file ended without `\n`. */
  ended: boolean
}

/** Cuts a stream into lines and holds no more than `keep` bytes of one, however long it is. */
export class LineSplitter {
  readonly #keep: number
  #rest: Buffer[] = []
  #restKept = 0
  #restLength = 0
  #offset: number

  constructor(keep: number, offset = 0) {
    this.#keep = keep
    this.#offset = offset
  }

  *push(chunk: Buffer): Generator<RawLine, void, undefined> {
    let from = 0
    for (let to = chunk.indexOf(LF); to >= 0; to = chunk.indexOf(LF, from)) {
      const tail = chunk.subarray(from, to)
      yield this.#restLength === 0 ? this.#line(tail, tail.length, true) : this.#join(tail, true)
      from = to + 1
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from))
  }

  *end(): Generator<RawLine, void, undefined> {
    if (this.#restLength > 0) yield this.#join(Buffer.alloc(0), false)
  }

  #line(bytes: Buffer, length: number, ended: boolean): RawLine {
    const offset = this.#offset
    this.#offset += length + (ended ? 1 : 0)
    return { offset, bytes: bytes.subarray(0, this.#keep), length, cut: length > this.#keep, ended }
  }

  #join(tail: Buffer, ended: boolean): RawLine {
    this.#hold(tail)
    const bytes = Buffer.concat(this.#rest)
    const length = this.#restLength
    this.#rest = []
    this.#restKept = 0
    this.#restLength = 0
    return this.#line(bytes, length, ended)
  }

  #hold(part: Buffer): void {
    this.#restLength += part.length
    const room = this.#keep - this.#restKept
    if (room <= 0) return
    // A copy: the reader's buffer is used again for the next chunk.
    this.#rest.push(Buffer.from(part.subarray(0, room)))
    this.#restKept += Math.min(room, part.length)
  }
}

/** The file's bytes from `start` up to `end` (or its end), a chunk at a time in one buffer; other work gets its turn in between. */
export async function* chunksOf(
  handle: FileHandle,
  start = 0,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer, void, undefined> {
  const buffer = Buffer.allocUnsafe(CHUNK)
  for (let at = start; at < end; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK, end - at), at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}
