import * as v from 'valibot'
import { Entry } from '../../protocol/address-book.ts'

/** Who changed something on the manager page, and the address they came from. */
const WHO = { by: v.string(), from: v.string() }
const CHANGES = { put: v.array(Entry), removed: v.array(v.string()) }
/** Of an operator; `operator` = Ref_Key, `commandId` makes that it is done once. */
const OWN = { operator: v.string(), commandId: v.string() }

/** What becomes of address books (SPEC A4). An import is several of them, each small: calls do not wait for a large one. */
export const bookRecords = [
  /** A new shared book, or another name for one. */
  v.object({ type: v.literal('book.named'), book: v.string(), name: v.string(), ...WHO }),
  v.object({
    type: v.literal('book.filled'),
    book: v.string(),
    ...CHANGES,
    /** In the first of an import: so much was changed by all of it. */
    whole: v.optional(v.object({ name: v.string(), put: v.number(), removed: v.number() })),
    ...WHO,
  }),
  v.object({ type: v.literal('book.removed'), book: v.string(), name: v.string(), ...WHO }),
  v.object({ type: v.literal('contacts.changed'), ...OWN, ...CHANGES }),
  /** Added or moved; `before` = null: to the end. */
  v.object({ type: v.literal('favourite.placed'), ...OWN, key: v.string(), before: v.nullable(v.string()) }),
  v.object({ type: v.literal('favourite.removed'), ...OWN, key: v.string() }),
] as const
