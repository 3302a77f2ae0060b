import * as v from 'valibot'
import { Party } from './call.ts'
import { Colleague } from './people.ts'

/** What came of a call. */
export const CallResult = v.picklist([
  'answered',
  'missed',
  'busy',
  'rejected',
  'noAnswer',
  'unreachable',
  'badNumber',
  'congestion',
])
export type CallResult = v.InferOutput<typeof CallResult>

export const CallDirection = v.picklist(['incoming', 'outgoing', 'internal'])
export type CallDirection = v.InferOutput<typeof CallDirection>

/** Whose calls: the operator's own, or those of the whole department (SPEC A5, A9). */
export const JournalScope = v.picklist(['own', 'department'])
export type JournalScope = v.InferOutput<typeof JournalScope>

/** A place in a list that goes from the newest to the oldest. */
export const JournalPlace = v.object({ at: v.number(), id: v.number() })
export type JournalPlace = v.InferOutput<typeof JournalPlace>

const Time = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8_640_000_000_000_000))

/** Which calls. */
const WHICH = {
  scope: JournalScope,
  /** A colleague of the same department; absent = all of the scope. */
  person: v.optional(v.pipe(v.string(), v.maxLength(100))),
  /** Part of a number, or the first letters of words of a client's name. */
  client: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(100))),
}

export const HistoryWish = v.strictObject({
  ...WHICH,
  direction: v.optional(CallDirection),
  /** `failed` = nobody was reached, whatever the reason; an incoming one like that is missed. */
  result: v.optional(v.picklist(['answered', 'failed'])),
  /** Milliseconds since 1970; `to` is not within. */
  from: v.optional(Time),
  to: v.optional(Time),
  /** What is older than this. */
  before: v.optional(JournalPlace),
})
export type HistoryWish = v.InferOutput<typeof HistoryWish>

/** One of ours who took part: the name is empty where the number is nobody's any more. */
export const Staff = v.object({ number: v.string(), name: v.string() })
export type Staff = v.InferOutput<typeof Staff>

/** A call that is over, as the journal shows it. */
export const JournalCall = v.object({
  id: v.number(),
  direction: CallDirection,
  /** The other side; of a call between colleagues, the one whom the operator is not. */
  party: Party,
  /** Milliseconds since 1970. */
  at: v.number(),
  result: CallResult,
  /** From the beginning until it was answered or given up. */
  waitMs: v.number(),
  talkMs: v.number(),
  /** Who talked with the other side, else who called, else whose phones rang. */
  staff: v.array(Staff),
  /** There may be a recording, and the operator may listen to it (SPEC A10). */
  listen: v.boolean(),
})
export type JournalCall = v.InferOutput<typeof JournalCall>

export const HistoryPage = v.object({ calls: v.array(JournalCall), next: v.nullable(JournalPlace) })
export type HistoryPage = v.InferOutput<typeof HistoryPage>

/** Who has taken care of a missed call, and how: called back, talked when the client called again, or marked it as done. */
export const Returned = v.object({ how: v.picklist(['called', 'answered', 'marked']), by: Staff, at: v.number() })
export type Returned = v.InferOutput<typeof Returned>

/** All missed calls of one caller (SPEC A5). */
export const MissedCaller = v.object({
  /** Names the caller. */
  id: v.number(),
  party: Party,
  times: v.number(),
  /** The first and the last of them. */
  since: v.number(),
  at: v.number(),
  /** The last of them, by its number in the journal. */
  call: v.number(),
  /** null = nobody has called back yet. */
  returned: v.nullable(Returned),
})
export type MissedCaller = v.InferOutput<typeof MissedCaller>

export const MissedPage = v.object({ callers: v.array(MissedCaller), next: v.nullable(JournalPlace) })
export type MissedPage = v.InferOutput<typeof MissedPage>

export const StatisticsStep = v.picklist(['hour', 'day', 'week', 'month'])
export type StatisticsStep = v.InferOutput<typeof StatisticsStep>

/** The most columns of one chart: two years of days, a month of hours. */
export const MOST_STEPS = 800

export const StatisticsWish = v.strictObject({
  ...WHICH,
  step: StatisticsStep,
  from: Time,
  to: Time,
  /** The browser's (IANA): days begin there when they begin for the operator. */
  zone: v.pipe(v.string(), v.maxLength(60)),
})
export type StatisticsWish = v.InferOutput<typeof StatisticsWish>

/** Of calls: with the world outside by direction, and those between colleagues. */
const FIGURES = {
  incoming: v.number(),
  /** Of the incoming ones. */
  missed: v.number(),
  outgoing: v.number(),
  /** Of the outgoing ones, those that were answered. */
  reached: v.number(),
  internal: v.number(),
  talkMs: v.number(),
  /** Mean wait of incoming calls until they were answered; null = none was. */
  waitMs: v.nullable(v.number()),
  /** Share of incoming calls answered within `serviceSeconds`, 0…1; null = there was none. */
  service: v.nullable(v.number()),
}
export const Figures = v.object(FIGURES)
export type Figures = v.InferOutput<typeof Figures>

export const Statistics = v.object({
  serviceSeconds: v.number(),
  total: Figures,
  /** Each step that begins within the time asked for, in order, also those without calls. */
  steps: v.array(v.object({ at: v.number(), ...FIGURES })),
  /** Of a department: each colleague, by name. */
  people: v.array(v.object({ person: Colleague, ...FIGURES })),
})
export type Statistics = v.InferOutput<typeof Statistics>
