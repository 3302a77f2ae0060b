import * as v from 'valibot'
import { CallDirection, CallResult } from '../../protocol/journal.ts'

/** What is kept of a call that is over (SPEC A11): one for each key of the PBX, however many phones took part. */
export const RecordedCall = v.object({
  /** The PBX's key of the call. */
  callId: v.string(),
  direction: CallDirection,
  /** The other side: outside; of an internal call, the phone that was called. Empty when it is withheld. */
  number: v.string(),
  /** As the PBX knows it. Hostile text. */
  name: v.string(),
  /** Internal number of who called; null for a call from outside. */
  caller: v.nullable(v.string()),
  /** Milliseconds since 1970. */
  startedAt: v.number(),
  /** When somebody first talked with the other side. */
  answeredAt: v.nullable(v.number()),
  endedAt: v.number(),
  /** Who talked with the other side, in order, and for how long altogether, milliseconds. */
  talks: v.array(v.object({ who: v.string(), from: v.number(), ms: v.number() })),
  /** Who had the other side at the end, when whoever talked first had left; missing = nobody gave the call away. */
  givenTo: v.optional(v.string()),
  /** Internal numbers of the phones that were rung. */
  rang: v.array(v.string()),
  result: CallResult,
  /** Name of the recording's file; null = none is known. */
  recording: v.nullable(v.string()),
  /** False = it was not seen from beginning to end: times are the best that is known. */
  whole: v.boolean(),
})
export type RecordedCall = v.InferOutput<typeof RecordedCall>

/** A place in a file of the PBX's own records that is written on, and put aside from time to time. */
export const RecordsPlace = v.object({
  /** Tells the file: a hash of its first record. Empty = the file was empty, or not there. */
  head: v.string(),
  /** Bytes. */
  offset: v.number(),
})
export type RecordsPlace = v.InferOutput<typeof RecordsPlace>
