import type { Clerk } from '../../../src/server/journal/clerk.ts'
import type { RecordedCall } from '../../../src/server/ledger/recorded-call.ts'

export const YEAR_MS = 365 * 86_400_000
export const BEGAN = Date.UTC(2026, 0, 1)
/** Twenty departments of ten. */
export const PHONES = Array.from({ length: 200 }, (_, n) => String(1000 + n))
export const DEPARTMENT = PHONES.slice(0, 10)
const CLIENTS = 50_000

/** The same year at every run. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function* year(calls: number): Generator<RecordedCall, void, undefined> {
  const next = random(7)
  const one = <T>(of: readonly T[]): T => {
    const found = of[Math.floor(next() * of.length)]
    if (found === undefined) throw new Error('none to choose from')
    return found
  }
  for (let n = 0; n < calls; n++) {
    const startedAt = BEGAN + Math.floor((n / calls) * YEAR_MS)
    const number = `79${String(100_000_000 + Math.floor(next() * CLIENTS))}`
    const device = one(PHONES)
    const isOutgoing = next() < 0.4
    const isAnswered = next() < 0.8
    const ms = Math.floor(next() * 300_000)
    const answeredAt = isAnswered ? startedAt + Math.floor(next() * 30_000) : null
    yield {
      callId: `c${n}`,
      direction: isOutgoing ? 'outgoing' : 'incoming',
      number,
      name: '',
      caller: isOutgoing ? device : null,
      startedAt,
      answeredAt,
      endedAt: (answeredAt ?? startedAt + 20_000) + (isAnswered ? ms : 0),
      talks: answeredAt === null ? [] : [{ who: device, from: answeredAt, ms }],
      // Half of the calls ring at two.
      rang: isOutgoing ? [] : next() < 0.5 ? [device] : [device, one(PHONES)],
      result: isAnswered ? 'answered' : isOutgoing ? 'noAnswer' : 'missed',
      recording: null,
      whole: true,
    }
  }
}

/** Puts a year of calls into the journal, as a rebuild from the ledger does. */
export async function fill(clerk: Clerk, calls: number): Promise<void> {
  let seq = 0
  let entries: Parameters<typeof clerk.ask<'take'>>[1]['entries'] = []
  for (const call of year(calls)) {
    entries.push({ seq: ++seq, at: call.endedAt, is: 'call', call })
    if (entries.length < 5000) continue
    await clerk.ask('take', { entries, since: null })
    entries = []
  }
  await clerk.ask('take', { entries, since: null })
}
