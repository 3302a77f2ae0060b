import { readFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { errorCode, SECRET, writeWhole } from '../files.ts'
import { Entry, type EntryStore } from './entries.ts'

const File = v.object({ version: v.literal(1), intakes: v.array(Entry) })

/** `<data>/intakes.json`: one write at a time, and always the latest. What a crash keeps from it, the browsers send again. */
export class EntryFile implements EntryStore {
  readonly #path: string
  readonly #logger: Logger
  #writing: Promise<void> = Promise.resolve()
  #waits = false

  constructor(path: string, { logger }: { logger: Logger }) {
    this.#path = path
    this.#logger = logger
  }

  async load(): Promise<Entry[]> {
    try {
      return v.parse(File, JSON.parse(await readFile(this.#path, 'utf8'))).intakes
    } catch (error) {
      if (errorCode(error) !== 'ENOENT')
        this.#logger.warn({ err: error, file: this.#path }, 'open wizards not readable')
      return []
    }
  }

  save(entries: () => Entry[]): void {
    if (this.#waits) return
    this.#waits = true
    this.#writing = this.#writing.then(async () => {
      this.#waits = false
      try {
        await writeWhole(this.#path, JSON.stringify({ version: 1, intakes: entries() }), SECRET)
      } catch (error) {
        this.#logger.error({ err: error, file: this.#path }, 'open wizards cannot be kept')
      }
    })
  }

  async flush(): Promise<void> {
    await this.#writing
  }
}
