import { readFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { errorCode, writeWhole } from '../files.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'

export type ReadModelOptions<Content> = {
  ledger: Ledger
  /** Where its snapshot lies. */
  path: string
  content: v.GenericSchema<unknown, Content>
  /** Begins with what a snapshot held. */
  restore: (content: Content) => void
  apply: (entry: LedgerEntry) => void
  /** What is to be kept now. */
  snapshot: () => Content
  logger: Logger
  /** A snapshot after so many records. */
  every?: number
}

const EVERY = 2000

/**
 * What is made of the ledger's records, one after the other. A snapshot keeps a start from reading them all: it says which
 * record it holds last, and when that was written, so that one of another ledger is not taken.
 */
export class ReadModel<Content> {
  readonly #o: ReadModelOptions<Content>
  #last: { seq: number; at: number } = { seq: 0, at: 0 }
  #sinceSnapshot = 0
  #saving: Promise<unknown> = Promise.resolve()
  #unhook: () => void = () => {}

  constructor(options: ReadModelOptions<Content>) {
    this.#o = options
  }

  /** Applies all there is, then whatever is appended. */
  async start(): Promise<void> {
    await this.#load()
    let early: LedgerEntry[] | null = []
    this.#unhook = this.#o.ledger.onAppended((entry) => {
      if (early) early.push(entry)
      else this.#take(entry)
    })
    for await (const entry of this.#o.ledger.read(this.#last.seq)) this.#take(entry)
    const waiting = early
    early = null
    for (const entry of waiting) this.#take(entry)
  }

  async stop(): Promise<void> {
    this.#unhook()
    if (this.#sinceSnapshot > 0) this.#save()
    await this.#saving
  }

  #take(entry: LedgerEntry): void {
    if (entry.seq <= this.#last.seq) return
    this.#last = { seq: entry.seq, at: entry.at }
    this.#o.apply(entry)
    if (++this.#sinceSnapshot >= (this.#o.every ?? EVERY)) this.#save()
  }

  /** A snapshot that is missing, unreadable or of another ledger costs time, and nothing else. */
  async #load(): Promise<void> {
    const { path, content, logger, restore } = this.#o
    const File = v.object({ seq: v.number(), at: v.number(), content })
    try {
      const found = v.parse(File, JSON.parse(await readFile(path, 'utf8')))
      if (!(await this.#isOurs(found))) {
        logger.warn({ file: path }, 'this snapshot is not of this ledger: all records are read')
        return
      }
      restore(found.content)
      this.#last = { seq: found.seq, at: found.at }
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') logger.warn({ err: error, file: path }, 'snapshot not readable')
    }
  }

  async #isOurs({ seq, at }: { seq: number; at: number }): Promise<boolean> {
    for await (const entry of this.#o.ledger.read(seq - 1)) return entry.seq === seq && entry.at === at
    return false
  }

  #save(): void {
    this.#sinceSnapshot = 0
    const text = JSON.stringify({ ...this.#last, content: this.#o.snapshot() })
    this.#saving = this.#saving
      .then(() => writeWhole(this.#o.path, text))
      .catch((error: unknown) => this.#o.logger.error({ err: error, file: this.#o.path }, 'snapshot not kept'))
  }
}
