import type { FileHandle } from 'node:fs/promises'
import { chunksOf, LineSplitter, type RawLine } from '../../lines.ts'
import type { LedgerEntry, LedgerRecord } from '../ledger.ts'
import { jsonOf, MAX_LINE, mayBe, parse, seqOf, typeOf } from './line.ts'
import { Places } from './places.ts'

/** The log cannot be trusted. The message names file and offset; nothing was changed. */
export class LedgerDamaged extends Error {
  override readonly name = 'LedgerDamaged'
}

export type Scan = {
  seq: number
  /** Where the good entries end. */
  size: number
  places: Places
  /** Bytes after `size` that a crash left of entries never acknowledged. */
  torn: number
  /** Such bytes before the last good entry: the records that should be there, by number. */
  holes: Hole[]
}

type Bad = { offset: number; neverWritten: boolean; ended: boolean }
export type Hole = { offset: number; bytes: number; from: number; to: number }

/**
 * Goes through a whole file of the log, which begins after the record `after`: checksums and numbers. What the records say
 * is seen when they are read.
 *
 * A power cut may leave any blocks of the last write on disk and not the others, so whole entries can follow a hole.
 */
export async function scan(handle: FileHandle, file: string, after: number): Promise<Scan> {
  const result: Scan = { seq: after, size: 0, places: new Places(after), torn: 0, holes: [] }
  /** What does not make an entry, since the last one. */
  let bad: Bad | null = null
  let end = 0
  for await (const line of rawLines(handle, 0)) {
    end = line.offset + line.length + (line.ended ? 1 : 0)
    const json = line.ended ? wholeJson(line) : null
    if (json === null) {
      bad ??= { offset: line.offset, neverWritten: true, ended: true }
      bad = { ...bad, neverWritten: bad.neverWritten && isHole(line), ended: line.ended }
      continue
    }
    if (bad !== null && !bad.neverWritten) throw noMatch(file, bad.offset)
    const seq = seqOf(json)
    if (bad === null ? seq !== result.seq + 1 : !(seq > result.seq + 1)) {
      throw damaged(file, line.offset, `record ${seq} follows ${result.seq}`)
    }
    if (bad !== null) {
      result.holes.push({ offset: bad.offset, bytes: line.offset - bad.offset, from: result.seq + 1, to: seq - 1 })
    }
    bad = null
    result.places.add(seq, line.offset, typeOf(json))
    result.seq = seq
    result.size = end
  }
  if (bad === null) return result
  // A crash leaves the beginning of what was being written, or blocks of zeros. A whole last line that does not match is neither.
  if (bad.ended && !bad.neverWritten) throw noMatch(file, bad.offset)
  return { ...result, torn: end - result.size }
}

/** Entries from the byte `start` up to the byte `end`, which must be known to be good; only of these types. */
export async function* entries(
  handle: FileHandle,
  file: string,
  { start, end, types }: { start: number; end: number; types?: readonly LedgerRecord['type'][] | undefined },
): AsyncGenerator<LedgerEntry, void, undefined> {
  for await (const line of rawLines(handle, start, end)) {
    const json = wholeJson(line)
    if (json === null) {
      if (isHole(line)) continue
      throw noMatch(file, line.offset)
    }
    if (types !== undefined && !mayBe(json, types)) continue
    const entry = entryOf(json, file, line.offset)
    if (types?.includes(entry.record.type) ?? true) yield entry
  }
}

async function* rawLines(handle: FileHandle, start: number, end?: number): AsyncGenerator<RawLine, void, undefined> {
  const splitter = new LineSplitter(MAX_LINE, start)
  for await (const chunk of chunksOf(handle, start, end)) yield* splitter.push(chunk)
  yield* splitter.end()
}

const wholeJson = (line: RawLine): Buffer | null => (line.cut ? null : jsonOf(line.bytes))

/** Blocks that never reached the disk are zeros, and no entry has one. What was acknowledged is on disk. */
const isHole = (line: RawLine): boolean => line.bytes.includes(0)

function entryOf(json: Buffer, file: string, offset: number): LedgerEntry {
  try {
    return parse(json)
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : ''
    throw damaged(file, offset, `this version cannot read the record (${why})`, NEWER)
  }
}

const noMatch = (file: string, offset: number) => damaged(file, offset, 'the record does not match its checksum')

/** What whoever starts the server can do. */
const COPY = 'Put a copy of the whole folder in its place; docs/installation.md says how, and what to do without one'
const NEWER = 'Start the version that wrote it, or a newer one'

export function damaged(file: string, offset: number, why: string, what = COPY): LedgerDamaged {
  return new LedgerDamaged(`${file}, byte ${offset}: ${why}. Nothing was changed. ${what}`)
}
