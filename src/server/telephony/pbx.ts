import type { ReleaseCause } from '../../protocol/call.ts'
import type { Emitter } from '../events.ts'

/** Where a leg waits outside of a conversation: `hold` = hears music, `wait` = the silent leg of the one who holds. */
export type Place = {
  is: 'hold' | 'wait' | 'consult' | 'transfer' | 'back' | 'conference'
  /** Whose: the holder's number (`hold`), the number of who brought them together (`conference`), the number rung (`consult`, `transfer`, `back`); nothing for `wait`. */
  exten: string
}

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
  /** Its own name. Hostile text. */
  name: string
  /** The other side, as the PBX tells it; empty when unknown or withheld. Hostile text. */
  connected: { number: string; name: string }
  /** Legs in one bridge hear each other; null = in none. */
  bridgeId: string | null
  /** Its phone has pressed hold. */
  held: boolean
  /** Whether the PBX records what is said on it. */
  recording: 'none' | 'on' | 'suspended'
  /** null = in none of these places. */
  place: Place | null
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
  /** A phone has come into the network, or left it. */
  phone: [device: string, here: boolean]
  /** What `answer` will do at this phone is another thing now. */
  answerBy: [device: string]
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
  /** Rings `device` for a caller who waits for it, and makes it go off-hook. */
  fetch(wish: { caller: string; device: string }): Promise<void>
  /** Ends the leg; `also` = others of its call that would otherwise be left alone. */
  clear(legId: string, also?: readonly string[]): Promise<void>
  /** `other` hears music, `own` waits; both stay. */
  hold(own: string, other: string): Promise<void>
  retrieve(own: string, other: string): Promise<void>
  /** Holds `other` and rings `to` from `own`, under `name`. Refused, with nothing done: `toSelf`, `badNumber`, `calleeOffline`. */
  consult(wish: { own: string; other: string; to: string; name: string }): Promise<void>
  /** Joins the two; `own` leaves. `to` is rung anew for `caller` when `consulted` still rings. */
  transfer(wish: { own: string; caller: string; consulted: string; to: string }): Promise<void>
  /** `held` is talked to again, `active` is held. */
  alternate(wish: { own: string; active: string; held: string }): Promise<void>
  /** `caller` is talked to again, `consulted` is let go. */
  reconnect(wish: { own: string; caller: string; consulted: string | null }): Promise<void>
  /** All three talk together; who leaves, leaves the others talking. */
  conference(wish: { own: string; active: string; held: string }): Promise<void>
  /** Whether it knows how to do that. */
  readonly conferences: boolean
  /** Gives `other` to `to`; `own` leaves, and is rung when nobody there answers. Refused as `consult` is. */
  singleStepTransfer(wish: { own: string; other: string; to: string }): Promise<void>
  /** Keys, one after the other, to the phone at the end of this leg. */
  generateDigits(legId: string, digits: string): Promise<void>
  /** Stops keeping what is said on these legs for now, or goes on with it. */
  setRecording(legIds: readonly string[], to: 'on' | 'suspended'): Promise<void>
  /** What `answer` will do at this phone, as far as is known. */
  answerBy(device: string): 'talk' | 'autoAnswer'
  /** Whether calls that come past the server are to leave this phone alone. Forgotten when the PBX is restarted. */
  setDoNotDisturb(device: string, on: boolean): Promise<void>
  /** Phones that the PBX has spoken of, and whether they are in the network. */
  phones(): ReadonlyMap<string, boolean>
  /** Asked for each inbound call; the last one given counts. */
  onRoute(decide: RouteDecision): void
  start(): void
  stop(): Promise<void>
}
