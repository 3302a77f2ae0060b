import type { FileHandle } from 'node:fs/promises'
import { chunksOf, LineSplitter, type RawLine } from '../../lines.ts'
import type { LedgerEntry } from '../ledger.ts'
import { decode, MAX_LINE } from './line.ts'

/** The log cannot be trusted. The message names file and offset; nothing was changed. */
export class LedgerDamaged extends Error {
  override readonly name = 'LedgerDamaged'
}

/** Every `STRIDE`th entry's place is remembered, so that reading on from a number need not begin at the beginning. */
export const STRIDE = 256

export type Scan = {
  seq: number
  /** Where the good entries end. */
  size: number
  /** Where entries 1, 1 + STRIDE, 1 + 2·STRIDE … begin. */
  places: number[]
  /** Bytes after `size` that a crash left of entries never acknowledged. */
  torn: number
}

/** Reads the whole log once, at start. */
export async function scan(handle: FileHandle, file: string): Promise<Scan> {
  const result: Scan = { seq: 0, size: 0, places: [], torn: 0 }
  let bad: RawLine | null = null
  let end = 0
  for await (const line of rawLines(handle, 0)) {
    end = line.offset + line.bytes.length + (line.ended ? 1 : 0)
    const entry = line.ended ? entryOf(line, file) : null
    if (bad !== null) {
      if (entry !== null) throw damaged(file, bad.offset, 'the record does not match its checksum')
    } else if (entry === null) {
      bad = { ...line, bytes: Buffer.from(line.bytes) }
    } else {
      if (entry.seq !== result.seq + 1) throw damaged(file, line.offset, `record ${entry.seq} follows ${result.seq}`)
      if (result.seq % STRIDE === 0) result.places.push(line.offset)
      result.seq = entry.seq
      result.size = end
    }
  }
  if (bad === null) return result
  // A crash leaves the beginning of what was being written, or blocks of zeros. A whole last line that does not match is neither.
  if (bad.ended && !bad.bytes.includes(0)) throw damaged(file, bad.offset, 'the record does not match its checksum')
  return { ...result, torn: end - result.size }
}

/** Entries from the byte `start` up to the byte `end`, which must be known to be good. */
export async function* entries(
  handle: FileHandle,
  file: string,
  start: number,
  end: number,
): AsyncGenerator<LedgerEntry, void, undefined> {
  for await (const line of rawLines(handle, start, end)) {
    const entry = entryOf(line, file)
    if (entry === null) throw damaged(file, line.offset, 'the record does not match its checksum')
    yield entry
  }
}

async function* rawLines(handle: FileHandle, start: number, end?: number): AsyncGenerator<RawLine, void, undefined> {
  const splitter = new LineSplitter(MAX_LINE, start)
  for await (const chunk of chunksOf(handle, start, end)) yield* splitter.push(chunk)
  yield* splitter.end()
}

function entryOf(line: RawLine, file: string): LedgerEntry | null {
  if (line.cut) return null
  try {
    return decode(line.bytes)
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : ''
    throw damaged(file, line.offset, `this version cannot read the record (${why})`)
  }
}

function damaged(file: string, offset: number, why: string): LedgerDamaged {
  return new LedgerDamaged(`${file}, byte ${offset}: ${why}`)
}
