import type { InternalLength } from './fields.ts'
import type { SessionTiming } from './protocol.ts'

export type AsteriskOptions = {
  host: string
  port: number
  /** The login that hears the calls and carries the commands. */
  user: string
  secret: string
  /** The login that hears nothing but routing questions, and answers them. */
  routeUser: string
  routeSecret: string
  /** «Длина внутренних номеров» (SPEC C3): which endpoints are phones of ours. */
  internalLength: InternalLength
  /** Where a number dialled by an operator is looked up; `from-internal` in most dialplans. */
  outboundContext: string
  technology: 'PJSIP'
}

/** Milliseconds. */
export type AsteriskTiming = SessionTiming & {
  beatEvery: number
  /** How long the operator's own phone rings after click-to-dial. */
  ringFor: number
  /** How long a phone may take to obey `talk`, and to answer by itself when it is rung again. */
  talkWithin: number
  autoAnswerWithin: number
}

export const TIMING: AsteriskTiming = {
  connectWithin: 5000,
  retryFirst: 250,
  retryMost: 3000,
  retryRefused: 30_000,
  answerWithin: 5000,
  pingEvery: 5000,
  beatEvery: 2000,
  ringFor: 30_000,
  talkWithin: 1500,
  autoAnswerWithin: 4000,
}
