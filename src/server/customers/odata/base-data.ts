import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import { ODataError } from './client.ts'
import { type Loaded, type LoadOptions, loadBase, readByLoading } from './load.ts'
import type { PhoneIndex } from './phone-index.ts'
import { refreshBase, tellsChanges } from './refresh.ts'

/** Rows read so far, and how many there are; null = 1C does not say. */
export type Progress = { read: number; of: number | null }

/** How far the first loading has come is told so often. */
const TELL_MS = 1000
/** Rows that stand for nothing, and of all so many for one of them: all is put anew then. */
const MANY_REPLACED = 10_000
const REPLACED_SHARE = 4

type DataOptions = {
  reloadHours: number
  logger: Logger
  /** More callers are known, while a base is loaded for the first time. */
  growing: () => void
}

/** What is held of a base: loaded once, and brought up to date by what has changed. */
export class BaseData {
  readonly #o: DataOptions
  #loaded: Loaded | null = null
  /** While it is loaded for the first time: what has come so far. */
  #growing: Loaded | null = null
  /** By what it was loaded. */
  #by: LoadOptions | null = null
  #reloadAt = 0
  /** False where the base says which cards have changed, and does not let them be read alone. */
  #canRefresh = true
  #loading = false
  #read = 0
  #total: number | null = null

  constructor(options: DataOptions) {
    this.#o = options
  }

  get loaded(): Loaded | null {
    return this.#loaded
  }

  /** What callers are looked up in: a base that is being loaded for the first time knows some of them already. */
  get callers(): PhoneIndex | null {
    return (this.#loaded ?? this.#growing)?.index ?? null
  }

  /** Of a whole loading; null when none goes on. */
  get progress(): Progress | null {
    if (!this.#loading || this.#read === 0) return null
    return { read: this.#read, of: this.#total === null ? null : Math.max(this.#read, this.#total) }
  }

  /** @throws ODataError; what was there stays */
  async bringUpToDate(options: LoadOptions): Promise<void> {
    const how = await this.#refresh(options)
    if (how === 'refreshed') return
    this.#loading = true
    try {
      await this.#load(options)
    } finally {
      this.#loading = false
    }
    if (how === 'refused') this.#canRefresh = false
  }

  /** By what has changed, where that can be told and is not too much. */
  async #refresh(options: LoadOptions): Promise<'refreshed' | 'refused' | null> {
    const loaded = this.#loaded
    if (loaded === null || !this.#isToBeRefreshed(loaded, options)) return null
    const { logger } = this.#o
    const begun = performance.now()
    let rows = 0
    const progress = (read: number) => {
      rows += read
    }
    try {
      const now = await refreshBase({ ...options, progress }, loaded)
      if (now === null) return null
      this.#loaded = now
    } catch (error) {
      if (!(error instanceof ODataError) || error.status === null) throw error
      logger.warn({ base: options.base, fault: error.message }, 'changes cannot be read alone: 1C base is read whole')
      return 'refused'
    }
    logger.debug({ base: options.base, rows, ms: Math.round(performance.now() - begun) }, '1C base refreshed')
    return 'refreshed'
  }

  #isToBeRefreshed({ customers, properties }: Loaded, options: LoadOptions): boolean {
    const isFull = customers.replaced > Math.max(MANY_REPLACED, customers.length / REPLACED_SHARE)
    return (
      this.#canRefresh &&
      !isFull &&
      performance.now() < this.#reloadAt &&
      this.#by?.lastDigits === options.lastDigits &&
      isDeepStrictEqual(properties, options.properties) &&
      tellsChanges(options.preset, properties)
    )
  }

  async #load(options: LoadOptions): Promise<void> {
    const { reloadHours, logger, growing } = this.#o
    const begun = performance.now()
    this.#read = 0
    this.#total = await countRows(options)
    let toldAt = performance.now()
    const progress = (rows: number) => {
      this.#read += rows
      if (this.#loaded !== null || performance.now() < toldAt + TELL_MS) return
      toldAt = performance.now()
      growing()
    }
    this.#loaded = await loadBase({ ...options, progress }, (half) => {
      if (this.#loaded === null) this.#growing = half
    })
    this.#growing = null
    this.#by = options
    this.#reloadAt = performance.now() + reloadHours * 3_600_000
    const { index, people, skipped } = this.#loaded
    const ms = Math.round(performance.now() - begun)
    logger.info({ base: options.base, numbers: index.size, people: people.length, skipped, ms }, '1C base loaded')
  }
}

/** Of all rows that are to be read; null where 1C does not say. */
async function countRows({ client, preset, properties }: LoadOptions): Promise<number | null> {
  let total = 0
  for (const set of readByLoading(preset)) {
    if (!properties.has(set)) continue
    const count = await client.count(set)
    if (count === null) return null
    total += count
  }
  return total
}
