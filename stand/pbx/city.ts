import { cause } from './causes.ts'
import type { DeviceCall } from './channel.ts'
import { LineCall } from './device-call.ts'
import type { Device, Exchange, Invite } from './exchange.ts'

const busyAfterMs = 300

/**
 * The city line and the clients' phones behind it; it takes calls to any number.
 * Numbers that end in 000 are busy, 001 never answer, 002 refuse.
 */
export class City implements Device {
  readonly name = 'trunk'
  readonly title = ''
  readonly registered = true
  /** After how many milliseconds a client picks up; null = only when told. */
  answersAfterMs: number | null
  readonly #exchange: Exchange
  readonly #changed: () => void
  readonly #calls = new Set<LineCall>()
  readonly #rang: LineCall[] = []

  constructor(exchange: Exchange, answersAfterMs: number | null, changed: () => void) {
    this.#exchange = exchange
    this.answersAfterMs = answersAfterMs
    this.#changed = changed
  }

  get calls(): readonly LineCall[] {
    return [...this.#calls]
  }

  get rang(): readonly LineCall[] {
    return this.#rang
  }

  call(id: string): LineCall | undefined {
    return this.calls.find((call) => call.id === id)
  }

  invited({ channel, number, from }: Invite): DeviceCall {
    const call = this.adopt(
      new LineCall({
        exchange: this.#exchange,
        channel,
        direction: 'in',
        number,
        remote: from,
        autoAnswers: () => false,
        changed: () => this.tell(),
      }),
    )
    this.#rang.push(call)
    this.#behave(call)
    this.tell()
    return call
  }

  adopt(call: LineCall): LineCall {
    this.#calls.add(call)
    return call
  }

  forget(): void {
    this.#rang.length = 0
  }

  tell(): void {
    for (const call of this.#calls) if (call.state === 'ended') this.#calls.delete(call)
    this.#changed()
  }

  #behave(call: LineCall): void {
    const { clock } = this.#exchange
    if (call.number.endsWith('000')) clock.later(busyAfterMs, () => call.reject())
    else if (call.number.endsWith('002')) clock.later(busyAfterMs, () => call.reject(cause.rejected, 603))
    else if (!call.number.endsWith('001') && this.answersAfterMs !== null)
      clock.later(this.answersAfterMs, () => call.answer())
  }
}
