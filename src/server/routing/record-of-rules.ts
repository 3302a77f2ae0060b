import type { Rule } from '../../protocol/routing.ts'

/** Rules of one ledger record, and what of it is no rule by the lengths of now. */
export type RecordOfRules = { seq: number; at: number; good: readonly Rule[]; asleep?: readonly string[] }
