import type { LineCall } from '../device-call.ts'
import type { NamedNumber } from '../options.ts'
import type { StandPbx } from '../stand-pbx.ts'

export type CallView = {
  id: string
  direction: 'in' | 'out'
  state: 'ringing' | 'up' | 'ended'
  number: string
  remote: { number: string; name: string }
  /** Milliseconds since it began. */
  lasts: number
  hears: string[]
}

export type PhoneView = { number: string; name: string; registered: boolean; calls: CallView[] }

/** All legs of one call, by their Linkedid. */
export type WholeCallView = { id: string; lasts: number; legs: { number: string; state: string; talks: boolean }[] }

/** What the control page shows. */
export type StateView = {
  cityNumber: string
  /** After how many milliseconds clients pick up; null = only when told. */
  cityAnswersAfterMs: number | null
  suggestions: readonly NamedNumber[]
  phones: PhoneView[]
  city: CallView[]
  calls: WholeCallView[]
}

export function stateView(pbx: StandPbx, suggestions: readonly NamedNumber[]): StateView {
  const now = pbx.now()
  const view = (call: LineCall): CallView => ({
    id: call.id,
    direction: call.direction,
    state: call.state,
    number: call.number,
    remote: { ...call.remote },
    lasts: now - call.startedAt,
    hears: call.hears(),
  })
  const calls = new Map<string, WholeCallView>()
  for (const channel of pbx.channels()) {
    const call = calls.get(channel.linkedid) ?? { id: channel.linkedid, lasts: now - channel.createdAt, legs: [] }
    call.legs.push({ number: channel.number, state: channel.state, talks: channel.bridge !== null })
    calls.set(channel.linkedid, call)
  }
  return {
    cityNumber: pbx.cityNumber,
    cityAnswersAfterMs: pbx.city.answersAfterMs,
    suggestions,
    phones: [...pbx.phones.values()].map((phone) => ({
      number: phone.number,
      name: phone.title,
      registered: phone.registered,
      calls: phone.calls.map(view),
    })),
    city: pbx.city.calls.map(view),
    calls: [...calls.values()],
  }
}
