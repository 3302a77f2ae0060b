import { setImmediate as breathe } from 'node:timers/promises'
import type { Logger } from 'pino'
import type * as v from 'valibot'
import { errorCode } from '../files.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { type Moment, readSnapshot, writeSnapshot } from './snapshot.ts'

export type ReadModelOptions<Item> = {
  ledger: Ledger
  /** Where its snapshot lies. */
  path: string
  item: v.GenericSchema<unknown, Item>
  /** Begins with what a snapshot held: some of it at a time, in its order. */
  restore: (items: Item[]) => void
  apply: (entry: LedgerEntry) => void
  /** What is to be kept, as it is now: it is gone through little by little, while records go on being applied. */
  snapshot: () => Iterable<Item>
  logger: Logger
  /** A snapshot after so many records. */
  every?: number
}

const EVERY = 2000
/** So many items are restored before other work gets its turn: a few milliseconds. */
const AT_ONCE = 2000

/**
 * What is made of the ledger's records, one after the other. A snapshot keeps a start from reading them all: it says which
 * record it holds last, and when that was written, so that one of another ledger is not taken.
 */
export class ReadModel<Item> {
  readonly #o: ReadModelOptions<Item>
  #last: Moment = { seq: 0, at: 0 }
  #sinceSnapshot = 0
  #saving: Promise<void> | null = null
  #started = false
  #unhook: () => void = () => {}

  constructor(options: ReadModelOptions<Item>) {
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
    this.#started = true
    this.#saveIfDue()
  }

  async stop(): Promise<void> {
    this.#unhook()
    await this.#saving
    if (this.#sinceSnapshot > 0) await this.#save()
  }

  #take(entry: LedgerEntry): void {
    if (entry.seq <= this.#last.seq) return
    this.#last = { seq: entry.seq, at: entry.at }
    this.#o.apply(entry)
    this.#sinceSnapshot++
    this.#saveIfDue()
  }

  /** Not while there is much to be read. */
  #saveIfDue(): void {
    if (!this.#started || this.#saving !== null || this.#sinceSnapshot < (this.#o.every ?? EVERY)) return
    this.#saving = this.#save().finally(() => {
      this.#saving = null
    })
  }

  /** A snapshot that is missing, unreadable or of another ledger costs time, and nothing else. */
  async #load(): Promise<void> {
    const { path, item, logger, restore } = this.#o
    try {
      const found = await readSnapshot(path, item)
      if (!(await this.#isOurs(found.moment))) {
        logger.warn({ file: path }, 'this snapshot is not of this ledger: all records are read')
        return
      }
      for (let from = 0; from < found.items.length; from += AT_ONCE) {
        restore(found.items.slice(from, from + AT_ONCE))
        await breathe()
      }
      this.#last = found.moment
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') logger.warn({ err: error, file: path }, 'snapshot not readable')
    }
  }

  async #isOurs({ seq, at }: Moment): Promise<boolean> {
    for await (const entry of this.#o.ledger.read(seq - 1)) return entry.seq === seq && entry.at === at
    return false
  }

  async #save(): Promise<void> {
    const { path, logger, snapshot } = this.#o
    this.#sinceSnapshot = 0
    try {
      await writeSnapshot(path, this.#last, snapshot())
    } catch (error) {
      logger.error({ err: error, file: path }, 'snapshot not kept')
    }
  }
}
