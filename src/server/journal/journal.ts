import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { Emitter } from '../events.ts'
import { Follower } from '../ledger/follower.ts'
import type { Ledger, LedgerEntry } from '../ledger/ledger.ts'
import { type CallRecord, recordedCall } from '../ledger/recorded-calls.ts'
import type { JournalBook } from './book.ts'
import { canonical, rowsOf } from './call-rows.ts'
import { wordsText } from './clients.ts'
import type { JournalEntry } from './store.ts'

export type JournalOptions = {
  ledger: Ledger
  book: JournalBook
  /** The folder for copies. */
  backups: string
  /** By which names 1C and the list of employees know who has a number. */
  namesOf: (number: string) => string[]
  now?: () => number
  logger: Logger
}

const TYPES = ['call.recorded', 'missed.marked'] as const
const AT_ONCE = 500
/** After this, nobody waits for a call back any more: such a call is in the history alone. */
const MISSED_MS = 7 * 24 * 3_600_000

/**
 * Every call that is over, to be asked about (SPEC A5, A9): follows the ledger into a file of SQLite. `missed` says for how
 * many callers a phone's owner still has to care, `kept` that a call of theirs is in the history now.
 */
export class Journal extends Emitter<{
  missed: [device: string, count: number]
  kept: [device: string, call: number]
}> {
  readonly #o: JournalOptions
  readonly #now: () => number
  readonly #counts = new Map<string, number>()
  readonly #follower: Follower
  #counted = false
  #naming: Promise<void> = Promise.resolve()
  #nameAgain = false

  constructor(options: JournalOptions) {
    super()
    this.#o = options
    this.#now = options.now ?? Date.now
    const { ledger, book, logger } = options
    this.#follower = new Follower({
      ledger,
      types: TYPES,
      place: () => book.ask('place', null),
      clear: () => book.ask('clear', null),
      take: (entries, more) => this.#take(entries, more),
      caughtUp: () => this.#count(),
      failed: (error) => logger.error({ err: error }, 'calls are not put into the journal'),
      anew: () => logger.warn('the journal is not of this ledger: it is made anew'),
    })
  }

  /** Begins to follow the ledger; how far it is behind holds nobody up. */
  start(): void {
    this.#follower.start()
  }

  async stop(): Promise<void> {
    await this.#follower.stop()
    await this.#naming
    await this.#o.book.close()
  }

  get book(): Pick<JournalBook, 'ask'> {
    return this.#o.book
  }

  get missedSince(): number {
    return this.#now() - MISSED_MS
  }

  missedOf(device: string): number {
    return this.#counts.get(device) ?? 0
  }

  /** Resolves when all that is in the ledger now is in the journal. */
  upToDate(): Promise<void> {
    return this.#follower.upToDate()
  }

  /** The call with this number in the journal, whole; null = that is none. */
  recorded(call: number): Promise<CallRecord | null> {
    return recordedCall(this.#o.ledger, call)
  }

  /** Somebody has taken care of this caller. */
  async mark(number: string, by: string): Promise<void> {
    await this.#o.ledger.append({ type: 'missed.marked', number, by })
    await this.upToDate()
  }

  /** Makes a copy of the file as it is now, whole, and says where. */
  async backup(): Promise<string> {
    const { backups, book } = this.#o
    await mkdir(backups, { recursive: true, mode: 0o700 })
    const moment = new Date(this.#now()).toISOString().replace(/[:.]/g, '-')
    const path = join(backups, `journal-${moment}.sqlite`)
    await book.ask('backup', { path: `${path}.part` })
    await rename(`${path}.part`, path)
    return path
  }

  /** 1C knows others now. */
  rename(): void {
    if (this.#nameAgain) return
    this.#nameAgain = true
    this.#naming = this.#naming.then(async () => {
      this.#nameAgain = false
      try {
        await this.#nameAll()
      } catch (error) {
        if (!this.#follower.stopped) this.#o.logger.error({ err: error }, 'clients of the journal are not named')
      }
    })
  }

  async #take(records: readonly LedgerEntry[], more: boolean): Promise<void> {
    const entries = records.flatMap((record) => entryOf(record) ?? [])
    // Counted once, after all of them.
    if (more) this.#counted = false
    const since = this.#counted ? this.missedSince : null
    this.#tell(await this.#o.book.ask('take', { entries, since }))
    await this.#name(entries)
    if (since !== null) this.#tellKept(entries)
  }

  async #count(): Promise<void> {
    if (!this.#counted) this.#tell(await this.#o.book.ask('counts', { since: this.missedSince }))
    this.#counted = true
  }

  #tell(counts: readonly { device: string; count: number }[]): void {
    for (const { device, count } of counts) {
      if (this.#counts.get(device) === count) continue
      this.#counts.set(device, count)
      this.emit('missed', device, count)
    }
  }

  #tellKept(entries: readonly JournalEntry[]): void {
    for (const entry of entries)
      if (entry.is === 'call') for (const { device } of rowsOf(entry.call).sides) this.emit('kept', device, entry.seq)
  }

  async #name(entries: readonly JournalEntry[]): Promise<void> {
    const numbers = new Set(entries.map((entry) => canonical(entry.is === 'call' ? entry.call.number : entry.number)))
    await this.#o.book.ask(
      'name',
      [...numbers].map((number) => this.#named(number)),
    )
  }

  async #nameAll(): Promise<void> {
    for (let after = 0; !this.#follower.stopped; ) {
      const some = await this.#o.book.ask('numbers', { after, limit: AT_ONCE })
      const last = some.at(-1)
      if (last === undefined) return
      await this.#o.book.ask(
        'name',
        some.map(({ number }) => this.#named(number)),
      )
      after = last.id
    }
  }

  #named(number: string) {
    return { number, words: wordsText(number === '' ? [] : this.#o.namesOf(number)) }
  }
}

function entryOf({ seq, at, record }: LedgerEntry): JournalEntry | null {
  if (record.type === 'missed.marked') return { seq, at, is: 'mark', number: record.number, by: record.by }
  if (record.type !== 'call.recorded') return null
  const { type: _, bases: __, place: ___, ...call } = record
  return { seq, at, is: 'call', call }
}
