import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { Emitter } from '../events.ts'
import type { Ledger, LedgerEntry } from '../ledger/ledger.ts'
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
const RETRY_MS = 5_000

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
  readonly #stop = new AbortController()
  #counted = false
  #taken = 0
  #wake: () => void = () => {}
  #following: Promise<void> = Promise.resolve()
  #naming: Promise<void> = Promise.resolve()
  #nameAgain = false
  /** How far it has come, for who waits for it. */
  readonly #reached = new Set<() => void>()

  constructor(options: JournalOptions) {
    super()
    this.#o = options
    this.#now = options.now ?? Date.now
  }

  /** Begins to follow the ledger; how far it is behind holds nobody up. */
  start(): void {
    const unhook = this.#o.ledger.onAppended(() => this.#wake())
    this.#stop.signal.addEventListener('abort', unhook)
    this.#following = this.#follow()
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#wake()
    await Promise.all([this.#following, this.#naming])
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
  async upToDate(): Promise<void> {
    const wanted = this.#o.ledger.last
    while (this.#taken < wanted && !this.#stop.signal.aborted)
      await new Promise<void>((resolve) => this.#reached.add(resolve))
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
        if (!this.#stop.signal.aborted) this.#o.logger.error({ err: error }, 'clients of the journal are not named')
      }
    })
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop
    let begun = false
    while (!signal.aborted) {
      try {
        if (!begun) this.#taken = await this.#begin()
        begun = true
        const woken = new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        await this.#catchUp()
        for (const reached of this.#reached) reached()
        this.#reached.clear()
        if (!signal.aborted && this.#taken >= this.#o.ledger.last) await woken
      } catch (error) {
        if (signal.aborted) break
        this.#o.logger.error({ err: error }, 'calls are not put into the journal')
        begun = false
        await pause(RETRY_MS, undefined, { signal }).catch(() => undefined)
      }
    }
    for (const reached of this.#reached) reached()
  }

  /** Where it was left; from the beginning when the file is of another ledger. */
  async #begin(): Promise<number> {
    const { book, ledger, logger } = this.#o
    const place = await book.ask('place', null)
    if (place === null) return 0
    for await (const { seq, at } of ledger.read(place.seq - 1)) {
      if (seq === place.seq && at === place.at) return place.seq
      break
    }
    logger.warn('the journal is not of this ledger: it is made anew')
    await book.ask('clear', null)
    return 0
  }

  async #catchUp(): Promise<void> {
    const { ledger } = this.#o
    const last = ledger.last
    let uncounted = !this.#counted
    let batch: JournalEntry[] = []
    const take = async (since: number | null) => {
      this.#stop.signal.throwIfAborted()
      const entries = batch
      batch = []
      if (entries.length === 0) return
      this.#tell(await this.#o.book.ask('take', { entries, since }))
      await this.#name(entries)
      if (since !== null) this.#tellKept(entries)
      this.#taken = entries.at(-1)?.seq ?? this.#taken
    }
    for await (const entry of ledger.read(this.#taken, TYPES, last)) {
      const taken = entryOf(entry)
      if (taken) batch.push(taken)
      if (batch.length < AT_ONCE) continue
      // Counted once, after all of them.
      uncounted = true
      await take(null)
    }
    await take(uncounted ? null : this.missedSince)
    this.#taken = last
    if (uncounted) this.#tell(await this.#o.book.ask('counts', { since: this.missedSince }))
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
    for (let after = 0; !this.#stop.signal.aborted; ) {
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
