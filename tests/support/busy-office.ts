import type { Call, CallCommand } from '../../src/protocol/call.ts'
import { TrubkaError } from '../../src/protocol/errors.ts'
import { COMMANDS, command } from './commanding.ts'
import type { LabCall, LabPhone } from './phone-lab.ts'
import type { seeded } from './random.ts'
import type { Site } from './site.ts'

type Random = ReturnType<typeof seeded>

/** Numbers outside: one that is answered when a test answers it, one that is busy. */
const OUTSIDE = ['79030000011', '79030000000'] as const
const NOWHERE = '999'

/** Some phones, the clients that ring them, and whatever people may do with both, in any order. */
export class BusyOffice {
  readonly #site: Site
  readonly #phones: readonly LabPhone[]
  readonly numbers: readonly string[]
  readonly clientNumbers: readonly string[]
  readonly #random: Random
  readonly #clients: { from: string; call: LabCall }[] = []
  /** By their phones' own keys. */
  readonly #begun: { device: string; call: LabCall }[] = []
  readonly #under: Promise<unknown>[] = []
  /** What was done, for whoever has to repeat it. */
  readonly diary: string[] = []
  /** Errors that no command may have. */
  readonly faults: string[] = []

  constructor(site: Site, numbers: readonly string[], clientNumbers: readonly string[], random: Random) {
    this.#site = site
    this.numbers = numbers
    this.#phones = numbers.map((number) => site.lab.phone(number))
    this.clientNumbers = clientNumbers
    this.#random = random
    for (const [at, client] of clientNumbers.entries())
      site.board.routes.set(client, numbers[at % numbers.length] ?? '')
  }

  /** One thing that somebody does. */
  async step(): Promise<void> {
    const roll = this.#random.int(100)
    if (this.#calls().length === 0 || roll < 10) await this.#incoming()
    else if (roll < 13) this.#dial()
    else if (roll < 14) await this.#dialAtPhone()
    else if (roll < 38) await this.#answer()
    else if (roll < 50) await this.#atPhone()
    else if (roll < 54) await this.#clientHangsUp()
    else this.#anyCommand()
    // Sometimes all at once, sometimes with a breath between.
    if (this.#random.int(3) > 0) await new Promise((resolve) => setTimeout(resolve, this.#random.int(12)))
  }

  /** All that was asked for has been answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#under)
  }

  /** Everybody hangs up, whatever they are doing. */
  async allHangUp(): Promise<void> {
    const all = this.ends().flatMap(({ calls }) => calls)
    await Promise.all(all.filter(({ state }) => state !== 'ended').map((call) => call.hangup().catch(() => {})))
  }

  /** Who can be listened to: the phones, the clients who rang, and those in the city who were rung. */
  ends(): { device: string | null; number: string; calls: LabCall[] }[] {
    const phones = this.#phones.map(({ number, rang }) => {
      const begun = this.#begun.flatMap(({ device, call }) => (device === number ? [call] : []))
      return { device: number, number, calls: [...rang, ...begun] }
    })
    const clients = this.clientNumbers.map((number) => {
      const calls = this.#clients.flatMap(({ from, call }) => (from === number ? [call] : []))
      return { device: null, number, calls }
    })
    return [...phones, ...clients]
  }

  /** Any command to any call, legal or not, and waits until it is done or refused. null = there is no call. */
  async commandAlone(): Promise<{ device: string; what: string; done: boolean } | null> {
    const calls = this.#calls()
    if (calls.length === 0) return null
    const { device, call } = this.#random.pick(calls)
    const name = this.#random.pick(this.#random.int(3) === 0 || call.commands.length === 0 ? COMMANDS : call.commands)
    const what = this.#command(device, call, name)
    await this.settled()
    return { device, what, done: this.diary.at(-1)?.startsWith('  done') === true }
  }

