import * as v from 'valibot'
import { ChatId } from '../../protocol/chat.ts'
import { IntakeForm } from '../../protocol/intake.ts'
import { Role } from '../../protocol/role.ts'
import { RoutingSettings } from '../../protocol/routing.ts'
import { PUBLIC_KEY } from '../../protocol/session.ts'
import { bookRecords } from './book-records.ts'
import { RecordedCall, RecordsPlace } from './recorded-call.ts'

/** Who changed something on the manager page or the command line, and the address they came from. */
const WHO = { by: v.string(), from: v.string() }

/** What must not be lost (DESIGN 6). Append-only: a record is never changed, read models are built from all of them. */
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

export const LedgerRecord = v.variant('type', [
  v.object({
    type: v.literal('rules.written'),
    base: v.string(),
    /** Good lines only, `key=target` or `key=`. */
    lines: v.array(v.string()),
    /** Operator's id, or who else: see src/server/writers.ts. */
    by: v.string(),
    /** The address it came from; missing where the server did it by itself, and in records of before. */
    from: v.optional(v.string()),
    commandId: v.string(),
    /**
     * The operator's signature, and what else it covers; `lines` where they were not written as these are. Missing where
     * nobody signs, and in records of before.
     */
    signed: v.optional(
      v.object({
        keyId: v.string(),
        signature: v.string(),
        page: v.string(),
        lines: v.optional(v.array(v.string())),
      }),
    ),
  }),
  /**
   * Somebody changed a base's file by hand, while the server ran; how many rules it had before and after that. Who it was
   * only the system knows.
   */
  v.object({
    type: v.literal('file.edited'),
    base: v.string(),
    before: v.number(),
    after: v.number(),
    /** So many rules, written meanwhile and unseen by whoever it was, were put back. */
    putBack: v.optional(v.number()),
    /** So many rules are other ones now; the first of them, `key=target` or `key=`. Missing in records of before. */
    changed: v.optional(v.object({ count: v.number(), lines: v.array(v.string()) })),
  }),
  /** An answered call between an employee's phone and a number outside, as that employee had it. */
  v.object({
    type: v.literal('call.ended'),
    callId: v.string(),
    /** The employee's internal number. */
    device: v.string(),
    direction: v.picklist(['incoming', 'outgoing']),
    number: v.string(),
    /** Milliseconds since 1970. */
    answeredAt: v.number(),
    endedAt: v.number(),
    /** In each base that knows the number: who had it with whom, and the rule that comes of it (SPEC C9). */
    interactions: v.array(
      v.object({ base: v.string(), key: v.string(), user: v.string(), target: v.nullable(v.string()) }),
    ),
  }),
  /** A call is over (SPEC A11); each once, whoever told of it. */
  v.object({
    type: v.literal('call.recorded'),
    ...RecordedCall.entries,
    /** Bases that register calls like this one, as the settings said then. */
    bases: v.array(v.string()),
    /** Where the PBX's own records are to be read on from after it; null = it was seen as it went on. */
    place: v.nullable(RecordsPlace),
  }),
  /** Somebody has taken care of this caller's missed calls (SPEC A5); `by` = Ref_Key of the operator. */
  v.object({ type: v.literal('missed.marked'), number: v.string(), by: v.string() }),
  /** From here on the PBX's own records count: what stands before is not ours. */
  v.object({ type: v.literal('records.begun'), place: RecordsPlace }),
  /** An operator has accepted an intake (SPEC B6): registered in 1C from here, and nowhere else. */
  v.object({
    type: v.literal('intake.accepted'),
    /** The intake's. */
    id: v.string(),
    /** Ref_Key of the operator. */
    operator: v.string(),
    /** The operator's name, as the manager is told it. */
    from: v.string(),
    /** Ref_Key of the operator as a user of `base`. */
    by: v.string(),
    base: v.string(),
    form: IntakeForm,
    /** Ref_Keys for whatever has to be made. */
    refs: v.object({ client: v.string(), contact: v.string(), interest: v.string(), interaction: v.string() }),
    callId: v.string(),
    number: v.string(),
  }),
  /** Whom an accepted intake was for has seen that it is there. `id` is the intake's. */
  v.object({ type: v.literal('notice.seen'), id: v.string(), by: v.string() }),
  /** Somebody has opened the recording of a call, to listen to it (SPEC A10). `call` is the number of its record. */
  v.object({ type: v.literal('recording.opened'), call: v.number(), ...WHO }),
  /** A line of a chat (SPEC A7); `sealed` with the key of `day`, which an administrator's retention may take away. */
  v.object({
    type: v.literal('chat.sent'),
    /** Made by whoever wrote it, once for each line. */
    message: v.string(),
    /** Ref_Key of the operator. */
    from: v.string(),
    chat: ChatId,
    day: v.string(),
    sealed: v.string(),
  }),
  /** `by` has read all of it up to the record with this number. */
  v.object({ type: v.literal('chat.read'), by: v.string(), chat: ChatId, upTo: v.number() }),
  /** Keeps the number of a record that a power cut kept from the disk, where a ledger was moved. */
  v.object({ type: v.literal('record.missing') }),
  /** What was owed to another system (see outbox.ts) has been taken there. */
  v.object({ type: v.literal('outbox.done'), id: v.string() }),
  v.object({
    type: v.literal('operator.paired'),
    keyId: v.string(),
    operator: v.string(),
    key: PUBLIC_KEY,
    /** Which browser it was, as it says itself, and its address; missing in records of before. */
    browser: v.optional(v.string()),
    from: v.optional(v.string()),
  }),
  v.object({
    type: v.literal('operator.revoked'),
    keyId: v.string(),
    by: v.optional(v.string()),
    from: v.optional(v.string()),
  }),
  /** What an operator may from now on; nobody told of is an operator and no more. */
  v.object({ type: v.literal('role.given'), operator: v.string(), role: Role, ...WHO }),
  /** A base's programs may write rules with it; only the SHA-256 of the token is kept. */
  v.object({
    type: v.literal('token.made'),
    id: v.string(),
    base: v.string(),
    name: v.string(),
    hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    ...WHO,
  }),
  v.object({ type: v.literal('token.revoked'), id: v.string(), ...WHO }),
  /** Set on the manager page; goes before file and environment. null = as they say again. */
  v.object({
    type: v.literal('settings.changed'),
    routing: v.object({
      enabled: v.optional(v.nullable(RoutingSettings.entries.enabled)),
      lastDigits: v.optional(v.nullable(RoutingSettings.entries.lastDigits)),
      internalLength: v.optional(v.nullable(RoutingSettings.entries.internalLength)),
    }),
    /** «Количество взаимодействий» of each base (SPEC C9). */
    interactions: v.optional(v.record(v.string(), v.nullable(Count))),
    /** After so many days they are removed (SPEC A7, A10); 0 = never. */
    keepDays: v.optional(v.object({ chat: v.optional(v.nullable(Count)), recordings: v.optional(v.nullable(Count)) })),
    ...WHO,
  }),
  ...bookRecords,
])
export type LedgerRecord = v.InferOutput<typeof LedgerRecord>

/** `seq` counts from 1, without gaps but for what a power cut left unwritten and unacknowledged; `at` is milliseconds since 1970. */
export type LedgerEntry = { seq: number; at: number; record: LedgerRecord }

export interface Ledger {
  /** Number of the last record acknowledged; 0 = there is none. */
  readonly last: number
  /**
   * Resolves with the record's number once it is on disk; appends made together are written together. `at` is for records of
   * another ledger alone.
   */
  append(record: LedgerRecord, at?: number): Promise<number>
  /**
   * All entries after a number, in order, up to the last one acknowledged, or to number `to`; only of `types`, which is much
   * faster, if given.
   */
  read(after: number, types?: readonly LedgerRecord['type'][], to?: number): AsyncIterable<LedgerEntry>
  /** A number after which there are about so many bytes of entries, or all there are: for who needs the newest of large ones. */
  tail(bytes: number): number
  /** Tells of every entry from now on, once it is on disk, in order. Returns how to stop that. */
  onAppended(listener: (entry: LedgerEntry) => void): () => void
  close(): Promise<void>
}
