import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { TrubkaError } from '../../../protocol/errors.ts'
import { errorCode, syncFolder } from '../../files.ts'
import { type Ledger, type LedgerEntry, LedgerRecord } from '../ledger.ts'
import { encode, MAX_LINE } from './line.ts'
import { lockFolder } from './lock.ts'
import type { Places } from './places.ts'
import { entries, type Scan, scan } from './scan.ts'

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

/**
 * Opens the ledger of one machine: one append-only file in `folder`, made when it is not there.
 * What a crash left half written at its end is cut off, holes before whole records are skipped; both are reported.
 * @throws FolderLocked when another process works there, LedgerDamaged when a record is damaged.
 */
export async function openLocalLedger(folder: string, { logger }: { logger: Logger }): Promise<Ledger> {
  await mkdir(folder, { recursive: true })
  const unlock = await lockFolder(folder)
  let handle: FileHandle | null = null
  try {
    const file = join(folder, 'ledger.log')
    handle = await openOrCreate(file, folder)
    const found = await scan(handle, file)
    if (found.holes.length > 0) {
      const { holes } = found
      logger.warn({ file, holes }, 'a crash left holes among records that it did not let be acknowledged: skipped')
    }
    if (found.torn > 0) {
      logger.warn({ file, offset: found.size, bytes: found.torn }, 'a crash left an unfinished record: cut off')
      await handle.truncate(found.size)
      await handle.sync()
    }
    return new LocalLedger({ handle, file, found, unlock, logger })
  } catch (error) {
    await handle?.close()
    await unlock()
    throw error
  }
}

async function openOrCreate(file: string, folder: string): Promise<FileHandle> {
  try {
    return await open(file, 'r+')
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
  const handle = await open(file, 'wx+')
  await handle.sync()
  await syncFolder(folder)
  return handle
}

class LocalLedger implements Ledger {
  readonly #handle: FileHandle
  readonly #file: string
  readonly #unlock: () => Promise<void>
  readonly #logger: Logger
  readonly #places: Places
  #seq: number
  #size: number
  readonly #listeners = new Set<(entry: LedgerEntry) => void>()
  #waiting: Waiting[] = []
  #writing: Promise<void> | null = null
  /** Bytes of a failed write may lie after `#size`. */
  #ragged = false
  #closed = false

  constructor(o: { handle: FileHandle; file: string; found: Scan; unlock: () => Promise<void>; logger: Logger }) {
    this.#handle = o.handle
    this.#file = o.file
    this.#unlock = o.unlock
    this.#logger = o.logger
    this.#places = o.found.places
    this.#seq = o.found.seq
    this.#size = o.found.size
  }

  get last(): number {
    return this.#seq
  }

  append(record: LedgerRecord): Promise<number> {
    if (this.#closed) return Promise.reject(new TrubkaError('notKept', 'the ledger is closed'))
    // A record that cannot be read back would stop every later start.
    if (!v.is(LedgerRecord, record)) return Promise.reject(new TrubkaError('internal', 'not a ledger record'))
    const json = JSON.stringify(record)
    if (Buffer.byteLength(json) > MAX_LINE - ENTRY_HEAD) return Promise.reject(new TrubkaError('tooLarge'))
    return new Promise((done, failed) => {
      this.#waiting.push({ at: Date.now(), record, json, done, failed })
      this.#writing ??= this.#drain()
    })
  }

  async *read(
    after: number,
    types?: readonly LedgerRecord['type'][],
    to = Number.POSITIVE_INFINITY,
  ): AsyncIterable<LedgerEntry> {
    for (const { start, end } of this.#places.parts({ after, to, types }, this.#size)) {
      const part = entries(this.#handle, this.#file, { start, end, types })
      for await (const entry of part) if (entry.seq > after && entry.seq <= to) yield entry
    }
  }

  onAppended(listener: (entry: LedgerEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#writing
    await this.#handle.close()
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
        this.#logger.error({ err: error, file: this.#file, records: batch.length }, 'the ledger cannot be written')
        this.#ragged = true
        // At once where possible: what was refused must not be found after a restart.
        await this.#trim().catch(() => undefined)
        for (const { failed } of batch) failed(new TrubkaError('notKept', 'the ledger cannot be written'))
      }
    }
    this.#writing = null
  }

  async #trim(): Promise<void> {
    await this.#handle.truncate(this.#size)
    await this.#handle.datasync()
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
    const lines = batch.map(({ at, json }, i) => encode(this.#seq + 1 + i, at, json))
    const bytes = Buffer.concat(lines)
    for (let written = 0; written < bytes.length; ) {
      const left = bytes.length - written
      written += (await this.#handle.write(bytes, written, left, this.#size + written)).bytesWritten
    }
    await this.#handle.datasync()
    for (const [i, line] of lines.entries()) {
      this.#seq++
      this.#places.add(this.#seq, this.#size, batch[i]?.record.type ?? null)
      this.#size += line.length
    }
    const first = this.#seq - batch.length + 1
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
