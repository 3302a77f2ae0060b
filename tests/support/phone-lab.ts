import type { PbxAddress } from '../../stand/pbx-address.ts'

/** Our numbers in the city, by the usual way of their calls; clients ring `main`. */
export const LINES = {
  main: '74951234567',
  /** Its usual way is the operator's extension, by its number. */
  operator: '74950000002',
  /** Its usual way leads back to the gate. */
  circle: '74950000001',
  /** Its calls are recorded. */
  recorded: '74950000004',
  /** Its calls ring at a target for two seconds, and then take the usual way; calls to the other lines for twenty. */
  brief: '74950000005',
} as const

/**
 * Phones and a city line around a PBX, so that one suite of call scenarios runs on the stand's PBX and on a real
 * Asterisk (DESIGN 5). What passes on one and not on the other is a fault of the stand.
 */
export interface PhoneLab {
  readonly name: 'stand' | 'asterisk'
  /** How the CTI server reaches this PBX. */
  readonly ami: PbxAddress
  /** The registered phone with this internal number; 101 is the default operator's, who rings for inbound calls. */
  phone(number: string): LabPhone
  /** The far side of the city line: clients' phones. It takes calls to any number. */
  readonly city: LabPhone
  /**
   * A client rings our city number, or another of `LINES`; `name` is the caller's name as the line sends it. With `ownVoice`
   * they are heard under their number, and not as one of many in the city.
   */
  incoming(call: { from: string; name?: string; to?: string; ownVoice?: boolean }): Promise<LabCall>
  /** Pairs that the PBX itself says talk now, each sorted: `['101', '79035677876']`; asked of the PBX, not of the CTI server. */
  conversations(): Promise<string[][]>
  /** All that the PBX itself has of calls, whoever is shown them. */
  channels(): Promise<string[]>
  /** Every leg as the PBX itself has it now, put together without anything of the CTI server. */
  truth(): Promise<PbxLeg[]>
  /** The PBX dies as by a power cut, and comes back. */
  restart(): Promise<void>
  /** Ends all calls, forgets what rang; between tests. */
  reset(): Promise<void>
  close(): Promise<void>
}

export interface LabPhone {
  readonly number: string
  /** The next call that rings here, or the one that rings already. Rejects after `withinMs` (default 30 s). */
  ringing(withinMs?: number): Promise<LabCall>
  /** All calls that have rung here since the last reset. */
  readonly rang: readonly LabCall[]
  /** Picks up and dials. */
  dial(to: string): Promise<LabCall>
  /** Takes the phone off the network, and back. */
  unregister(): Promise<void>
  register(): Promise<void>
  /** Whether it goes off-hook by itself when the PBX asks it to (default true). */
  autoAnswer: boolean
}

export interface LabCall {
  readonly state: 'ringing' | 'up' | 'ended'
  /** What the phone shows. */
  readonly remote: { number: string; name: string }
  answer(): Promise<void>
  /** 486 Busy Here. */
  reject(): Promise<void>
  hangup(): Promise<void>
  /** The phone's own hold key, and back. */
  hold(): Promise<void>
  retrieve(): Promise<void>
  /** Keys that the other side has pressed. */
  readonly digits: string
  /** Resolves when it is up or ended. */
  settled(withinMs?: number): Promise<'up' | 'ended'>
  ended(withinMs?: number): Promise<void>
  /** Its own hold key is pressed. */
  readonly held: boolean
  /** Numbers of the phones whose tone is heard, listened to for a while; `city` for the far side, `music` on hold. `voices` = clients who have one of their own. */
  hears(voices?: readonly string[]): Promise<string[]>
}

/** One leg of a call by the PBX's own word. */
export type PbxLeg = {
  id: string
  callId: string
  /** Internal number of the phone; null for the city. */
  device: string | null
  /** The phone's number, or the client's. */
  number: string
  state: 'down' | 'dialing' | 'ringing' | 'up'
  /** Who is in one room hears one another: a bridge, or several with inner channels of the PBX between them. */
  room: string | null
  /** Where its dialplan waits, as `trubka-hold,101`; empty in a room. */
  place: string
  /** The leg that it is held for; empty when it is not held. */
  holder: string
}
