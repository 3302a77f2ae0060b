import type { ReleaseCause } from '../../protocol/call.ts'

/** One leg's whole life in a call. Times are milliseconds since 1970. */
export type LegTrace = {
  id: string
  /** Internal number of the phone it ran to; null for a line to the outside. */
  device: string | null
  /** Its own number and name. Hostile text. */
  number: string
  name: string
  /** What it dialled, as far as is known. */
  dialled: string
  /** Begun by a command of ours. */
  originated: boolean
  startedAt: number
  upAt: number | null
  /** null = it lives, or nobody saw it end. */
  endedAt: number | null
  cause: ReleaseCause | null
  /** Bridges it was in; who was there at the same time talked with it. `to` is null while it is there. */
  stays: { bridge: string; from: number; to: number | null }[]
}

/** All that was seen of one call, from its first leg to its last. */
export type CallTrace = {
  /** The PBX's key of the call. */
  id: string
  /** In the order they came. */
  legs: LegTrace[]
  endedAt: number
  /** Name of the recording's file; null = none is known. */
  recording: string | null
  /** False = it was not seen from beginning to end. */
  whole: boolean
}

/** Who a leg is, as it is known at one moment; what is empty changes nothing. */
export type LegSeen = Pick<LegTrace, 'id' | 'device' | 'number' | 'name' | 'dialled' | 'originated'> & {
  callId: string
}

type Open = { legs: Map<string, LegTrace>; recording: string | null; whole: boolean; lastAt: number }

/** A call of more legs than this tells nothing more by them. */
const MAX_LEGS = 200

/** Calls that are going on, put together from what is seen of their legs, whoever tells it. */
export class Traces {
  readonly #open = new Map<string, Open>()
  /** Legs move: a transfer puts them into another call. */
  readonly #callOf = new Map<string, string>()

  /** Calls that are not taken yet, the first to come first. */
  get ids(): string[] {
    return [...this.#open.keys()]
  }

  /** When something was last seen of a call. */
  lastAt(callId: string): number {
    return this.#open.get(callId)?.lastAt ?? 0
  }

  has(callId: string): boolean {
    return this.#open.has(callId)
  }

  /** Also when it has ended. */
  knows(callId: string, legId: string): boolean {
    return this.#open.get(callId)?.legs.has(legId) ?? false
  }

  callOf(legId: string): string | null {
    return this.#callOf.get(legId) ?? null
  }

  /** Ids of the legs that live. */
  live(callId: string): string[] {
    const legs = [...(this.#open.get(callId)?.legs.values() ?? [])]
    return legs.filter(({ endedAt }) => endedAt === null).map(({ id }) => id)
  }

  /** A leg is there. Returns the call it was in before, when that is another one. */
  seen({ callId, ...leg }: LegSeen, at: number): string | null {
    const before = this.#callOf.get(leg.id) ?? null
    const moved = before !== null && before !== callId
    if (moved) this.#end(before, leg.id, 'normal', at)
    this.#callOf.set(leg.id, callId)
    const call = this.#call(callId, at)
    const known = call.legs.get(leg.id)
    if (known && !moved) {
      known.number = leg.number || known.number
      known.name = leg.name || known.name
      known.dialled ||= leg.dialled
    } else if (call.legs.size < MAX_LEGS) {
      call.legs.set(leg.id, { ...leg, startedAt: at, upAt: null, endedAt: null, cause: null, stays: [] })
    }
    return moved ? before : null
  }

  up(legId: string, at: number): void {
    const leg = this.#touch(legId, at)
    if (leg) leg.upAt ??= at
  }

  enters(legId: string, bridge: string, at: number): void {
    const leg = this.#touch(legId, at)
    if (!leg) return
    const stay = leg.stays.at(-1)
    if (stay && stay.to === null) {
      if (stay.bridge === bridge) return
      stay.to = at
    }
    leg.upAt ??= at
    leg.stays.push({ bridge, from: at, to: null })
  }

  leaves(legId: string, at: number): void {
    const stay = this.#touch(legId, at)?.stays.at(-1)
    if (stay && stay.to === null) stay.to = at
  }

  ended(legId: string, cause: ReleaseCause, at: number): void {
    const callId = this.#callOf.get(legId)
    if (callId === undefined) return
    this.#callOf.delete(legId)
    this.#end(callId, legId, cause, at)
  }

  recorded(callId: string, file: string): void {
    const call = this.#open.get(callId)
    if (call) call.recording ??= file
  }

  /** Not all of it was seen. */
  partly(callId: string): void {
    const call = this.#open.get(callId)
    if (call) call.whole = false
  }

  /** The call is over, and forgotten here; null = nothing was seen of it. */
  take(callId: string, at: number): CallTrace | null {
    const call = this.#open.get(callId)
    if (!call) return null
    for (const leg of this.live(callId)) this.ended(leg, 'normal', at)
    this.#open.delete(callId)
    return { id: callId, legs: [...call.legs.values()], endedAt: at, recording: call.recording, whole: call.whole }
  }

  #call(callId: string, at: number): Open {
    const call = this.#open.get(callId) ?? { legs: new Map(), recording: null, whole: true, lastAt: at }
    call.lastAt = at
    this.#open.set(callId, call)
    return call
  }

  #touch(legId: string, at: number): LegTrace | null {
    const call = this.#open.get(this.#callOf.get(legId) ?? '')
    const leg = call?.legs.get(legId)
    if (!call || !leg || leg.endedAt !== null) return null
    call.lastAt = at
    return leg
  }

  #end(callId: string, legId: string, cause: ReleaseCause, at: number): void {
    const call = this.#open.get(callId)
    const leg = call?.legs.get(legId)
    if (!call || !leg || leg.endedAt !== null) return
    call.lastAt = at
    const stay = leg.stays.at(-1)
    if (stay && stay.to === null) stay.to = at
    leg.endedAt = at
    leg.cause = cause
  }
}
