import type { ReleaseCause } from '../../protocol/call.ts'
import type { Emitter } from '../events.ts'

/** One side of a call at the PBX: a phone of ours, or a line to the outside. */
export type Leg = {
  id: string
  /** All legs born from one call share it. */
  callId: string
  /** Internal number of the phone it runs to; null for a line to the outside. */
  device: string | null
  /** `dialing` = this leg began the call and is not answered; `ringing` = a phone rings; `up` = off-hook, answered. */
  state: 'down' | 'dialing' | 'ringing' | 'up'
  /** Its own number. */
  number: string
  /** The other side, as the PBX tells it; empty when unknown or withheld. Hostile text. */
  connected: { number: string; name: string }
  /** Legs in one bridge hear each other; null = in none. */
  bridgeId: string | null
  held: boolean
  /** Begun by our own `makeCall`. */
  originated: boolean
  /** Milliseconds since 1970. */
  createdAt: number
}

/** The question that must be answered before a phone rings (DESIGN 4). */
export type RouteQuestion = { number: string; did: string; callId: string }
/** Internal number to ring, or null for the call's usual way. Must answer at once: a caller waits. */
export type RouteDecision = (question: RouteQuestion) => string | null

/** Why a login to the PBX does not work. `notConnected` mends itself; `loginRefused` is for the administrator. */
export type LoginFault = 'notConnected' | 'loginRefused'
/** `main` carries calls and commands, `routing` the questions where calls go; null = it works. */
export type PbxFaults = { main: LoginFault | null; routing: LoginFault | null }

export type PbxEvents = {
  link: ['up' | 'down']
  faults: [PbxFaults]
  /** The whole picture, after each (re)connection. */
  picture: [Leg[]]
  /** A new leg, or one that changed. */
  leg: [Leg]
  legEnded: [leg: Leg, cause: ReleaseCause]
}

/**
 * Any PBX. Commands resolve when the PBX has taken them and reject with `TrubkaError`:
 * `pbxDown`, `pbxLoginRefused`, `noPhone`, `noSuchCall`, `notNow`, `refusedByPbx`, `timeout`.
 */
export interface Pbx extends Emitter<PbxEvents> {
  readonly link: 'up' | 'down'
  readonly faults: PbxFaults
  legs(): Leg[]
  /** Rings `device`, then dials `to` from it. `callId` becomes the call's key. `name` is shown on the phone. */
  makeCall(wish: { callId: string; device: string; to: string; name: string }): Promise<void>
  /** Makes a ringing phone go off-hook. */
  answer(legId: string): Promise<void>
  clear(legId: string): Promise<void>
  /** Asked for each inbound call; the last one given counts. */
  onRoute(decide: RouteDecision): void
  start(): void
  stop(): Promise<void>
}
