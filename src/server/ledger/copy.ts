import type { Ledger, LedgerEntry, LedgerRecord } from './ledger.ts'

/** So many are on their way at once. */
const AT_ONCE = 500

/** What is there is not the beginning of what was to be copied. Nothing was added. */
export class OtherLedger extends Error {
  override readonly name = 'OtherLedger'
}

/**
 * Copies all records with their numbers and times, and tells how far it has come. What a copy that was broken off has
 * brought already is left.
 * @throws OtherLedger, and what the ledgers throw
 */
export async function copyLedger(from: Ledger, to: Ledger, tell: (copied: number, of: number) => void): Promise<void> {
  if (!(await begins(to, from))) throw new OtherLedger('holds other records than those to be copied')
  let next = to.last + 1
  let some: Promise<void>[] = []
  const add = (record: LedgerRecord, at: number) => {
    const seq = next++
    const put = to.append(record, at).then((given) => {
      if (given !== seq) throw new OtherLedger(`record ${seq} got the number ${given}: somebody else writes there`)
    })
    // Told by `settle`.
    put.catch(() => undefined)
    some.push(put)
  }
  const settle = async () => {
    await Promise.all(some)
    some = []
    tell(to.last, from.last)
  }
  for await (const { seq, at, record } of from.read(to.last)) {
    while (next < seq) add({ type: 'record.missing' }, at)
    add(record, at)
    if (some.length >= AT_ONCE) await settle()
  }
  await settle()
}

/** How many records of each type there are. */
export async function countLedger(ledger: Ledger): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for await (const { record } of ledger.read(0)) counts.set(record.type, (counts.get(record.type) ?? 0) + 1)
  return counts
}

/** By its last record. */
async function begins(one: Ledger, other: Ledger): Promise<boolean> {
  if (one.last === 0) return true
  const [mine, theirs] = [await entryAt(one, one.last), await entryAt(other, one.last)]
  return mine !== null && theirs !== null && mine.at === theirs.at && mine.record.type === theirs.record.type
}

async function entryAt(ledger: Ledger, seq: number): Promise<LedgerEntry | null> {
  for await (const entry of ledger.read(seq - 1, undefined, seq)) return entry
  return null
}
