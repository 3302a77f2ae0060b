import type { ReleaseCause } from '../../protocol/call.ts'
import type { CallResult } from '../../protocol/journal.ts'
import type { RecordedCall } from '../ledger/recorded-call.ts'
import type { CallTrace, LegTrace } from '../telephony/trace.ts'

/** null = nobody was called: a phone that was to dial was not picked up, or an empty line. */
export function factsOf(trace: CallTrace, isInternal: (number: string) => boolean): RecordedCall | null {
  const first = trace.legs.find(({ id }) => id === trace.id) ?? trace.legs[0]
  if (!first || (first.originated && first.upAt === null)) return null
  const others = trace.legs.filter((leg) => leg !== first)
  const outside = others.filter(({ device }) => device === null)
  const direction = directionOf(first, outside, isInternal)
  const client = direction === 'outgoing' ? best(outside) : direction === 'incoming' ? first : others[0]
  const number = numberOf(direction, first, client)
  if (direction !== 'incoming' && number === '' && others.length === 0) return null
  const pivots = direction === 'outgoing' ? outside : [first]
  const conversations = conversationsOf(
    pivots,
    direction === 'outgoing' ? [first, ...others.filter(({ device }) => device !== null)] : others,
    trace.endedAt,
  )
  const talks = conversations.map(({ who, from, ms }) => ({ who, from, ms }))
  const givenTo = lastOf(conversations)
  // Whoever picks up and hangs up at once has been reached, though nobody was put through yet.
  const pickedUp = (direction === 'outgoing' ? outside : others).find(({ upAt }) => upAt !== null)
  const answeredAt = talks[0]?.from ?? pickedUp?.upAt ?? null
  const rung = others.filter(({ device }) => device !== null)
  return {
    callId: trace.id,
    direction,
    number,
    name: client?.device === null ? client.name : '',
    caller: first.device,
    startedAt: first.startedAt,
    answeredAt,
    endedAt: trace.endedAt,
    talks,
    ...(givenTo !== null && { givenTo }),
    rang: [...new Set(rung.flatMap(({ device }) => device ?? []))],
    result:
      answeredAt !== null ? 'answered' : direction === 'outgoing' ? triedInVain(outside, first) : leftInVain(others),
    recording: trace.recording,
    whole: trace.whole,
  }
}

function directionOf(
  first: LegTrace,
  outside: readonly LegTrace[],
  isInternal: (number: string) => boolean,
): RecordedCall['direction'] {
  if (first.device === null) return 'incoming'
  return outside.length > 0 || (first.dialled !== '' && !isInternal(first.dialled)) ? 'outgoing' : 'internal'
}

/** Of several lines tried for one call: the one that was answered, else the last. */
const best = (legs: readonly LegTrace[]): LegTrace | undefined => legs.find(({ upAt }) => upAt !== null) ?? legs.at(-1)

function numberOf(direction: RecordedCall['direction'], first: LegTrace, client: LegTrace | undefined): string {
  if (direction === 'incoming') return first.number
  if (direction === 'outgoing') return client?.number || first.dialled
  return client?.device ?? first.dialled
}

type Span = { from: number; to: number }

type Conversation = RecordedCall['talks'][number] & { to: number }

/** Who has the other side after whoever talked first has left; null = nobody. */
function lastOf([first, ...later]: readonly Conversation[]): string | null {
  const last = later.toSorted((a, b) => a.to - b.to).at(-1)
  return first && last && last.to > first.to ? last.who : null
}

/** When each of `partners` was in a bridge with one of `pivots`, by whom they are. */
function conversationsOf(pivots: readonly LegTrace[], partners: readonly LegTrace[], end: number): Conversation[] {
  const byWho = new Map<string, Span[]>()
  for (const partner of partners) {
    const spans = partner.stays.flatMap((own) =>
      pivots.flatMap(({ stays }) =>
        stays.flatMap((other) => {
          if (other.bridge !== own.bridge) return []
          const span = { from: Math.max(own.from, other.from), to: Math.min(own.to ?? end, other.to ?? end) }
          // Both must have been there; for less than a millisecond is enough.
          return span.to >= span.from ? [span] : []
        }),
      ),
    )
    if (spans.length === 0) continue
    const who = partner.device ?? partner.number
    byWho.set(who, [...(byWho.get(who) ?? []), ...spans])
  }
  const talks = [...byWho].map(([who, spans]) => ({
    who,
    from: Math.min(...spans.map(({ from }) => from)),
    to: Math.max(...spans.map(({ to }) => to)),
    ms: lengthOf(spans),
  }))
  return talks.sort((a, b) => a.from - b.from)
}

/** Of spans that may lie over each other: a conference is one conversation. */
function lengthOf(spans: readonly Span[]): number {
  let until = Number.NEGATIVE_INFINITY
  let sum = 0
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return sum
}

const FAILURES: Readonly<Partial<Record<ReleaseCause, CallResult>>> = {
  busy: 'busy',
  rejected: 'rejected',
  unreachable: 'unreachable',
  badNumber: 'badNumber',
  congestion: 'congestion',
}

function triedInVain(outside: readonly LegTrace[], first: LegTrace): CallResult {
  const cause = (outside.at(-1) ?? first).cause
  return (cause && FAILURES[cause]) ?? 'noAnswer'
}

/** The caller gave up, or nobody came: missed. Only where every phone that was rung says otherwise it is that. */
function leftInVain(others: readonly LegTrace[]): CallResult {
  const results = others.map(({ cause }) => (cause && FAILURES[cause]) ?? 'missed')
  const last = results.at(-1)
  return last === undefined || results.includes('missed') ? 'missed' : last
}
