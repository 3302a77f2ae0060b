import { cause } from './causes.ts'
import type { CallerId, Channel, DeviceCall } from './channel.ts'
import type { Exchange } from './exchange.ts'

export type CallState = 'ringing' | 'up' | 'ended'

/** What phones take to go off-hook when asked to. */
const autoAnswersAfterMs = 20

/** A call as the device sees it: a phone of ours, or a client's phone in the city. */
export class LineCall implements DeviceCall {
  readonly id: string
  readonly direction: 'in' | 'out'
  /** The device's own number; in the city, the client's. */
  readonly number: string
  /** What the device shows. */
  remote: CallerId
  readonly startedAt: number
  readonly #exchange: Exchange
  readonly #channel: Channel
  readonly #changed: () => void
  readonly #autoAnswers: () => boolean
  #state: CallState = 'ringing'
  #digits = ''

  constructor(wish: {
    exchange: Exchange
    channel: Channel
    direction: 'in' | 'out'
    number: string
    remote: CallerId
    /** Whether the device obeys when it is asked to go off-hook. */
    autoAnswers: () => boolean
    changed: () => void
  }) {
    this.#exchange = wish.exchange
    this.#channel = wish.channel
    this.id = wish.channel.uniqueid
    this.direction = wish.direction
    this.number = wish.number
    this.remote = wish.remote
    this.startedAt = wish.exchange.clock.now()
    this.#autoAnswers = wish.autoAnswers
    this.#changed = wish.changed
  }

  get state(): CallState {
    return this.#state
  }

  get held(): boolean {
    return this.#channel.holds
  }

  /** Keys that the other side has pressed. */
  get digits(): string {
    return this.#digits
  }

  /** Numbers of those whose voice is heard; `music` for music on hold, `city` for a client who is not among `known`. */
  hears(known: readonly string[] = []): string[] {
    const channel = this.#channel
    if (this.#state !== 'up') return []
    if (channel.music) return ['music']
    // A phone that holds hears nothing itself.
    if (channel.holds) return []
    const others = [...(channel.bridge?.members ?? [])].filter((other) => other !== channel && other.state === 'Up')
    const voices = others.flatMap((other) => {
      if (other.holds) return other.holdsIn === channel.bridge ? ['music'] : []
      return other.device === 'trunk' && !known.includes(other.number) ? ['city'] : [other.number]
    })
    return [...new Set(voices)].sort()
  }

  answer(): void {
    if (this.direction === 'in' && this.#state === 'ringing') this.#channel.ringer?.answered()
  }

  /** Asked to go off-hook by the headers of the INVITE. */
  answerByItself(): void {
    this.#exchange.clock.later(autoAnswersAfterMs, () => {
      if (this.#autoAnswers()) this.answer()
    })
  }

  /** A final response to the INVITE; 486 Busy Here unless told. */
  reject(code: number = cause.busy, sip = 486): void {
    if (this.direction === 'in' && this.#state === 'ringing') this.#exchange.hangupByDevice(this.#channel, code, sip)
  }

  hangup(): void {
    if (this.#state === 'up') this.#exchange.hangupByDevice(this.#channel, cause.normal)
    else if (this.direction === 'in') this.reject()
    // Asterisk gives 127 to a caller's CANCEL, unless it still remembers how an earlier Dial ended.
    else if (this.#state === 'ringing')
      this.#exchange.hangupByDevice(this.#channel, this.#channel.cause || cause.interworking, 487)
  }

  hold(): void {
    this.#setHold(true)
  }

  retrieve(): void {
    this.#setHold(false)
  }

  up(): void {
    if (this.#state !== 'ringing') return
    this.#state = 'up'
    this.#changed()
  }

  ended(): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    this.#changed()
  }

  talksTo(other: CallerId): void {
    this.remote = other
    this.#changed()
  }

  digit(key: string): void {
    this.#digits += key
    this.#changed()
  }

  notified(event: string): void {
    if (!this.#autoAnswers()) return
    if (event === 'hold') this.hold()
    else if (event === 'talk' && this.#channel.holds) this.retrieve()
    else if (event === 'talk') this.answer()
  }

  #setHold(holds: boolean): void {
    if (this.#state !== 'up' || this.#channel.holds === holds) return
    this.#exchange.setHold(this.#channel, holds)
    this.#changed()
  }
}
