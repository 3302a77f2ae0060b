import type { Logger } from 'pino'
import { type ErrorCode, TrubkaError } from '../../../protocol/errors.ts'
import { Emitter } from '../../events.ts'
import type { Leg, Pbx, PbxEvents, PbxFaults, RouteDecision } from '../pbx.ts'
import { type Channel, type ChannelRules, Channels } from './channels.ts'
import { CallControl } from './control.ts'
import { deviceStateOf, isInternal, PLACES } from './fields.ts'
import { Gate } from './gate.ts'
import type { AmiMessage } from './message.ts'
import { type AsteriskOptions, type AsteriskTiming, TIMING } from './options.ts'
import { originate } from './originate.ts'
import { readHolds } from './phone-holds.ts'
import { type AmiAction, AmiSession } from './protocol.ts'
import { RECORDING_VARIABLES, readRecordings } from './recordings.ts'
import { Waits } from './waits.ts'

export type { AsteriskOptions, AsteriskTiming }

/** The context of the Trubka dialplan file that rings a phone again and asks it to go off-hook by itself. */
const ANSWER_CONTEXT = 'trubka-answer'
/** What may be dialled: as `Dialable` of the protocol, checked again at this border. */
const DIALABLE = /^\+?[0-9]{2,20}$/
const DIGITS = /^[0-9*#A-D]{1,32}$/
const CALL_ID = /^[\w.-]{1,80}$/
/** Q.850: what the caller's side is told. */
const NORMAL_CLEARING = '16'
const USER_BUSY = '17'

/** What `CoreShowChannels` leaves out. */
const STATUS: AmiAction = { Action: 'Status', Variables: RECORDING_VARIABLES.join(',') }

type Making = { actionId: string; seen: boolean; refused: boolean }

/** Asterisk 22 over its manager interface (DESIGN 4). */
export class AsteriskPbx extends Emitter<PbxEvents> implements Pbx {
  readonly #options: AsteriskOptions
  readonly #timing: AsteriskTiming
  readonly #logger: Logger
  readonly #main: AmiSession
  readonly #route: AmiSession
  readonly #gate: Gate
  readonly #control: CallControl
  readonly #waits = new Waits()
  readonly #rules: ChannelRules
  #channels: Channels
  #link: 'up' | 'down' = 'down'
  /** Events that come while the picture is being taken; null when none is. */
  #early: AmiMessage[] | null = null
  readonly #ours = new Set<string>()
  readonly #making = new Map<string, Making>()
  /** Phones the PBX has spoken of: whether they are in the network. */
  readonly #phones = new Map<string, boolean>()
  /** Phones that did not obey `talk` the last time. */
  readonly #deaf = new Set<string>()
  #conferences = false

  constructor(options: AsteriskOptions, logger: Logger, timing: Partial<AsteriskTiming> = {}) {
    super()
    this.#options = options
    this.#timing = { ...TIMING, ...timing }
    this.#logger = logger
    this.#rules = {
      technology: options.technology,
      internalLength: options.internalLength,
      isOurs: (callId) => this.#ours.has(callId),
      now: Date.now,
    }
    this.#channels = new Channels(this.#rules)
    const { host, port, user, secret, routeUser, routeSecret } = options
    // Only these classes: dialplan, CEL, RTCP and variable events are most of the traffic, and of no use here. `user` is
    // for legs that come to their place.
    this.#main = new AmiSession(
      { host, port, user, secret, events: 'system,call,user', use: 'no calls are seen and none can be made' },
      this.#timing,
      logger,
    )
    this.#route = new AmiSession(
      { host, port, user: routeUser, secret: routeSecret, events: 'user', use: 'no call is routed by the table' },
      this.#timing,
      logger,
    )
    this.#gate = new Gate(
      this.#route,
      { internalLength: options.internalLength, beatEvery: this.#timing.beatEvery },
      logger,
    )
    this.#control = new CallControl({
      options,
      send: (action) => this.#main.action(action),
      channel: (legId) => this.#channels.get(legId),
      waits: this.#waits,
      phone: (device) => this.#phones.get(device),
    })
    this.#main.on('up', () => void this.#takePicture())
    this.#main.on('event', (event) => this.#hear(event))
    this.#main.on('down', (reason) => this.#lost(reason))
    for (const session of [this.#main, this.#route])
      session.on('fault', () => this.#tell(() => this.emit('faults', this.faults)))
  }

  get link(): 'up' | 'down' {
    return this.#link
  }

  get faults(): PbxFaults {
    return { main: this.#main.fault, routing: this.#route.fault }
  }

  legs(): Leg[] {
    return this.#channels.legs()
  }

  start(): void {
    this.#main.start()
    this.#route.start()
  }

  async stop(): Promise<void> {
    await this.#gate.retire()
    this.#route.stop()
    this.#main.stop()
  }

  onRoute(decide: RouteDecision): void {
    this.#gate.onRoute(decide)
  }

  async makeCall({ callId, device, to, name }: { callId: string; device: string; to: string; name: string }) {
    this.#mustBeUp()
    if (!DIALABLE.test(to)) throw new TrubkaError('badNumber')
    if (!CALL_ID.test(callId)) throw new TrubkaError('invalidParams', 'callId')
    const { technology, outboundContext: context, internalLength } = this.#options
    if (!isInternal(device, internalLength)) throw new TrubkaError('noPhone')
    if (this.#phones.get(device) === false) throw new TrubkaError('noPhone')
    // A dial command is never repeated (DESIGN 3).
    if (this.#making.has(callId) || this.#channels.get(callId)) throw new TrubkaError('notNow', 'dialled already')
    const making: Making = { actionId: '', seen: false, refused: false }
    this.#making.set(callId, making)
    this.#ours.add(callId)
    try {
      const { ringFor } = this.#timing
      const internal = isInternal(to, internalLength)
      const action = originate({ callId, device, to, name, technology, context, ringFor, internal })
      const answer = await this.#main.action(action, (id) => {
        making.actionId = id
      })
      refuseError(answer, /extension does not exist/i.test(answer.get('Message')) ? 'badNumber' : 'refusedByPbx')
      // Refused before it was seen to begin: nobody is there. Afterwards its legs tell what becomes of it.
      await this.#waits.until(() => {
        if (making.seen) return true
        if (making.refused) throw new TrubkaError('noPhone')
        return undefined
      }, this.#timing.answerWithin)
    } catch (error) {
      if (!this.#channels.get(callId)) this.#ours.delete(callId)
      throw error
    } finally {
      this.#making.delete(callId)
    }
  }

  /** By an in-dialog NOTIFY `talk`; a phone that does not know it is rung again with headers that make it answer. */
  async answer(legId: string): Promise<void> {
    this.#mustBeUp()
    const { leg, name } = this.#ownChannel(legId)
    if (leg.state === 'up') return
    if (leg.state !== 'ringing') throw new TrubkaError('notNow')
    if (leg.device !== null && this.answerBy(leg.device) === 'autoAnswer') return this.#ringAgain(legId)
    // Never by `Option: talk`: Asterisk 22 then sends the NOTIFY without its Event header.
    const answer = await this.#main.action({ Action: 'PJSIPNotify', Channel: name, Variable: 'Event=talk' })
    if (answer.get('Response') !== 'Error' && (await this.#goesUp(legId))) return
    if (leg.device !== null) this.#deaf.add(leg.device)
    await this.#ringAgain(legId)
  }

  answerBy(device: string): 'talk' | 'autoAnswer' {
    return this.#deaf.has(device) ? 'autoAnswer' : 'talk'
  }

  get conferences(): boolean {
    return this.#conferences
  }

  phones(): ReadonlyMap<string, boolean> {
    return this.#phones
  }

  async hold(own: string, other: string): Promise<void> {
    this.#mustBeUp()
    await this.#control.hold(own, other)
  }

  async retrieve(own: string, other: string): Promise<void> {
    this.#mustBeUp()
    await this.#control.retrieve(own, other)
  }

  async consult(wish: Parameters<Pbx['consult']>[0]): Promise<void> {
    this.#mayDial(wish.to)
    await this.#control.consult(wish)
  }

  async transfer(wish: Parameters<Pbx['transfer']>[0]): Promise<void> {
    this.#mustBeUp()
    await this.#control.transfer(wish)
  }

  async alternate(wish: Parameters<Pbx['alternate']>[0]): Promise<void> {
    this.#mustBeUp()
    await this.#control.alternate(wish)
  }

  async reconnect(wish: Parameters<Pbx['reconnect']>[0]): Promise<void> {
    this.#mustBeUp()
    await this.#control.reconnect(wish)
  }

  async conference(wish: Parameters<Pbx['conference']>[0]): Promise<void> {
    this.#mustBeUp()
    await this.#control.conference(wish)
  }

  async singleStepTransfer(wish: Parameters<Pbx['singleStepTransfer']>[0]): Promise<void> {
    this.#mayDial(wish.to)
    await this.#control.singleStepTransfer(wish)
  }

  async generateDigits(legId: string, digits: string): Promise<void> {
    this.#mustBeUp()
    if (!DIGITS.test(digits)) throw new TrubkaError('invalidParams', 'digits')
    await this.#control.generateDigits(legId, digits)
  }

  async setRecording(legIds: readonly string[], to: 'on' | 'suspended'): Promise<void> {
    this.#mustBeUp()
    await this.#control.setRecording(legIds, to)
  }

  async clear(legId: string, also: readonly string[] = []): Promise<void> {
    this.#mustBeUp()
    const channel = this.#ownChannel(legId)
    await Promise.all([this.#clearOwn(channel), ...also.map((each) => this.#letGo(each))])
  }

  /** Another leg of a call that the operator ends; one that has ended already is as good. */
  async #letGo(legId: string): Promise<void> {
    const channel = this.#channels.get(legId)
    if (!channel) return
    channel.calledOff = true
    await this.#main.action({ Action: 'Hangup', Channel: channel.name, Cause: NORMAL_CLEARING })
  }

  async #clearOwn(channel: Channel): Promise<void> {
    const { leg, name } = channel
    // A caller is told «busy»; our own click-to-dial that is called off is no failure.
    const cause = leg.state === 'ringing' && !leg.originated ? USER_BUSY : NORMAL_CLEARING
    channel.calledOff = cause === NORMAL_CLEARING
    const answer = await this.#main.action({ Action: 'Hangup', Channel: name, Cause: cause })
    refuseError(answer, /no such channel/i.test(answer.get('Message')) ? 'noSuchCall' : 'refusedByPbx')
  }

  /** Whether the leg is answered in time; `notNow` when it ends first. */
  async #goesUp(legId: string): Promise<boolean> {
    const look = () => {
      const channel = this.#channels.get(legId)
      if (!channel) throw new TrubkaError('notNow', 'the call ended before it was answered')
      return channel.leg.state === 'up' ? true : undefined
    }
    return this.#waits.until(look, this.#timing.talkWithin).catch((error: unknown) => {
      if (error instanceof TrubkaError && error.code === 'timeout' && this.#link === 'up') return false
      throw error
    })
  }

  async fetch({ caller, device }: { caller: string; device: string }): Promise<void> {
    this.#mustBeUp()
    const channel = this.#channels.get(caller)
    if (!channel) throw new TrubkaError('noSuchCall')
    if (this.#phones.get(device) === false) throw new TrubkaError('noPhone')
    await this.#ringFor(channel, device)
  }

  async #ringAgain(legId: string): Promise<void> {
    const channel = this.#channels.get(legId)
    const caller = channel && this.#channels.dialerOf(channel)
    const device = channel?.leg.device
    if (!caller || caller === channel || typeof device !== 'string')
      throw new TrubkaError('notNow', 'nobody knows who rings this phone')
    await this.#ringFor(caller, device)
  }

  async #ringFor(caller: Channel, device: string): Promise<void> {
    // A colleague who asks: whatever comes of it, they must come back to the caller they hold.
    const asks = caller.leg.place?.is === 'consult'
    if (asks) await this.#main.action({ Action: 'Setvar', Channel: caller.name, Variable: 'TRUBKA_AUTO', Value: '1' })
    const redirect: AmiAction = {
      Action: 'Redirect',
      Channel: caller.name,
      Context: asks ? PLACES.consult : ANSWER_CONTEXT,
      Exten: device,
      Priority: '1',
    }
    refuseError(await this.#main.action(redirect), 'notNow')
    const answered = () => {
      if (!this.#channels.get(caller.leg.id)) throw new TrubkaError('notNow', 'the caller hung up')
      const up = (leg: Leg) => leg.device === device && leg.callId === caller.leg.callId && leg.state === 'up'
      return this.legs().some(up) ? true : undefined
    }
    await this.#waits.until(answered, this.#timing.autoAnswerWithin).catch((error: unknown) => {
      throw error instanceof TrubkaError && error.code === 'timeout' ? new TrubkaError('notNow') : error
    })
  }

  #mustBeUp(): void {
    if (this.#main.fault === 'loginRefused') throw new TrubkaError('pbxLoginRefused')
    if (this.#link !== 'up') throw new TrubkaError('pbxDown')
  }

  #mayDial(to: string): void {
    this.#mustBeUp()
    if (!DIALABLE.test(to)) throw new TrubkaError('badNumber')
  }

  /** Commands are for phones of ours only, never for the outside line. */
  #ownChannel(legId: string): Channel {
    const channel = this.#channels.get(legId)
    if (channel?.leg.device == null) throw new TrubkaError('noSuchCall')
    return channel
  }

  /** Events are heard already; the dump comes second, and what happened meanwhile is applied on top of it. */
  async #takePicture(): Promise<void> {
    const early: AmiMessage[] = []
    this.#early = early
    try {
      const devices = this.#main.list({ Action: 'DeviceStateList' }).catch(() => [])
      const conferences = this.#knowsConferences().catch(() => false)
      const statuses = this.#main.list(STATUS).catch(() => [])
      const items = await this.#main.list({ Action: 'CoreShowChannels' })
      this.#phones.clear()
      for (const device of await devices) this.#deviceState(device)
      this.#conferences = await conferences
      const holds = await readHolds(items, (action) => this.#main.action(action))
      const noted = { recordings: readRecordings(await statuses), holds }
      // Lost and logged in again meanwhile: another picture is under way.
      if (this.#early !== early) return
      const channels = new Channels(this.#rules)
      channels.load(items, noted, this.#channels)
      this.#channels = channels
      this.#early = null
      for (const event of early) this.#apply(event)
    } catch (error) {
      if (this.#early !== early) return
      this.#early = null
      this.#logger.warn({ err: error }, 'the PBX does not show its channels, connecting again')
      this.#main.restart('no picture')
      return
    }
    this.#link = 'up'
    this.#tell(() => this.emit('link', 'up'))
    this.#tell(() => this.emit('picture', this.legs()))
  }

  /** Its dialplan file has the place for them, and the module that mixes them is loaded. */
  async #knowsConferences(): Promise<boolean> {
    const ask = (variable: string) => this.#main.action({ Action: 'Getvar', Variable: variable })
    const [place, parties] = await Promise.all([
      ask(`DIALPLAN_EXISTS(${PLACES.conference},1,1)`),
      ask('CONFBRIDGE_INFO(parties,trubka)'),
    ])
    return place.get('Value') === '1' && parties.get('Value') === '0'
  }

  #hear(event: AmiMessage): void {
    if (this.#early) {
      this.#early.push(event)
      return
    }
    for (const { leg, ended } of this.#apply(event)) {
      if (ended === null) this.#tell(() => this.emit('leg', leg))
      else this.#tell(() => this.emit('legEnded', leg, ended))
    }
    this.#waits.changed()
  }

  #apply(event: AmiMessage) {
    const name = event.get('Event')
    if (name === 'DeviceStateChange') this.#deviceState(event)
    else if (name === 'OriginateResponse') this.#originateResponse(event)
    const changes = this.#channels.apply(event)
    for (const { leg, ended } of changes) {
      const making = this.#making.get(leg.id)
      if (making) making.seen = true
      if (ended !== null) this.#ours.delete(leg.id)
    }
    return changes
  }

  #deviceState(event: AmiMessage): void {
    const { technology, internalLength } = this.#options
    const told = deviceStateOf(event, technology, internalLength)
    if (!told || this.#phones.get(told.device) === told.here) return
    this.#phones.set(told.device, told.here)
    // Whoever has been away may come back as another phone.
    if (told.here) this.#deaf.delete(told.device)
    if (this.#early === null) this.#tell(() => this.emit('phone', told.device, told.here))
  }

  /** On failure it names no leg, so it is known by its ActionID alone. */
  #originateResponse(event: AmiMessage): void {
    for (const making of this.#making.values()) {
      if (making.actionId !== event.get('ActionID')) continue
      if (event.get('Response') === 'Success') making.seen = true
      else making.refused = true
    }
  }

  #lost(reason: string): void {
    this.#early = null
    this.#waits.fail(new TrubkaError('timeout', 'the link to the PBX was lost before the answer'))
    if (this.#link === 'down') return
    this.#link = 'down'
    this.#logger.info({ reason }, 'the link to the PBX is down')
    this.#tell(() => this.emit('link', 'down'))
  }

  /** A fault in a listener is not the PBX's fault. */
  #tell(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#logger.error({ err: error }, 'a listener to the PBX failed')
    }
  }
}

function refuseError(answer: AmiMessage, code: ErrorCode): void {
  if (answer.get('Response') === 'Error') throw new TrubkaError(code, answer.get('Message').slice(0, 200))
}
