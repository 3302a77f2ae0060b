import * as v from 'valibot'
import { Customer } from './customer.ts'
import { Colleague } from './people.ts'

/**
 * Where one side of a call stands, in the words of CSTA (ECMA-269, 6.1.5 «Connection state»).
 * `null` = not there (yet), `initiated` = off-hook or being prompted, `alerting` = ringing, `fail` = busy, refused, unreachable.
 */
export const ConnectionState = v.picklist(['null', 'initiated', 'alerting', 'connected', 'hold', 'fail'])
export type ConnectionState = v.InferOutput<typeof ConnectionState>

/** Why a call did not come about, or ended. Texts for people are made of these in `ui/words`. */
export const ReleaseCause = v.picklist([
  'normal',
  'busy',
  'noAnswer',
  'rejected',
  'unreachable',
  'badNumber',
  'congestion',
  'answeredElsewhere',
])
export type ReleaseCause = v.InferOutput<typeof ReleaseCause>

/** What an operator may ask for, for this call, right now, in the words of CSTA (ECMA-269, 17). What is not listed is not shown. */
export const CallCommand = v.picklist([
  'answer',
  'clear',
  'hold',
  'retrieve',
  'consult',
  'transfer',
  'singleStepTransfer',
  'alternate',
  'reconnect',
  'conference',
  'generateDigits',
  'suspendRecording',
  'resumeRecording',
])
export type CallCommand = v.InferOutput<typeof CallCommand>

/** The other side. `name` is what the PBX sent: hostile text, shown only as text. */
export const Party = v.object({
  /** Digits, maybe a leading `+`; empty when the number is withheld. */
  number: v.string(),
  name: v.string(),
  /** `known` and `unknown` speak of the callers' index; `unavailable` = it was never loaded (SPEC A1). */
  identity: v.picklist(['known', 'unknown', 'colleague', 'unavailable']),
  customers: v.array(Customer),
  colleague: v.nullable(Colleague),
})
export type Party = v.InferOutput<typeof Party>

/**
 * The second conversation of a call whose first one is held: a colleague who is asked before the caller is given to them
 * (SPEC A2). Both have the same key at the PBX, so they are one call here.
 */
export const Consultation = v.object({
  party: Party,
  remote: ConnectionState,
  /** Whether it is this one, and not the caller, who is talked to (or rung) now. */
  active: v.boolean(),
  /** All three talk together. */
  joined: v.boolean(),
  /** Set when `remote` is `fail`. */
  cause: v.nullable(ReleaseCause),
})
export type Consultation = v.InferOutput<typeof Consultation>

/** One call as one operator sees it. */
export const Call = v.object({
  /** The PBX's key of the call; the same for all its legs. */
  id: v.string(),
  /** The command that began it, when it was begun by click-to-dial. */
  commandId: v.nullable(v.string()),
  direction: v.picklist(['incoming', 'outgoing']),
  /** The operator's own phone. */
  local: ConnectionState,
  /** The other side. */
  remote: ConnectionState,
  party: Party,
  /** Milliseconds since 1970, by the server's clock. */
  startedAt: v.number(),
  /** When both sides were first connected; null before. */
  answeredAt: v.nullable(v.number()),
  /** Set when a side is in `fail`. */
  cause: v.nullable(ReleaseCause),
  consultation: v.nullable(Consultation),
  /**
   * What `answer` will do: the phone is told to go off-hook (`talk`), or it stops ringing and rings anew, with the wish
   * to answer by itself. null when there is nothing to answer.
   */
  answerBy: v.nullable(v.picklist(['talk', 'autoAnswer'])),
  /** Whether the PBX keeps what is said; `suspended` = for now it does not (SPEC A10). */
  recording: v.picklist(['none', 'on', 'suspended']),
  commands: v.array(CallCommand),
})
export type Call = v.InferOutput<typeof Call>
