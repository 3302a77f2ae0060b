import { createHash } from 'node:crypto'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errorCode } from '../../../files.ts'
import type { RecordsPlace } from '../../../ledger/recorded-call.ts'
import { chunksOf } from '../../../lines.ts'
import { CsvRecords } from './csv.ts'
import { type CelEvent, eventOf } from './event.ts'

export type ToldEvent = {
  /** null = a record that is none of ours. */
  event: CelEvent | null
  start: RecordsPlace
  next: RecordsPlace
}

/** Longer than any first record. */
const MAX_HEAD = 4096

/**
 * The file in which the PBX records calls, and those that it was before: a rotation moves it aside, or copies and empties
 * it. A file is known by its first record, which no other file has.
 */
export class RecordFiles {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** Where the next record will stand. @throws what the system throws, but when there is no such file yet. */
  async end(): Promise<RecordsPlace> {
    try {
      const handle = await open(this.#path, 'r')
      let place: RecordsPlace = { head: '', offset: 0 }
      for await (const { next } of recordsIn(handle, null)) place = next
      return place
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return { head: '', offset: 0 }
      throw error
    }
  }

  /**
   * All records that stand there now, from this place on. `lost` is told when the place is in none of the files any more.
   * @throws what the system throws, also when the file is not there.
   */
  async *read(from: RecordsPlace, lost: () => void): AsyncGenerator<ToldEvent, void, undefined> {
    // Held open from the beginning: whatever is put aside from now on, this is the file after those that are aside now.
    const current = await open(this.#path, 'r')
    try {
      if (from.head === '' || (await headIn(current)) === from.head) {
        yield* recordsIn(current, from)
        return
      }
      const aside = await this.#aside()
      const there = aside.findIndex(({ head }) => head === from.head)
      if (there < 0) lost()
      else
        for (const [n, { path }] of aside.slice(there).entries())
          yield* recordsIn(await open(path, 'r'), n === 0 ? from : null)
      yield* recordsIn(current, null)
    } finally {
      await current.close()
    }
  }

  /** Rotated files that can be read, the oldest first. */
  async #aside(): Promise<{ path: string; head: string; at: number }[]> {
    const folder = dirname(this.#path)
    const own = basename(this.#path)
    const found: { path: string; head: string; at: number }[] = []
    for (const name of await readdir(folder)) {
      // `trubka.csv.1` and `trubka-20261127.csv`, as logrotate names them with and without `extension`.
      const stem = own.replace(/\.[^.]*$/, '')
      if (name === own || !name.startsWith(stem) || name.endsWith('.gz')) continue
      const path = join(folder, name)
      const first = await firstOf(path)
      if (first) found.push({ path, ...first })
    }
    return found.sort((a, b) => a.at - b.at)
  }
}

/** Closes the file. */
async function* recordsIn(handle: FileHandle, from: RecordsPlace | null): AsyncGenerator<ToldEvent, void, undefined> {
  try {
    const head = await headIn(handle)
    if (head === '') return
    const offset = from?.offset ?? 0
    const records = new CsvRecords(offset)
    for await (const chunk of chunksOf(handle, offset)) {
      for (const { fields, start, end } of records.push(chunk))
        yield { event: eventOf(fields), start: { head, offset: start }, next: { head, offset: end } }
    }
  } finally {
    await handle.close()
  }
}

/** Empty = there is no whole line yet. */
async function headIn(handle: FileHandle): Promise<string> {
  const line = await lineIn(handle)
  return line === '' ? '' : createHash('sha256').update(line).digest('hex').slice(0, 32)
}

async function lineIn(handle: FileHandle): Promise<string> {
  const buffer = Buffer.alloc(MAX_HEAD)
  const { bytesRead } = await handle.read(buffer, 0, MAX_HEAD, 0)
  const end = buffer.subarray(0, bytesRead).indexOf(0x0a)
  if (end < 0 && bytesRead < MAX_HEAD) return ''
  return buffer.toString('latin1', 0, end < 0 ? MAX_HEAD : end)
}

/** null = no file of such records. */
async function firstOf(path: string): Promise<{ head: string; at: number } | null> {
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch {
    return null
  }
  try {
    const head = await headIn(handle)
    const [record] = new CsvRecords(0).push(Buffer.from(`${await lineIn(handle)}\n`, 'latin1'))
    const event = record && eventOf(record.fields)
    return event && head !== '' ? { head, at: event.at } : null
  } catch {
    // A folder that is called so.
    return null
  } finally {
    await handle.close()
  }
}
