import type { ReleaseCause } from '../../protocol/call.ts'
import type { Leg, Pbx } from '../telephony/pbx.ts'
import { type CallTrace, Traces } from '../telephony/trace.ts'

export type WitnessOptions = {
  pbx: Pick<Pbx, 'on' | 'legs' | 'link'>
  over: (trace: CallTrace) => void
  /** Milliseconds since 1970. */
  now?: () => number
}

/** Follows every call at the PBX, as its events tell it, and says what it was when it is over. */
export class Witness {
  readonly #o: WitnessOptions
  readonly #now: () => number
  readonly #traces = new Traces()
  readonly #unhook: (() => void)[]

  constructor(options: WitnessOptions) {
    this.#o = options
    this.#now = options.now ?? Date.now
    const { pbx } = options
    this.#unhook = [
      pbx.on('leg', (leg) => this.#leg(leg)),
      pbx.on('legEnded', (leg, cause) => this.#ended(leg, cause)),
      pbx.on('picture', (legs) => this.#picture(legs)),
    ]
    if (pbx.link === 'up') this.#picture(pbx.legs())
  }

  stop(): void {
    for (const unhook of this.#unhook) unhook()
  }

  #leg(leg: Leg): void {
    const at = this.#now()
    const known = this.#traces.callOf(leg.id) !== null
    const before = this.#traces.seen(seenOf(leg), known ? at : Math.min(at, leg.createdAt))
    if (leg.state === 'up') this.#traces.up(leg.id, at)
    if (leg.bridgeId === null) this.#traces.leaves(leg.id, at)
    else this.#traces.enters(leg.id, leg.bridgeId, at)
    if (before !== null) this.#overIfEmpty(before, at)
  }

  #ended(leg: Leg, cause: ReleaseCause): void {
    const at = this.#now()
    const call = this.#traces.callOf(leg.id) ?? leg.callId
    this.#traces.ended(leg.id, cause, at)
    this.#overIfEmpty(call, at)
  }

  /** After a time without events: what is not there any more ended unseen, what is new began unseen. */
  #picture(legs: readonly Leg[]): void {
    const there = new Set(legs.map(({ id }) => id))
    const at = this.#now()
    for (const id of this.#traces.ids) {
      for (const leg of this.#traces.live(id)) {
        if (there.has(leg)) continue
        this.#traces.partly(id)
        this.#traces.ended(leg, 'normal', at)
      }
    }
    for (const leg of legs) {
      const known = this.#traces.callOf(leg.id) !== null
      this.#leg(leg)
      if (!known) this.#traces.partly(leg.callId)
    }
    for (const id of this.#traces.ids) this.#overIfEmpty(id, at)
  }

  #overIfEmpty(callId: string, at: number): void {
    if (this.#traces.live(callId).length > 0) return
    const trace = this.#traces.take(callId, at)
    if (trace) this.#o.over(trace)
  }
}

const seenOf = (leg: Leg) => ({
  id: leg.id,
  callId: leg.callId,
  device: leg.device,
  number: leg.number,
  name: leg.name,
  dialled: leg.device !== null && (leg.state === 'dialing' || leg.originated) ? leg.connected.number : '',
  originated: leg.originated,
})
