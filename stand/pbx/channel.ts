import type { Bridge } from './bridges.ts'

/** As Asterisk numbers them (`AST_STATE_*`). */
export type ChannelState = 'Down' | 'Ring' | 'Ringing' | 'Up'
export const stateNumber: Readonly<Record<ChannelState, number>> = { Down: 0, Ring: 4, Ringing: 5, Up: 6 }

/** Where a call is in the dialplan. `label` is a priority within it that has a name. */
export type Place = { context: string; exten: string; label?: string }

export type CallerId = { number: string; name: string }

/** What the device at the far end of a channel is told. */
export interface DeviceCall {
  /** The device's call was answered by the other side. */
  up(): void
  ended(cause: number): void
  /** The PBX tells it, in mid-call, whom it talks to now. */
  talksTo(other: CallerId): void
  /** A key that the other side has pressed. */
  digit(key: string): void
  /** In-dialog NOTIFY with this Event header; empty when there was none. */
  notified(event: string): void
}

/** Who waits for a ringing leg: a Dial or an Originate. */
export interface Ringer {
  answered(): void
  /** The device refused; `sip` is its final response. */
  refused(cause: number, sip: number): void
  /** The PBX takes the leg down: AMI Hangup. */
  cleared(cause: number): void
}

/** The dialplan a channel runs; aborted by hang-up, Redirect and Bridge. */
export interface Thread {
  abort(): void
}

/** A leg of a call (Asterisk's channel). */
export class Channel {
  readonly name: string
  readonly uniqueid: string
  /** The endpoint: an internal number, or `trunk`. */
  readonly device: string
  readonly createdAt: number
  linkedid: string
  state: ChannelState
  caller: CallerId
  connected: CallerId = { number: '', name: '' }
  context: string
  exten: string
  priority = 1
  application = ''
  applicationData = ''
  readonly variables = new Map<string, string>()
  bridge: Bridge | null = null
  thread: Thread | null = null
  ringer: Ringer | null = null
  call: DeviceCall | null = null
  /** Held by its own device, which then says and hears nothing, wherever the channel goes. */
  holds = false
  /** The bridge in which that happened: the others there hear music. */
  holdsIn: Bridge | null = null
  /** Where its dialplan goes on when it is taken away by Bridge and that is over: the next priority. */
  next: Place | null = null
  /** Hears music on hold from the dialplan, outside of any bridge. */
  music = false
  /** A recorder runs on it (MixMonitor). */
  recording: 'none' | 'on' | 'suspended' = 'none'
  /** On its way to another place (Redirect, Bridge): its bridge ending must not end it. */
  moving = false
  answeredAt: number | null = null
  cause = 0
  techCause = ''
  ended = false

  constructor(wish: {
    name: string
    uniqueid: string
    linkedid: string
    device: string
    state: ChannelState
    caller: CallerId
    context: string
    exten: string
    now: number
  }) {
    this.name = wish.name
    this.uniqueid = wish.uniqueid
    this.linkedid = wish.linkedid
    this.device = wish.device
    this.state = wish.state
    this.caller = wish.caller
    this.context = wish.context
    this.exten = wish.exten
    this.createdAt = wish.now
  }

  /** The number this leg stands for in a conversation: a phone's own, or the client's. */
  get number(): string {
    return this.device === 'trunk' ? this.caller.number : this.device
  }
}
