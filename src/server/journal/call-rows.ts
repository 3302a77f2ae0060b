import { withAreaCode, withCountryCode } from '../../phone/plan.ts'
import type { RecordedCall } from '../ledger/recorded-call.ts'

/** As they stand in the journal's file. */
export const DIRECTION = { incoming: 0, outgoing: 1, internal: 2 } as const
/** What a phone of ours had to do with a call. */
export const ROLE = { called: 1, rang: 2, talked: 3 } as const
/** A missed call from outside is anybody's to return, one between colleagues only theirs. */
export const MISSED = { no: 0, external: 1, internal: 2 } as const

export type SideRow = { device: string; party: string; role: number; talk: number; missed: number }
export type CallRow = {
  started: number
  direction: number
  number: string
  caller: string | null
  name: string
  result: string
  answered: 0 | 1
  wait: number
  talk: number
  recording: string | null
  sides: SideRow[]
}

/** One number in one form, however it came or was dialled: its digits with the country's code; internal ones as they are. */
export function canonical(number: string): string {
  const plus = number.startsWith('+')
  const digits = number.replace(/\D/gu, '').slice(0, 32)
  return withCountryCode(digits, plus) ?? (plus ? null : withAreaCode(digits)) ?? digits
}

export function rowsOf(call: RecordedCall): CallRow {
  const { direction, caller } = call
  const number = canonical(call.number)
  const isAnswered = call.answeredAt !== null
  const until = Math.min(call.answeredAt ?? call.endedAt, call.endedAt)
  return {
    started: call.startedAt,
    direction: DIRECTION[direction],
    number,
    caller,
    name: call.name.slice(0, 200),
    result: call.result,
    answered: isAnswered ? 1 : 0,
    wait: Math.max(0, until - call.startedAt),
    talk: call.talks.reduce((sum, { ms }) => sum + ms, 0),
    recording: call.recording,
    sides: sidesOf(call, number, isAnswered),
  }
}

function sidesOf({ direction, caller, rang, talks }: RecordedCall, number: string, isAnswered: boolean): SideRow[] {
  const sides = new Map<string, SideRow>()
  // Of a call between colleagues, who called is the other side of whoever was called.
  const party = direction === 'internal' ? (caller ?? '') : number
  const missed =
    direction === 'outgoing' || isAnswered ? MISSED.no : MISSED[direction === 'internal' ? 'internal' : 'external']
  for (const device of rang) sides.set(device, { device, party, role: ROLE.rang, talk: 0, missed })
  for (const { who, ms } of talks)
    if (isPhone(who)) sides.set(who, { device: who, party, role: ROLE.talked, talk: ms, missed: MISSED.no })
  if (caller !== null) {
    const own = talks.find(({ who }) => who === caller)
    // Colleagues talk with each other for as long; with a client, each for their own time.
    const talk = direction === 'internal' ? talks.reduce((sum, { ms }) => sum + ms, 0) : (own?.ms ?? 0)
    sides.set(caller, { device: caller, party: number, role: ROLE.called, talk, missed: MISSED.no })
  }
  return [...sides.values()]
}

/** Not a number outside, to which a call was given away. */
const isPhone = (who: string) => /^\d{1,9}$/.test(who)
