import type { ReleaseCause } from '../../protocol/call.ts'
import type { Leg } from '../telephony/pbx.ts'
import type { Asking, EndedLeg } from './call-legs.ts'

/** `resumed` = found in progress, after a (re)connection: nobody saw it begin. */
export type CallRecord = { live: Map<string, Leg>; ended: EndedLeg[]; resumed: boolean; asking: Asking | null }

/** A call that is tried on many lines or phones; what is older than this says nothing new. */
const MAX_ENDED = 50

/** Which legs belong to which call. Each change names the calls that have to be looked at again. */
export class Book {
  readonly #calls = new Map<string, CallRecord>()
  /** Legs move: a transfer puts them into another call. */
  readonly #callOf = new Map<string, string>()

  has(callId: string): boolean {
    return this.#calls.has(callId)
  }

  get(callId: string): CallRecord | undefined {
    return this.#calls.get(callId)
  }

  put(leg: Leg): string[] {
    const touched = this.#leave(leg)
    this.#record(leg.callId, false).live.set(leg.id, leg)
    this.#callOf.set(leg.id, leg.callId)
    return touched
  }

  end(leg: Leg, cause: ReleaseCause): string[] {
    const touched = this.#leave(leg)
    const record = this.#calls.get(leg.callId)
    this.#callOf.delete(leg.id)
    if (!record) return touched
    record.live.delete(leg.id)
    record.ended.push({ leg, cause })
    if (record.ended.length > MAX_ENDED) record.ended.shift()
    return touched
  }

  /** The whole picture: legs that are not in it are gone, how they ended nobody knows. */
  replace(legs: readonly Leg[]): Set<string> {
    const touched = new Set(this.#calls.keys())
    for (const record of this.#calls.values()) record.live.clear()
    this.#callOf.clear()
    for (const leg of legs) {
      touched.add(leg.callId)
      this.#record(leg.callId, true).live.set(leg.id, leg)
      this.#callOf.set(leg.id, leg.callId)
    }
    for (const [callId, { live }] of [...this.#calls]) if (live.size === 0) this.#calls.delete(callId)
    return touched
  }

  forget(callId: string): void {
    this.#calls.delete(callId)
  }

  /** Takes the leg out of the call it was in, when that is another one now. */
  #leave(leg: Leg): string[] {
    const before = this.#callOf.get(leg.id)
    if (before === undefined || before === leg.callId) return [leg.callId]
    this.#calls.get(before)?.live.delete(leg.id)
    return [before, leg.callId]
  }

  #record(callId: string, resumed: boolean): CallRecord {
    const record = this.#calls.get(callId) ?? { live: new Map<string, Leg>(), ended: [], resumed, asking: null }
    this.#calls.set(callId, record)
    return record
  }
}
