import { access, type FileHandle, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import * as v from 'valibot'
import { errorCode, syncFolder, writeWhole } from '../../files.ts'
import type { LedgerEntry, LedgerRecord } from '../ledger.ts'
import { KeptPlaces, Places } from './places.ts'
import { entries } from './scan.ts'

const NAME = /^ledger(?:-([0-9]{16}))?\.log$/

/** The record before the first one in a file of this name; null = it is none of ours. The name of the first has no number. */
export function afterOf(name: string): number | null {
  const found = NAME.exec(name)
  return found && (found[1] === undefined ? 0 : Number(found[1]) - 1)
}

const nameOf = (after: number) => (after === 0 ? 'ledger.log' : `ledger-${String(after + 1).padStart(16, '0')}.log`)
const placesOf = (path: string) => path.replace(/\.log$/, '.places')

/** The file of the log of which this one tells where what lies; null = it tells of none. */
export function logOfPlaces(name: string): string | null {
  const log = name.replace(/\.places$/, '.log')
  return log !== name && afterOf(log) !== null ? log : null
}

/** Of a file that is full: a start need not go through it. */
const Kept = v.object({ after: v.number(), last: v.number(), size: v.number(), places: KeptPlaces })

/** One file of the log: records `after` + 1 up to `last`, in `size` bytes. Only the newest is written to. */
export class Segment {
  readonly path: string
  readonly after: number
  readonly places: Places
  last: number
  size: number
  #handle: Promise<FileHandle> | null
  /** The one that is written to stays open, the others while somebody reads them. */
  #users: number

  constructor(path: string, after: number, found: { places: Places; seq: number; size: number }, handle?: FileHandle) {
    this.path = path
    this.after = after
    this.places = found.places
    this.last = found.seq
    this.size = found.size
    this.#handle = handle ? Promise.resolve(handle) : null
    this.#users = handle ? 1 : 0
  }

  /** The first there is, or the one after a full one; survives a power cut when this resolves. */
  static async create(folder: string, after: number): Promise<Segment> {
    const path = join(folder, nameOf(after))
    const handle = await open(path, 'wx+')
    try {
      await handle.sync()
      await syncFolder(folder)
    } catch (error) {
      await handle.close()
      await rm(path, { force: true })
      throw error
    }
    return new Segment(path, after, { places: new Places(after), seq: after, size: 0 }, handle)
  }

  /** What is known of a full file of this size; null = it has to be gone through. */
  static async known(path: string, after: number, size: number): Promise<Segment | null> {
    const text = await readFile(placesOf(path), 'utf8').catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return ''
      throw error
    })
    const json = text.slice(9)
    if (json === '' || text.slice(0, 8) !== checksum(json)) return null
    const kept = v.safeParse(Kept, JSON.parse(json))
    if (!kept.success || kept.output.after !== after || kept.output.size !== size) return null
    const { last, places } = kept.output
    return new Segment(path, after, { places: Places.from(after, places), seq: last, size })
  }

  /** It is full: from now on it is only read. What is not kept of it is found again at the next start. */
  async seal(): Promise<void> {
    const { after, last, size, places } = this
    const json = JSON.stringify({ after, last, size, places: places.kept })
    try {
      await writeWhole(placesOf(this.path), `${checksum(json)} ${json}`)
    } finally {
      await this.#letGo()
    }
  }

  async handle(): Promise<FileHandle> {
    this.#handle ??= open(this.path, 'r').catch((error: unknown) => {
      this.#handle = null
      throw error
    })
    return this.#handle
  }

  async *read(what: {
    after: number
    to: number
    types: readonly LedgerRecord['type'][] | undefined
  }): AsyncGenerator<LedgerEntry, void, undefined> {
    const { after, to, types } = what
    const parts = [...this.places.parts(what, this.size)]
    if (parts.length === 0) return
    this.#users++
    try {
      const handle = await this.handle()
      for (const { start, end } of parts)
        for await (const entry of entries(handle, this.path, { start, end, types }))
          if (entry.seq > after && entry.seq <= to) yield entry
    } finally {
      await this.#letGo()
    }
  }

  async #letGo(): Promise<void> {
    if (--this.#users > 0) return
    const handle = this.#handle
    this.#handle = null
    await (await handle?.catch(() => null))?.close()
  }

  /** Of the one that is written to. */
  async close(): Promise<void> {
    await this.#letGo()
  }
}

/** Whether something is known of it as of a full one: then there was one after it. */
export async function wasFull(path: string): Promise<boolean> {
  return access(placesOf(path)).then(
    () => true,
    () => false,
  )
}

const checksum = (text: string) => crc32(text).toString(16).padStart(8, '0')
