import { type Bridge, leave } from './bridges.ts'
import { cause, causeText } from './causes.ts'
import { cdrFields } from './cdr.ts'
import { type CallerId, Channel, type ChannelState, type DeviceCall } from './channel.ts'
import { type Clock, shuffler } from './clock.ts'
import { channelFields, type Fields } from './fields.ts'

export type Invite = { channel: Channel; number: string; from: CallerId; autoAnswer: boolean }

/** What a channel leads to: a phone, or the city line. */
export interface Device {
  /** The endpoint's name: an internal number, or `trunk`. */
  readonly name: string
  /** What pjsip.conf calls it; empty for the trunk. */
  readonly title: string
  readonly registered: boolean
  /** A leg begins to ring here. */
  invited(invite: Invite): DeviceCall
}

export type AmiEvent = { name: string; privilege: string; fields: Fields; timestamp: string }

/** Asterisk's device states (`ast_devstate2str`). */
export type DeviceState = 'UNAVAILABLE' | 'NOT_INUSE' | 'INUSE' | 'BUSY' | 'RINGING' | 'RINGINUSE' | 'ONHOLD'

/** With so many calls a phone counts as busy: `device_state_busy_at` of pjsip.conf. */
const busyAt = 2

/** The heart of the stand's PBX: its channels, bridges and devices, and the events about them. */
export class Exchange {
  readonly clock: Clock
  readonly channels = new Map<string, Channel>()
  readonly bridges = new Map<string, Bridge>()
  readonly devices = new Map<string, Device>()
  readonly globals = new Map<string, string>()
  /** Gives things in an order a real PBX does not promise. */
  readonly shuffle: <Item>(items: Item[]) => Item[]
  readonly startedAt: number
  readonly #listeners = new Set<(event: AmiEvent) => void>()
  readonly #states = new Map<string, DeviceState>()
  #channelCount = 0
  #idCount = 0
  processedCalls = 0

  constructor(clock: Clock, seed: number | undefined) {
    this.clock = clock
    this.shuffle = shuffler(seed)
    this.startedAt = clock.now()
  }

