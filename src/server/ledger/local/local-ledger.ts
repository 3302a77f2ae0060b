import { mkdir } from 'node:fs/promises'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { TrubkaError } from '../../../protocol/errors.ts'
import { type Ledger, type LedgerEntry, LedgerRecord } from '../ledger.ts'
import { encode, MAX_LINE } from './line.ts'
import { lockFolder } from './lock.ts'
import type { Segment } from './segment.ts'
import { nextSegment, openSegments } from './segments.ts'

/** A file of the log that is larger is full: at a start, the newest is gone through. */
const SEGMENT_BYTES = 64 * 1024 * 1024
/** As much as goes into one durable write: keeps the wait of those who come meanwhile short. */
const MAX_BATCH = 4 * 1024 * 1024
/** The longest head an entry can have: checksum, number and time. */
const ENTRY_HEAD = 100

type Waiting = {
  at: number
  record: LedgerRecord
  json: string
  done: (seq: number) => void
  failed: (error: TrubkaError) => void
}

export type LocalLedgerOptions = { logger: Logger; segmentBytes?: number }

/**
 * Opens the ledger of one machine: append-only files in `folder`, made when there are none; when one is full, the next one
 * is begun. What a crash left half written at the end is cut off, holes before whole records are skipped; both are reported.
 * @throws FolderLocked when another process works there, LedgerDamaged when a record is damaged.
 */
export async function openLocalLedger(folder: string, { logger, segmentBytes }: LocalLedgerOptions): Promise<Ledger> {
  await mkdir(folder, { recursive: true })
  const unlock = await lockFolder(folder)
  try {
    const segments = await openSegments(folder, logger)
    return new LocalLedger({ folder, segments, segmentBytes: segmentBytes ?? SEGMENT_BYTES, unlock, logger })
  } catch (error) {
    await unlock()
    throw error
  }
}

class LocalLedger implements Ledger {
  readonly #folder: string
  readonly #unlock: () => Promise<void>
  readonly #logger: Logger
  readonly #segmentBytes: number
  readonly #full: Segment[]
  #newest: Segment
  /** The newest file is full when it is larger than this. */
  #enough: number
  readonly #listeners = new Set<(entry: LedgerEntry) => void>()
  #waiting: Waiting[] = []
  #writing: Promise<void> | null = null
  /** Bytes of a failed write may lie after the newest file's size. */
  #ragged = false
  #closed = false

  constructor(o: {
    folder: string
    segments: readonly Segment[]
    segmentBytes: number
    unlock: () => Promise<void>
    logger: Logger
  }) {
    const newest = o.segments.at(-1)
    if (newest === undefined) throw new Error('a ledger without a file')
    this.#folder = o.folder
    this.#unlock = o.unlock
    this.#logger = o.logger
    this.#segmentBytes = o.segmentBytes
    this.#enough = o.segmentBytes
    this.#full = o.segments.slice(0, -1)
    this.#newest = newest
  }

  get last(): number {
    return this.#newest.last
  }

  append(record: LedgerRecord, at = Date.now()): Promise<number> {
    if (this.#closed) return Promise.reject(new TrubkaError('notKept', 'the ledger is closed'))
    // A record that cannot be read back would stop every later start.
    if (!v.is(LedgerRecord, record)) return Promise.reject(new TrubkaError('internal', 'not a ledger record'))
    const json = JSON.stringify(record)
    if (Buffer.byteLength(json) > MAX_LINE - ENTRY_HEAD) return Promise.reject(new TrubkaError('tooLarge'))
    return new Promise((done, failed) => {
      this.#waiting.push({ at, record, json, done, failed })
      this.#writing ??= this.#drain()
    })
  }

  async *read(
    after: number,
    types?: readonly LedgerRecord['type'][],
    to = Number.POSITIVE_INFINITY,
  ): AsyncIterable<LedgerEntry> {
    const what = { after, to: Math.min(to, this.last), types }
    for (const segment of [...this.#full, this.#newest])
      if (segment.last > after && segment.after < what.to) yield* segment.read(what)
  }

  tail(bytes: number): number {
    let left = bytes
    for (const segment of [...this.#full, this.#newest].reverse()) {
      if (left <= segment.size) return segment.places.before(segment.size - left)
      left -= segment.size
    }
    return 0
  }

  onAppended(listener: (entry: LedgerEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#writing
    await this.#newest.close()
    await this.#unlock()
  }

  /** Writes until nobody waits: those who come during a write go together into the next one. */
  async #drain(): Promise<void> {
    // Appends of the same turn belong together.
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch()
      try {
        await this.#write(batch)
      } catch (error) {
        this.#logger.error(
          { err: error, file: this.#newest.path, records: batch.length },
          'the ledger cannot be written',
        )
        this.#ragged = true
        // At once where possible: what was refused must not be found after a restart.
        await this.#trim().catch(() => undefined)
        for (const { failed } of batch) failed(new TrubkaError('notKept', 'the ledger cannot be written'))
        continue
      }
      if (this.#newest.size > this.#enough) await this.#begin()
    }
    this.#writing = null
  }

  /** A new file, because the newest is full. */
  async #begin(): Promise<void> {
    const full = this.#newest
    try {
      this.#newest = await nextSegment(this.#folder, full, this.#logger)
      this.#full.push(full)
      this.#enough = this.#segmentBytes
    } catch (error) {
      this.#logger.warn({ err: error, file: full.path }, 'no new file of the ledger: this one is written to')
      this.#enough = full.size + this.#segmentBytes / 8
    }
  }

  async #trim(): Promise<void> {
    const handle = await this.#newest.handle()
    await handle.truncate(this.#newest.size)
    await handle.datasync()
    this.#ragged = false
  }

  #takeBatch(): Waiting[] {
    let bytes = 0
    let count = 0
    for (const { json } of this.#waiting) {
      bytes += json.length
      if (count > 0 && bytes > MAX_BATCH) break
      count++
    }
    return this.#waiting.splice(0, count)
  }

  async #write(batch: Waiting[]): Promise<void> {
    if (this.#ragged) await this.#trim()
    const newest = this.#newest
    const first = newest.last + 1
    const lines = batch.map(({ at, json }, i) => encode(first + i, at, json))
    const bytes = Buffer.concat(lines)
    const handle = await newest.handle()
    for (let written = 0; written < bytes.length; ) {
      const left = bytes.length - written
      written += (await handle.write(bytes, written, left, newest.size + written)).bytesWritten
    }
    await handle.datasync()
    for (const [i, line] of lines.entries()) {
      newest.last++
      newest.places.add(newest.last, newest.size, batch[i]?.record.type ?? null)
      newest.size += line.length
    }
    for (const [i, { at, record, done }] of batch.entries()) {
      for (const listener of this.#listeners) this.#tell(listener, { seq: first + i, at, record })
      done(first + i)
    }
  }

  /** A fault in a read model is not the ledger's. */
  #tell(listener: (entry: LedgerEntry) => void, entry: LedgerEntry): void {
    try {
      listener(entry)
    } catch (error) {
      this.#logger.error({ err: error, seq: entry.seq }, 'a read model failed at a record')
    }
  }
}
