import { setImmediate as breathe } from 'node:timers/promises'
import type { Answers } from '../sqlite/book.ts'
import type { JournalBook, MissedCount, Questions } from './book.ts'
import { canonical, rowsOf } from './call-rows.ts'
import { nameNumbers, numbersAfter } from './clients.ts'
import { Columns } from './columns.ts'
import { findCalls } from './history.ts'
import { devicesThatMissed, findMissed, missedCounts } from './missed.ts'
import { figuresOf } from './statistics.ts'
import { type JournalEntry, JournalStore } from './store.ts'

/** Works on the journal's file in the thread it is made in. */
export class Clerk implements JournalBook {
  readonly #store: JournalStore
  #columns: Columns
  #closed = false

  constructor(path: string, report: (why: string) => void) {
    this.#store = JournalStore.open(path, report)
    this.#columns = new Columns(this.#store.db)
  }

  async ask<Q extends keyof Questions>(what: Q, about: Questions[Q]['about']): Promise<Questions[Q]['answer']> {
    return this.#answers[what](about)
  }

  /** Brings what statistics are made of into memory before anybody asks; others get their turn meanwhile. */
  async warm(): Promise<void> {
    while (!this.#closed && this.#columns.readMore()) await breathe()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#store.close()
  }

  readonly #answers: Answers<Questions> = {
    place: () => this.#store.place,
    clear: () => {
      this.#store.clear()
      this.#columns = new Columns(this.#store.db)
      return null
    },
    take: ({ entries, since }) => {
      this.#store.take(entries)
      return since === null ? [] : this.#touched(entries, since)
    },
    counts: ({ since }) => missedCounts(this.#store.db, since),
    calls: (wish) => findCalls(this.#store.db, wish),
    missed: (wish) => findMissed(this.#store.db, wish),
    begun: ({ at }) => this.#store.begun(at),
    whoMissed: ({ number, since }) => devicesThatMissed(this.#store.db, [canonical(number)], since),
    figures: (wish) => {
      while (this.#columns.readMore());
      return figuresOf(this.#store.db, this.#columns, wish)
    },
    numbers: ({ after, limit }) => numbersAfter(this.#store.db, after, limit),
    name: (named) => {
      nameNumbers(this.#store.db, named)
      return null
    },
    backup: async ({ path }) => {
      await this.#store.backup(path)
      return null
    },
  }

  #touched(entries: readonly JournalEntry[], since: number): MissedCount[] {
    const numbers = new Set<string>()
    for (const entry of entries) {
      if (entry.is === 'mark') numbers.add(canonical(entry.number))
      else {
        const { number, caller, sides } = rowsOf(entry.call)
        for (const each of [number, caller ?? '', ...sides.map(({ party }) => party)]) numbers.add(canonical(each))
      }
    }
    const { db } = this.#store
    return missedCounts(db, since, devicesThatMissed(db, [...numbers], since))
  }
}