  onEvent(listener: (event: AmiEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  event(name: string, privilege: string, fields: Fields): void {
    const event = { name, privilege: `${privilege},all`, fields, timestamp: this.clock.timestamp() }
    for (const listener of this.#listeners) listener(event)
  }

  addDevice(device: Device): void {
    this.devices.set(device.name, device)
    this.#states.set(device.name, this.deviceState(device.name))
  }

  /** By channel name or Uniqueid, as Hangup and Redirect take it. */
  find(nameOrId: string): Channel | undefined {
    const byName = this.channels.get(nameOrId)
    if (byName) return byName
    for (const channel of this.channels.values()) if (channel.uniqueid === nameOrId) return channel
    return undefined
  }

  newChannel(wish: {
    device: Device
    state: ChannelState
    caller: CallerId
    context: string
    exten: string
    linkedid?: string
    uniqueid?: string
  }): Channel {
    const uniqueid = wish.uniqueid ?? `${Math.floor(this.clock.now() / 1000)}.${++this.#idCount}`
    const channel = new Channel({
      name: `PJSIP/${wish.device.name}-${(this.#channelCount++).toString(16).padStart(8, '0')}`,
      uniqueid,
      linkedid: wish.linkedid ?? uniqueid,
      device: wish.device.name,
      state: wish.state,
      caller: wish.caller,
      context: wish.context,
      exten: wish.exten,
      now: this.clock.now(),
    })
    this.channels.set(channel.name, channel)
    this.processedCalls += 1
    this.event('Newchannel', 'call', channelFields(channel))
    this.updateDevice(channel.device)
    return channel
  }

  setState(channel: Channel, state: ChannelState): void {
    if (channel.state === state || channel.ended) return
    channel.state = state
    if (state === 'Up') channel.answeredAt ??= this.clock.now()
    this.event('Newstate', 'call', channelFields(channel))
    this.updateDevice(channel.device)
    if (state === 'Up') channel.call?.up()
  }

  setCaller(channel: Channel, caller: CallerId): void {
    channel.caller = caller
    this.event('NewCallerid', 'call', [
      ...channelFields(channel),
      ['CID-CallingPres', '0 (Presentation Allowed, Not Screened)'],
    ])
  }

  setConnected(channel: Channel, connected: CallerId): void {
    channel.connected = connected
    this.event('NewConnectedLine', 'call', channelFields(channel))
    // By an UPDATE; the city line is sent none (`send_connected_line`).
    if (channel.state === 'Up' && channel.device !== 'trunk') channel.call?.talksTo(connected)
  }

  /** The device hung up or refused: BYE, CANCEL or a final response. */
  hangupByDevice(channel: Channel, code: number, sip?: number): void {
    if (channel.ended) return
    channel.techCause = sip === undefined ? '' : String(sip)
    this.event('HangupRequest', 'call', [
      ...channelFields(channel),
      ['Cause', String(code)],
      ...techCauseField(channel),
    ])
    if (channel.ringer && sip !== undefined) channel.ringer.refused(code, sip)
    else this.hangup(channel, code)
  }

  /** The PBX ends a leg. */
  hangup(channel: Channel, code: number): void {
    if (channel.ended) return
    if (channel.ringer) channel.ringer.cleared(code)
    else this.destroy(channel, code)
  }

  /** The dialplan has run out under a channel, or the other side has gone. */
  hangupByDialplan(channel: Channel, code: number): void {
    if (channel.ended) return
    this.event('SoftHangupRequest', 'call', [
      ...channelFields(channel),
      ['Cause', String(cause.normal)],
      ...techCauseField(channel),
    ])
    this.destroy(channel, code)
  }

  /** Takes a leg out of everything it is in, and tells so. */
  destroy(channel: Channel, code: number): void {
    if (channel.ended) return
    channel.ended = true
    channel.cause = code
    // First what hangs on it: its own dialplan (which cancels a leg it rings), then its bridge.
    channel.thread?.abort()
    channel.thread = null
    this.setMusic(channel, false)
    leave(this, channel)
    this.channels.delete(channel.name)
    const tell = [
      () =>
        this.event('Hangup', 'call', [
          ...channelFields(channel),
          ['Cause', String(code)],
          ['Cause-txt', causeText(code)],
          ...techCauseField(channel),
        ]),
      () => {
        for (const fields of cdrFields(channel, this.clock.now())) this.event('Cdr', 'cdr', fields)
      },
    ]
    for (const action of this.shuffle(tell)) action()
    this.updateDevice(channel.device)
    channel.call?.ended(code)
  }

  /** The device put its side on hold, or took it back; the others in its bridge hear music meanwhile. */
  setHold(channel: Channel, holds: boolean): void {
    channel.holds = holds
    channel.holdsIn = holds ? channel.bridge : null
    this.event(holds ? 'Hold' : 'Unhold', 'call', [
      ...channelFields(channel),
      ...(holds ? ([['MusicClass', 'default']] satisfies Fields) : []),
    ])
    for (const other of channel.bridge?.members ?? []) if (other !== channel) this.#tellMusic(other, holds)
  }

  /** The dialplan plays music to a channel that talks to nobody, or stops it. */
  setMusic(channel: Channel, plays: boolean): void {
    if (channel.music === plays) return
    channel.music = plays
    this.#tellMusic(channel, plays)
  }

  /** The application MixMonitor: what is said on this channel is kept. */
  record(channel: Channel, file: string): void {
    channel.recording = 'on'
    channel.variables.set('MIXMONITOR_FILENAME', file)
    this.event('MixMonitorStart', 'call', channelFields(channel))
  }

  /** MixMonitorMute, in both directions. */
  muteRecording(channel: Channel, muted: boolean): void {
    channel.recording = muted ? 'suspended' : 'on'
    this.event('MixMonitorMute', 'call', [
      ...channelFields(channel),
      ['Direction', 'both'],
      ['State', muted ? '1' : '0'],
    ])
  }

  #tellMusic(channel: Channel, plays: boolean): void {
    this.event(plays ? 'MusicOnHoldStart' : 'MusicOnHoldStop', 'call', [
      ...channelFields(channel),
      ...(plays ? ([['Class', 'default']] satisfies Fields) : []),
    ])
  }

  deviceState(name: string): DeviceState {
    if (!this.devices.get(name)?.registered) return 'UNAVAILABLE'
    let ringing = 0
    let busy = 0
    for (const channel of this.channels.values()) {
      if (channel.device !== name) continue
      if (channel.state === 'Ringing') ringing += 1
      else if (channel.state !== 'Down') busy += 1
    }
    if (name !== 'trunk' && ringing + busy >= busyAt) return 'BUSY'
    if (ringing > 0) return busy > 0 ? 'RINGINUSE' : 'RINGING'
    return busy > 0 ? 'INUSE' : 'NOT_INUSE'
  }

  /** Tells a device's state when it has changed. */
  updateDevice(name: string): void {
    const state = this.deviceState(name)
    if (this.#states.get(name) === state) return
    this.#states.set(name, state)
    const tell = [
      () =>
        this.event('DeviceStateChange', 'call', [
          ['Device', `PJSIP/${name}`],
          ['State', state],
        ]),
    ]
    if (name !== 'trunk') tell.push(() => this.event('ExtensionStatus', 'call', extensionFields(name, state)))
    for (const action of this.shuffle(tell)) action()
  }

  /** A power cut: nothing is told, everything is forgotten but the registrations. */
  forget(): void {
    this.clock.forgetAll()
    for (const channel of this.channels.values()) {
      channel.ended = true
      channel.bridge = null
      channel.thread?.abort()
      channel.call?.ended(cause.unknown)
    }
    this.channels.clear()
    this.bridges.clear()
    this.globals.clear()
    for (const name of this.devices.keys()) this.#states.set(name, this.deviceState(name))
  }
}

function techCauseField(channel: Channel): Fields {
  return channel.techCause ? [['TechCause', channel.techCause]] : []
}

const extensionStatus: Readonly<Record<DeviceState, [number: string, text: string]>> = {
  UNAVAILABLE: ['4', 'Unavailable'],
  NOT_INUSE: ['0', 'Idle'],
  INUSE: ['1', 'InUse'],
  BUSY: ['2', 'Busy'],
  RINGING: ['8', 'Ringing'],
  RINGINUSE: ['9', 'InUse&Ringing'],
  ONHOLD: ['16', 'Hold'],
}

/** A hint's state, as ExtensionStatus shows it. */
export function extensionFields(name: string, state: DeviceState): Fields {
  const [number, text] = extensionStatus[state]
  return [
    ['Exten', name],
    ['Context', 'hints'],
    ['Hint', `PJSIP/${name}`],
    ['Status', number],
    ['StatusText', text],
  ]
}