  #calls(): { device: string; call: Call }[] {
    return this.numbers.flatMap((device) => this.#site.board.calls.forDevice(device).map((call) => ({ device, call })))
  }

  #note(what: string): void {
    this.diary.push(what)
  }

  async #incoming(): Promise<void> {
    const busy = this.#clients.filter(({ call }) => call.state !== 'ended').map(({ from }) => from)
    const free = this.clientNumbers.filter((number) => !busy.includes(number))
    if (free.length === 0) return
    const from = this.#random.pick(free)
    this.#note(`${from} calls`)
    this.#clients.push({ from, call: await this.#site.lab.incoming({ from, ownVoice: true }) })
  }

  #dial(): void {
    const device = this.#random.pick(this.numbers)
    const to = this.#random.pick([...this.numbers, ...OUTSIDE].filter((number) => number !== device))
    this.#note(`${device} dials ${to} by click`)
    this.#watch(this.#site.board.dial(device, to))
  }

  async #dialAtPhone(): Promise<void> {
    const phone = this.#random.pick(this.#phones)
    const to = this.#random.pick([...this.numbers, ...OUTSIDE].filter((number) => number !== phone.number))
    this.#note(`${phone.number} dials ${to} at the phone`)
    this.#begun.push({ device: phone.number, call: await phone.dial(to) })
  }

  async #answer(): Promise<void> {
    const city = this.#site.lab.city.rang
    const all = [...this.#phones.flatMap(({ rang }) => rang), ...city].filter(({ state }) => state === 'ringing')
    if (all.length === 0) return
    const call = this.#random.pick(all)
    const rejects = this.#random.int(6) === 0
    this.#note(`a call with ${call.remote.number} is ${rejects ? 'rejected' : 'answered'} at the phone`)
    await (rejects ? call.reject() : call.answer()).catch(() => {})
  }

  /** The phone's own keys. */
  async #atPhone(): Promise<void> {
    const calls = this.ends().flatMap(({ device, calls }) => (device === null ? [] : calls))
    const all = calls.filter(({ state }) => state === 'up')
    if (all.length === 0) return
    const call = this.#random.pick(all)
    const key = this.#random.pick(['hold', 'retrieve', 'hold', 'retrieve', 'hangup'] as const)
    this.#note(`${key} at the phone that talks with ${call.remote.number}`)
    await call[key]().catch(() => {})
  }

  async #clientHangsUp(): Promise<void> {
    const all = this.#clients.filter(({ call }) => call.state !== 'ended')
    if (all.length === 0) return
    const { from, call } = this.#random.pick(all)
    this.#note(`${from} hangs up`)
    await call.hangup()
  }

  #anyCommand(): void {
    const { device, call } = this.#random.pick(this.#calls())
    const any = call.commands.length === 0 || this.#random.int(5) === 0
    const name = this.#random.pick(
      any
        ? COMMANDS
        : call.commands
            .filter((each) => each !== 'clear' || this.#random.int(3) === 0)
            .concat(any ? [] : call.commands.slice(0, 1)),
    )
    this.#command(device, call, name)
  }

  #command(device: string, { id }: Call, name: CallCommand): string {
    const to = this.#random.pick([...this.numbers, ...this.numbers, ...OUTSIDE, NOWHERE])
    const what = `${device}: ${name} ${id} (to ${to})`
    this.#note(what)
    this.#watch(command(this.#site.board.calls, name, device, id, to))
    return what
  }

  #watch(asked: Promise<unknown>): void {
    const what = this.diary.at(-1) ?? ''
    this.#under.push(
      asked.then(
        () => this.#note(`  done: ${what}`),
        (error: unknown) => {
          const code = error instanceof TrubkaError ? error.code : String(error)
          this.#note(`  refused, ${code}: ${what}`)
          if (!(error instanceof TrubkaError) || ['internal', 'timeout'].includes(code))
            this.faults.push(`${code}: ${what}`)
        },
      ),
    )
  }
}
