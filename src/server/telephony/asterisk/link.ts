import type { Logger } from 'pino'
import { TrubkaError } from '../../../protocol/errors.ts'
import { Emitter } from '../../events.ts'
import type { Leg, PbxEvents, PbxFaults } from '../pbx.ts'
import { AnswerWays, PHONE_EVENT, type Talk, talkVariable } from './answer-ways.ts'
import { type ChannelRules, Channels, type LegChange } from './channels.ts'
import { ClickToDial } from './click-to-dial.ts'
import { endedBy } from './endings.ts'
import { deviceOf } from './fields.ts'
import { Gate } from './gate.ts'
import { Joining } from './joining.ts'
import type { AmiMessage } from './message.ts'
import { type AsteriskOptions, type AsteriskTiming, TIMING } from './options.ts'
import type { Parts } from './parts.ts'
import { Phones } from './phones.ts'
import { type Picture, readPicture } from './picture.ts'
import { type AmiAction, AmiSession } from './protocol.ts'
import { Waits } from './waits.ts'

/** The two logins to Asterisk's manager interface (DESIGN 4), and the picture of what it says. */
export class AsteriskLink extends Emitter<PbxEvents> {
  protected readonly options: AsteriskOptions
  readonly #logger: Logger
  readonly #main: AmiSession
  readonly #route: AmiSession
  protected readonly gate: Gate
  protected readonly parts: Parts
  protected readonly dialling: ClickToDial
  readonly #joining: Joining
  readonly #waits = new Waits()
  readonly #rules: ChannelRules
  #channels: Channels
  readonly #phones: Phones
  protected readonly ways = new AnswerWays((device, talk) => this.#keepTalk(device, talk))
  #link: 'up' | 'down' = 'down'
  /** Events that come while the picture is being taken; null when none is. */
  #early: AmiMessage[] | null = null
  #conferences = false

  constructor(options: AsteriskOptions, logger: Logger, timing: Partial<AsteriskTiming> = {}) {
    super()
    const all = { ...TIMING, ...timing }
    this.options = options
    this.#logger = logger
    this.#rules = {
      technology: options.technology,
      internalLength: options.internalLength,
      isOurs: (callId) => this.dialling.isOurs(callId),
      now: Date.now,
    }
    this.#channels = new Channels(this.#rules)
    this.#phones = new Phones(options)
    const { host, port, user, secret, routeUser, routeSecret } = options
    // Only these classes: dialplan, CEL, RTCP and variable events are most of the traffic, and of no use here. `user` is
    // for legs that come to their place.
    this.#main = new AmiSession(
      { host, port, user, secret, events: 'system,call,user', use: 'no calls are seen and none can be made' },
      all,
      logger,
    )
    this.#route = new AmiSession(
      { host, port, user: routeUser, secret: routeSecret, events: 'user', use: 'no call is routed by the table' },
      all,
      logger,
    )
    this.gate = new Gate(this.#route, { internalLength: options.internalLength, beatEvery: all.beatEvery }, logger)
    this.parts = {
      options,
      timing: all,
      send: (action, started) => this.#send(action, started),
      channels: () => this.#channels,
      waits: this.#waits,
      phone: (device) => this.#phones.all.get(device),
      isUp: () => this.#link === 'up',
    }
    this.dialling = new ClickToDial(this.parts)
    this.#joining = new Joining(this.parts, (changes) => this.#changed(changes))
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

  get conferences(): boolean {
    return this.#conferences
  }

  legs(): Leg[] {
    return this.#channels.legs()
  }

  phones(): ReadonlyMap<string, boolean> {
    return this.#phones.all
  }

  start(): void {
    this.#main.start()
    this.#route.start()
  }

  async stop(): Promise<void> {
    await this.gate.retire()
    this.#route.stop()
    this.#main.stop()
  }

  /** Legs that end by it are asked for nothing more, from this moment on. */
  async #send(action: AmiAction, started?: (actionId: string) => void): Promise<AmiMessage> {
    const ended = endedBy(action, this.#channels.all()).filter(({ ending }) => !ending)
    for (const channel of ended) channel.ending = true
    const answer = await this.#main.action(action, started)
    if (answer.get('Response') === 'Error') for (const channel of ended) channel.ending = false
    return answer
  }

  /** Events are heard already; the dump comes second, and what happened meanwhile is applied on top of it. */
  async #takePicture(): Promise<void> {
    const early: AmiMessage[] = []
    this.#early = early
    let picture: Picture
    try {
      picture = await readPicture(this.#main, this.options)
    } catch (error) {
      if (this.#early !== early) return
      this.#early = null
      this.#logger.warn({ err: error }, 'the PBX does not show its channels, connecting again')
      this.#main.restart('no picture')
      return
    }
    // Lost and logged in again meanwhile: another picture is under way.
    if (this.#early !== early) return
    const back = this.#phones.replace(picture.devices)
    this.#conferences = picture.conferences
    const channels = new Channels(this.#rules)
    channels.load(picture.items, picture.noted, this.#channels)
    this.#channels = channels
    this.#early = null
    for (const event of early) this.#apply(event)
    this.#link = 'up'
    for (const [device, kept] of picture.talk) this.ways.recall(device, kept)
    for (const device of back) this.ways.forget(device)
    this.#tell(() => this.emit('link', 'up'))
    this.#tell(() => this.emit('picture', this.legs()))
  }

  #hear(event: AmiMessage): void {
    if (this.#early) {
      this.#early.push(event)
      return
    }
    this.#changed(this.#apply(event))
    this.#joining.hear(event)
  }

  #changed(changes: readonly LegChange[]): void {
    for (const { leg, ended } of changes) {
      if (ended === null) this.#tell(() => this.emit('leg', leg))
      else this.#tell(() => this.emit('legEnded', leg, ended))
    }
    this.#waits.changed()
  }

  #apply(event: AmiMessage): LegChange[] {
    const name = event.get('Event')
    if (name === 'DeviceStateChange') this.#phoneTold(event)
    else if (name === 'OriginateResponse') this.dialling.response(event)
    else if (name === 'UserEvent' && event.get('UserEvent') === PHONE_EVENT) this.#talkTold(event)
    const changes = this.#channels.apply(event)
    for (const { leg, ended } of changes) this.dialling.saw(leg, ended !== null)
    return changes
  }

  #phoneTold(event: AmiMessage): void {
    const news = this.#phones.hear(event)
    if (!news) return
    if (news.back) this.ways.forget(news.device)
    this.#tell(() => this.emit('phone', news.device, news.here))
  }

  #talkTold(event: AmiMessage): void {
    const { technology, internalLength } = this.options
    const device = deviceOf(event.get('Channel'), technology, internalLength)
    if (device !== null) this.ways.hear(device, event)
  }

  #keepTalk(device: string, talk: Talk): void {
    this.#tell(() => this.emit('answerBy', device))
    if (this.#link !== 'up') return
    this.#main
      .action({ Action: 'Setvar', Variable: talkVariable(device), Value: talk })
      // Kept anew after the next login.
      .catch((error: unknown) => this.#logger.debug({ err: error, device }, 'what a phone can do is not kept'))
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
