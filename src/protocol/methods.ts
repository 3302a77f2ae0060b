import * as v from 'valibot'
import { addressBookMethods } from './address-book.ts'
import { chatMethods } from './chat.ts'
import { CommandId } from './command-id.ts'
import { Customer } from './customer.ts'
import { ErrorCode } from './errors.ts'
import { Article, ClientDetails, IntakeForm, IntakeId, Services } from './intake.ts'
import {
  HistoryPage,
  HistoryWish,
  JournalPlace,
  JournalScope,
  MissedPage,
  Statistics,
  StatisticsWish,
} from './journal.ts'
import { OpenWish } from './navigation-link.ts'
import { Photo } from './people.ts'
import { Recording, RecordingKey } from './recording.ts'
import { RefusedLine } from './routing.ts'
import { HelloParams, HelloResult, PairParams, PairResult, ProveParams, ProveResult } from './session.ts'
import { Cursor, OperatorState, StateEvent } from './state.ts'
import { Status } from './status.ts'

export { CommandId } from './command-id.ts'

/** A number as it is to be dialled: digits, maybe a leading `+`; nothing a PBX could take for a separator. */
export const Dialable = v.pipe(v.string(), v.regex(/^\+?[0-9]{2,20}$/))
export const CallId = v.pipe(v.string(), v.minLength(1), v.maxLength(80))
/** Keys of a telephone, A–D included (ITU-T Q.23). */
export const Digits = v.pipe(v.string(), v.regex(/^[0-9*#A-D]{1,32}$/))
export const MAX_RULE_LINES = 10_000
/** A reference of 1C, or what a base has in its place. */
const Ref = v.pipe(v.string(), v.maxLength(100))
const BaseId = v.pipe(v.string(), v.maxLength(100))
/** A JWS with its payload left out (RFC 7515, appendix F); what is signed is in rule-signature.ts. */
const RuleSignature = v.pipe(v.string(), v.regex(/^[\w-]{20,600}\.\.[\w-]{86}$/))
const SearchText = v.pipe(v.string(), v.maxLength(200))
/** What a server that was restarted has to know of an intake, too. */
const OFCALL = { id: IntakeId, callId: CallId, number: v.pipe(v.string(), v.maxLength(80)), form: IntakeForm }

/** What the background asks of the server. CSTA words for calls, 1C words for 1C things (DESIGN 1). */
export const methods = {
  'session.pair': { params: PairParams, result: PairResult },
  'session.hello': { params: HelloParams, result: HelloResult },
  'session.prove': { params: ProveParams, result: ProveResult },
  /** Everything since `since`, or all of it when that is not known here any more; afterwards `state.event` is sent. */
  'state.sync': {
    params: v.strictObject({ since: v.nullable(Cursor) }),
    result: v.object({
      cursor: Cursor,
      state: v.nullable(OperatorState),
      events: v.array(StateEvent),
    }),
  },
  /** Any traffic that keeps the worker and the connection alive. */
  'session.ping': { params: v.strictObject({}), result: v.strictObject({}) },
  'call.make': {
    params: v.strictObject({ commandId: CommandId, to: Dialable }),
    result: v.object({ callId: v.string() }),
  },
  'call.answer': { params: v.strictObject({ commandId: CommandId, callId: CallId }), result: v.strictObject({}) },
  'call.clear': { params: v.strictObject({ commandId: CommandId, callId: CallId }), result: v.strictObject({}) },
  'call.hold': { params: v.strictObject({ commandId: CommandId, callId: CallId }), result: v.strictObject({}) },
  'call.retrieve': { params: v.strictObject({ commandId: CommandId, callId: CallId }), result: v.strictObject({}) },
  /** Holds the caller at once and rings `to` from the operator's phone. */
  'call.consult': {
    params: v.strictObject({ commandId: CommandId, callId: CallId, to: Dialable }),
    result: v.strictObject({}),
  },
  /** Joins the caller and the one who was consulted, also while that phone still rings; the operator leaves. */
  'call.transfer': { params: v.strictObject({ commandId: CommandId, callId: CallId }), result: v.strictObject({}) },
  /** Swaps who of the two is talked to. */
  'call.alternate': { params: v.strictObject({ commandId: CommandId, callId: CallId }), result: v.strictObject({}) },
  /** Ends the consultation; the caller is back. */
  'call.reconnect': { params: v.strictObject({ commandId: CommandId, callId: CallId }), result: v.strictObject({}) },
  'call.conference': { params: v.strictObject({ commandId: CommandId, callId: CallId }), result: v.strictObject({}) },
  /** Gives the caller away unasked; a refusal brings them back to the operator. */
  'call.singleStepTransfer': {
    params: v.strictObject({ commandId: CommandId, callId: CallId, to: Dialable }),
    result: v.strictObject({}),
  },
  /** DTMF to the one who is talked to. */
  'call.generateDigits': {
    params: v.strictObject({ commandId: CommandId, callId: CallId, digits: Digits }),
    result: v.strictObject({}),
  },
  /** Nothing that is said from now on is kept, until it is resumed; the recording's length stays as it is. */
  'call.suspendRecording': {
    params: v.strictObject({ commandId: CommandId, callId: CallId }),
    result: v.strictObject({}),
  },
  'call.resumeRecording': {
    params: v.strictObject({ commandId: CommandId, callId: CallId }),
    result: v.strictObject({}),
  },
  /** What the operator says of themselves (SPEC A8); answered when it is on disk. What is repeated changes nothing. */
  'status.set': { params: v.strictObject({ status: Status }), result: v.strictObject({}) },
  /** Whether somebody is at this browser's machine. Who is at none of theirs, and available, is shown as away. */
  'session.idle': { params: v.strictObject({ idle: v.boolean() }), result: v.strictObject({}) },
  /** Of which call a document in 1C speaks: its number in the journal. */
  'recording.find': {
    params: v.strictObject({ key: RecordingKey }),
    result: v.object({ call: v.number() }),
  },
  /** To listen to a call: `call` is its number in the journal. Each time is noted (SPEC A10). */
  'recording.open': {
    params: v.strictObject({ call: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
    result: Recording,
  },
  /** Of whom has this internal number. */
  'people.photo': {
    params: v.strictObject({ number: v.pipe(v.string(), v.regex(/^\d{1,9}$/)) }),
    result: v.nullable(Photo),
  },
  /** What became of a command whose answer was lost. Never does anything. */
  'command.outcome': {
    params: v.strictObject({ commandId: CommandId }),
    result: v.object({
      outcome: v.picklist(['unknown', 'pending', 'done', 'failed']),
      callId: v.nullable(v.string()),
      /** Why, where it failed. */
      fault: v.optional(ErrorCode),
    }),
  },
  /** Answered when the ledger has the good lines on disk. Lines that fail the checks are named and ignored (SPEC C2, C3). */
  'routing.write': {
    params: v.strictObject({
      commandId: CommandId,
      /** Address of the 1C page it comes from. */
      page: v.pipe(v.string(), v.url(), v.maxLength(2000)),
      lines: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.minLength(1), v.maxLength(MAX_RULE_LINES)),
      /** By the key of the browser that asks. Without it nothing is written; whoever knows of none yet keeps what it has. */
      signature: v.optional(RuleSignature),
    }),
    result: v.object({ written: v.number(), refused: v.array(RefusedLine) }),
  },
  /** What has been typed so far; of one that is closed it is not kept, and that is no fault. */
  'intake.keep': {
    params: v.strictObject({ ...OFCALL, version: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
    result: v.strictObject({}),
  },
  /**
   * Answered when the ledger has it on disk; where the Interest is to be opened, when it is in 1C, for which it waits a few
   * seconds. `link` is its navigation link; empty = it is not there (yet). Accepted once, however often it is asked for.
   */
  'intake.accept': {
    params: v.strictObject({ commandId: CommandId, ...OFCALL }),
    result: v.object({ link: v.string() }),
  },
  /** Closed without registering anything. */
  'intake.dismiss': { params: v.strictObject({ id: IntakeId }), result: v.strictObject({}) },
  /** One that was dismissed a few minutes ago comes back, with what was typed. */
  'intake.reopen': { params: v.strictObject({ id: IntakeId }), result: v.strictObject({}) },
  /** By hand, for a call with somebody outside; what is open already stays. */
  'intake.open': { params: v.strictObject({ callId: CallId }), result: v.object({ id: IntakeId }) },
  /** Live in 1C, by a number or by a name. */
  'intake.search': {
    params: v.strictObject({ base: BaseId, text: SearchText }),
    result: v.object({ customers: v.array(Customer) }),
  },
  /** Of a `Customer`, by these of its fields. */
  'intake.client': {
    params: v.strictObject({ base: BaseId, ref: Ref, kind: Customer.entries.kind }),
    result: ClientDetails,
  },
  'intake.services': { params: v.strictObject({ base: BaseId }), result: Services },
  /** What fits the «Тип услуги» and the Interest first (SPEC B11). */
  'intake.articles': {
    params: v.strictObject({ base: BaseId, text: SearchText, service: Ref, interest: v.nullable(Ref) }),
    result: v.object({ articles: v.array(Article) }),
  },
  /** Calls that are over, the newest first, some at a time (SPEC A5). */
  'journal.history': { params: HistoryWish, result: HistoryPage },
  /** Who called in vain, each once, the latest first. */
  'journal.missed': {
    params: v.strictObject({ scope: JournalScope, before: v.optional(JournalPlace) }),
    result: MissedPage,
  },
  /** The «Телефонный звонок» of a call, by its number in the journal; null = 1C has none (yet). */
  'journal.document': {
    params: v.strictObject({ call: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
    result: v.object({ document: v.nullable(OpenWish) }),
  },
  /** This caller needs no call back any more; `number` as `journal.missed` has told it. */
  'journal.mark': {
    params: v.strictObject({ number: v.pipe(v.string(), v.maxLength(80)) }),
    result: v.strictObject({}),
  },
  'journal.statistics': { params: StatisticsWish, result: Statistics },
  /** Opens the manager page once, for whoever may; `path` is of this server. */
  'manager.link': { params: v.strictObject({}), result: v.object({ path: v.string(), expiresAt: v.number() }) },
  ...chatMethods,
  'notice.seen': { params: v.strictObject({ id: v.pipe(v.string(), v.maxLength(80)) }), result: v.strictObject({}) },
  ...addressBookMethods,
} as const

export type Methods = typeof methods
export type Method = keyof Methods
export type Params<M extends Method> = v.InferOutput<Methods[M]['params']>
export type Result<M extends Method> = v.InferOutput<Methods[M]['result']>

/** What the server tells unasked. */
export const StateEventParams = v.object({ cursor: Cursor, event: StateEvent })
export const STATE_EVENT = 'state.event'
