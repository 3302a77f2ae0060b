import { isDeepStrictEqual } from 'node:util'
import type { ReleaseCause } from '../../../protocol/call.ts'
import { commandIdOf } from '../call-id.ts'
import type { Leg } from '../pbx.ts'
import { releaseCause } from './causes.ts'
import { aboutToEnd } from './endings.ts'
import { deviceOf, durationOf, type InternalLength, isLeg, type Snapshot, snapshotOf } from './fields.ts'
import type { AmiMessage } from './message.ts'
import { type Recordings, recorderTold } from './recordings.ts'

/** A leg with what only this folder needs to know of it. */
export type Channel = {
  leg: Leg
  name: string
  /** The channel whose dialplan rings this one, as `DialBegin` said; null when that was not heard. */
  dialedBy: { id: string; name: string } | null
  /** Result of being rung: `DialStatus` of its `DialEnd`. */
  dialStatus: string
  /** We hung it up as wished: no failure, whatever cause the PBX then gives (19 for a phone called off while it rings). */
  calledOff: boolean
  /** By what we have asked of the PBX, or as its events tell beforehand: it is asked for nothing more. */
  ending: boolean
  /** Recorders that have been started on it and not stopped. */
  recorders: number
  /** What its phone has dialled, for as long as the PBX does not name the other side. */
  dialled: string
}

/** Whose dialplan rings a phone; `leg` is null for an inner channel of the PBX, as of a queue. */
export type Dialer = { name: string; leg: Leg | null }

export type LegChange = { leg: Leg; ended: null } | { leg: Leg; ended: ReleaseCause }

export type ChannelRules = {
  technology: string
  internalLength: InternalLength
  /** Whether we began this call ourselves. */
  isOurs: (callId: string) => boolean
  now: () => number
}

/** What is read of channels beside `CoreShowChannels`: of their recorders, and whether their phones hold. */
export type Noted = { recordings: Recordings; holds: ReadonlyMap<string, boolean> }

/** Events that carry a channel as it is after them. All others are of no use here. */
const TELLING = new Set([
  'Newstate',
  'NewCallerid',
  'NewConnectedLine',
  'DialBegin',
  'DialState',
  'DialEnd',
  'BridgeEnter',
  'BridgeLeave',
  'Hold',
  'Unhold',
  'UserEvent',
  'MixMonitorStart',
  'MixMonitorStop',
  'MixMonitorMute',
])
/** Said by the Trubka dialplan file when a leg comes to its place; other events are about legs that are leaving, too. */
const PLACE_EVENT = 'TrubkaPlace'

/** Places from which a phone is rung. */
const RINGING: ReadonlySet<string> = new Set(['consult', 'transfer', 'back'])

/** All channels that are legs, from a dump and the events after it. */
export class Channels {
  readonly #rules: ChannelRules
  readonly #byId = new Map<string, Channel>()

  constructor(rules: ChannelRules) {
    this.#rules = rules
  }

  get(legId: string): Channel | undefined {
    return this.#byId.get(legId)
  }

  all(): Channel[] {
    return [...this.#byId.values()]
  }

  legs(): Leg[] {
    return this.all().map(({ leg }) => leg)
  }

  /**
   * The channel whose dialplan rings this one. A dump does not tell; then it is the leg that is placed to ring this phone, else
   * the one that began the call, unless that one is held or talks. undefined when nothing is certain.
   */
  dialerOf({ leg, dialedBy }: Channel): Dialer | undefined {
    if (dialedBy !== null)
      return this.#byId.get(dialedBy.id) ?? (isLeg(dialedBy.name) ? undefined : { name: dialedBy.name, leg: null })
    const call = this.all().filter((each) => each.leg.callId === leg.callId && each.leg.id !== leg.id)
    const free = call.filter((each) => each.leg.bridgeId === null)
    const placed = free.filter(({ leg: { place } }) => place && RINGING.has(place.is) && place.exten === leg.device)
    if (placed.length > 0) return placed.length === 1 ? placed[0] : undefined
    return free.find((each) => each.leg.id === leg.callId && each.leg.place === null)
  }

  /** Fills it from the items of `CoreShowChannels` and what is noted at them. What a dump does not tell is taken from `before`. */
  load(items: readonly AmiMessage[], { recordings, holds }: Noted, before: Channels): void {
    for (const item of items) {
      const snapshot = snapshotOf(item)
      if (!snapshot || !isLeg(snapshot.channel)) continue
      const known = before.get(snapshot.id)
      const channel = this.#born(snapshot, this.#rules.now() - durationOf(item.get('Duration')))
      const held = holds.get(snapshot.id) ?? known?.leg.held ?? false
      channel.leg = { ...channel.leg, held }
      if (known) {
        channel.dialedBy = known.dialedBy
        channel.dialled = known.dialled
        channel.calledOff = known.calledOff
        channel.ending = known.ending
        channel.leg = { ...channel.leg, createdAt: known.leg.createdAt }
      }
      const bridgeId = item.get('BridgeId') || null
      // A leg that was fetched from its place keeps the context it had there.
      const recording = recordings.get(snapshot.id) ?? 'none'
      channel.recorders = recording === 'none' ? 0 : 1
      channel.leg = { ...channel.leg, bridgeId, recording, place: bridgeId === null ? snapshot.place : null }
      this.#update(channel, snapshot)
    }
  }

  /** The leg is in this call now, as Asterisk says when asked. */
  inCall(legId: string, callId: string): LegChange[] {
    const channel = this.#byId.get(legId)
    if (!channel || channel.leg.callId === callId) return []
    channel.leg = { ...channel.leg, callId }
    return [{ leg: channel.leg, ended: null }]
  }

  /** What an event changes: mostly one leg, two for `Dial…`, none for most events. */
  apply(event: AmiMessage): LegChange[] {
    const name = event.get('Event')
    for (const channel of aboutToEnd(event, this.all())) channel.ending = true
    if (name === 'Newchannel') return this.#created(event)
    if (name === 'Hangup') return this.#hungUp(event)
    if (name === 'Rename') return this.#renamed(event)
    if (!TELLING.has(name)) return []
    if (name === 'UserEvent' && event.get('UserEvent') !== PLACE_EVENT) return []
    const changes: LegChange[] = []
    const source = snapshotOf(event)
    if (source) this.#change(source, this.#touch(name, event), changes)
    const dest = snapshotOf(event, 'Dest')
    if (dest) {
      const dialedBy = source && { id: source.id, name: source.channel }
      this.#change(
        dest,
        (channel) => {
          if (dialedBy !== null) channel.dialedBy = dialedBy
          if (name === 'DialEnd') channel.dialStatus = event.get('DialStatus')
        },
        changes,
      )
    }
    return changes
  }

