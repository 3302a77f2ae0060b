import type { Ledger, LedgerRecord } from './ledger.ts'

export type CallRecord = Extract<LedgerRecord, { type: 'call.recorded' }>

/** The call with this number in the ledger; null = that is none. */
export async function recordedCall(ledger: Pick<Ledger, 'read'>, number: number): Promise<CallRecord | null> {
  for await (const { seq, record } of ledger.read(number - 1, ['call.recorded'], number))
    if (seq === number && record.type === 'call.recorded') return record
  return null
}
