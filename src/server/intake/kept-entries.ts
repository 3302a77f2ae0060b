import type { Logger } from 'pino'
import * as v from 'valibot'
import type { Kept } from '../kept/kept.ts'
import { Entry, type EntryStore } from './entries.ts'

const File = v.object({ version: v.literal(1), intakes: v.array(Entry) })

/** One write at a time, and always the latest. What a crash keeps from it, the browsers send again. */
export class KeptEntries implements EntryStore {
  readonly #kept: Kept
  readonly #logger: Logger
  #writing: Promise<void> = Promise.resolve()
  #waits = false

  constructor(kept: Kept, { logger }: { logger: Logger }) {
    this.#kept = kept
    this.#logger = logger
  }

  async load(): Promise<Entry[]> {
    const text = await this.#kept.read()
    if (text === null) return []
    try {
      return v.parse(File, JSON.parse(text)).intakes
    } catch (error) {
      this.#logger.warn({ err: error, file: this.#kept.place }, 'open wizards not readable')
      return []
    }
  }

  save(entries: () => Entry[]): void {
    if (this.#waits) return
    this.#waits = true
    this.#writing = this.#writing.then(async () => {
      this.#waits = false
      try {
        await this.#kept.write(JSON.stringify({ version: 1, intakes: entries() }))
      } catch (error) {
        this.#logger.error({ err: error, file: this.#kept.place }, 'open wizards cannot be kept')
      }
    })
  }

  async flush(): Promise<void> {
    await this.#writing
  }
}