  #created(event: AmiMessage): LegChange[] {
    const snapshot = snapshotOf(event)
    if (!snapshot || !isLeg(snapshot.channel)) return []
    const changes: LegChange[] = []
    if (this.#byId.has(snapshot.id)) this.#change(snapshot, () => {}, changes)
    else changes.push({ leg: this.#born(snapshot, this.#rules.now()).leg, ended: null })
    return changes
  }

  #hungUp(event: AmiMessage): LegChange[] {
    const snapshot = snapshotOf(event)
    const channel = snapshot ? this.#byId.get(snapshot.id) : undefined
    if (!snapshot || !channel) return []
    this.#byId.delete(snapshot.id)
    const ended = channel.calledOff ? 'normal' : releaseCause(event.get('Cause'), channel.dialStatus)
    return [{ leg: channel.leg, ended }]
  }

  #renamed(event: AmiMessage): LegChange[] {
    const channel = this.#byId.get(event.get('Uniqueid'))
    if (channel) channel.name = event.get('Newname')
    return []
  }

  /** What the event's name says about its own channel, beyond the snapshot. */
  #touch(name: string, event: AmiMessage): (channel: Channel) => void {
    const bridgeId = event.get('BridgeUniqueid')
    return (channel) => {
      if (name === 'BridgeEnter') channel.leg = { ...channel.leg, bridgeId, place: null }
      else if (name === 'BridgeLeave' && channel.leg.bridgeId === bridgeId)
        channel.leg = { ...channel.leg, bridgeId: null }
      else if (name === 'Hold') channel.leg = { ...channel.leg, held: true }
      else if (name === 'Unhold') channel.leg = { ...channel.leg, held: false }
      else if (name.startsWith('MixMonitor')) recorderTold(channel, name, event)
      else if (name === 'UserEvent') {
        const place = snapshotOf(event)?.place ?? null
        channel.leg = { ...channel.leg, place }
      }
    }
  }

  #change(snapshot: Snapshot, touch: (channel: Channel) => void, changes: LegChange[]): void {
    const channel = this.#byId.get(snapshot.id)
    if (!channel) return
    const before = channel.leg
    touch(channel)
    this.#update(channel, snapshot)
    if (!isDeepStrictEqual(before, channel.leg)) changes.push({ leg: channel.leg, ended: null })
  }

  #born(snapshot: Snapshot, createdAt: number): Channel {
    const { technology, internalLength, isOurs } = this.#rules
    const device = deviceOf(snapshot.channel, technology, internalLength)
    const channel: Channel = {
      leg: {
        id: snapshot.id,
        callId: snapshot.callId,
        device,
        state: snapshot.state,
        number: '',
        name: '',
        connected: { number: '', name: '' },
        bridgeId: null,
        held: false,
        recording: 'none',
        place: null,
        originated: isOurs(snapshot.id) || commandIdOf(snapshot.id) !== null,
        createdAt,
      },
      name: snapshot.channel,
      dialedBy: null,
      dialStatus: '',
      calledOff: false,
      ending: false,
      recorders: 0,
      dialled: device !== null && snapshot.state === 'dialing' ? snapshot.exten : '',
    }
    this.#byId.set(snapshot.id, channel)
    this.#update(channel, snapshot)
    return channel
  }

  #update(channel: Channel, snapshot: Snapshot): void {
    const { leg, dialled } = channel
    channel.leg = {
      ...leg,
      callId: snapshot.callId,
      state: snapshot.state,
      // A phone's own number is its internal one; Asterisk shows the client's there while we originate.
      number: leg.device ?? snapshot.number,
      name: leg.device === null ? snapshot.name : '',
      place: leg.place?.is === snapshot.place?.is ? leg.place : null,
      connected: { number: snapshot.connected.number || dialled, name: snapshot.connected.name },
    }
  }
}
