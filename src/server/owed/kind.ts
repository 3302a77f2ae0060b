import type { LedgerEntry } from '../ledger/ledger.ts'
import type { Owed, Renewal } from '../ledger/outbox-lane.ts'

/** One kind of thing that is owed to 1C: which records oblige to it, and how it is delivered. */
export type OwedKind = {
  /** Kept in `outbox.json`: not to be changed. */
  name: string
  /** What a record obliges to: to which base, and what. `part` tells several of one record apart, and stays what it is. */
  owes: (entry: LedgerEntry) => readonly { to: string; content: unknown; part?: string }[]
  /** @throws `Refused` when 1C will not have it; anything else = not now, try again */
  deliver: (owed: Owed) => Promise<void>
  /** Why a base gets nothing of this for now, in words; null = it does. */
  held?: (base: string) => string | null
  renewal?: Renewal
}
