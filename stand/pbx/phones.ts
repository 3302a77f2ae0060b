import type { DeviceCall } from './channel.ts'
import { contactFields } from './contacts.ts'
import type { LineCall as Call } from './device-call.ts'
import { LineCall } from './device-call.ts'
import type { Device, Exchange, Invite } from './exchange.ts'

/** A registered desk phone. It takes any number of calls at once, as phones with call waiting do. */
export class Phone implements Device {
  readonly name: string
  readonly title: string
  /** Whether it goes off-hook when the PBX asks it to, by headers or by `NOTIFY talk`. */
  autoAnswer = true
  readonly #exchange: Exchange
  readonly #dialOut: (phone: Phone, number: string) => Call
  readonly #changed: (phone: Phone) => void
  readonly #calls = new Set<Call>()
  readonly #rang: Call[] = []
  #registered = true

  constructor(wish: {
    exchange: Exchange
    number: string
    title: string
    dialOut: (phone: Phone, number: string) => Call
    changed: (phone: Phone) => void
  }) {
    this.#exchange = wish.exchange
    this.name = wish.number
    this.title = wish.title
    this.#dialOut = wish.dialOut
    this.#changed = wish.changed
  }

  get number(): string {
    return this.name
  }

  get registered(): boolean {
    return this.#registered
  }

  /** Calls that are not over, the oldest first. */
  get calls(): readonly Call[] {
    return [...this.#calls]
  }

  /** All calls that have rung here since `forget`. */
  get rang(): readonly Call[] {
    return this.#rang
  }

  get ringing(): Call | undefined {
    return this.calls.find((call) => call.direction === 'in' && call.state === 'ringing')
  }

  invited({ channel, from, autoAnswer }: Invite): DeviceCall {
    const call = this.adopt(
      new LineCall({
        exchange: this.#exchange,
        channel,
        direction: 'in',
        number: this.number,
        remote: from,
        autoAnswers: () => this.autoAnswer,
        changed: () => this.tell(),
      }),
    )
    this.#rang.push(call)
    if (autoAnswer) call.answerByItself()
    this.tell()
    return call
  }

  /** Picks up and dials. Throws when the phone is off the network. */
  dial(number: string): Call {
    if (!this.#registered) throw new Error(`phone ${this.number} is not registered`)
    return this.#dialOut(this, number)
  }

  adopt(call: Call): Call {
    this.#calls.add(call)
    return call
  }

  register(): void {
    this.#setRegistered(true)
  }

  /** Off the network: it rings no more. */
  unregister(): void {
    this.#setRegistered(false)
  }

  /** Forgets what has rung. */
  forget(): void {
    this.#rang.length = 0
  }

  tell(): void {
    for (const call of this.#calls) if (call.state === 'ended') this.#calls.delete(call)
    this.#changed(this)
  }

  #setRegistered(registered: boolean): void {
    if (this.#registered === registered) return
    this.#registered = registered
    const exchange = this.#exchange
    const tell = [
      () => exchange.event('ContactStatus', 'system', contactFields(this.number, registered)),
      () =>
        exchange.event('PeerStatus', 'system', [
          ['ChannelType', 'PJSIP'],
          ['Peer', `PJSIP/${this.number}`],
          ['PeerStatus', registered ? 'Reachable' : 'Unreachable'],
        ]),
      () => exchange.updateDevice(this.number),
    ]
    for (const action of exchange.shuffle(tell)) action()
    this.#changed(this)
  }
}
