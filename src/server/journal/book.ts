import type { Moment } from '../ledger/snapshot.ts'
import type { Book } from '../sqlite/book.ts'
import type { Named } from './clients.ts'
import type { CallsWish, FoundCalls } from './history.ts'
import type { FoundMissed, MissedWish } from './missed.ts'
import type { FoundFigures, StatisticsOf } from './statistics.ts'
import type { JournalEntry } from './store.ts'

/** Callers whom nobody has called back, by phone. */
export type MissedCount = { device: string; count: number }

/** What may be asked of the journal's file, and what is answered. */
export type Questions = {
  place: { about: null; answer: Moment | null }
  clear: { about: null; answer: null }
  /** Answered with the phones whose missed calls are other ones now; `since` = null: nobody wants to know yet. */
  take: { about: { entries: JournalEntry[]; since: number | null }; answer: MissedCount[] }
  counts: { about: { since: number }; answer: MissedCount[] }
  calls: { about: CallsWish; answer: FoundCalls }
  missed: { about: MissedWish; answer: FoundMissed }
  /** Calls that began in this very millisecond. */
  begun: { about: { at: number }; answer: number[] }
  /** The phones at which this caller rang in vain since then. */
  whoMissed: { about: { number: string; since: number }; answer: string[] }
  figures: { about: StatisticsOf; answer: FoundFigures }
  numbers: { about: { after: number; limit: number }; answer: { id: number; number: string }[] }
  name: { about: Named[]; answer: null }
  backup: { about: { path: string }; answer: null }
}

/** The journal's file, wherever it is worked on. */
export type JournalBook = Book<Questions>
