import type { Logger } from 'pino'
import { TrubkaError } from '../../../protocol/errors.ts'
import { Emitter } from '../../events.ts'
import type { LoginFault } from '../pbx.ts'
import type { AmiMessage } from './message.ts'
import { AmiTransport, type TransportTiming } from './transport.ts'

export type SessionOptions = {
  host: string
  port: number
  user: string
  secret: string
  /** What does not work without it, for the log. */
  use: string
  /** Event classes to hear, as `Login` takes them: `call,system`. */
  events: string
}

/** Milliseconds. */
export type SessionTiming = TransportTiming & { answerWithin: number; pingEvery: number }

export type SessionEvents = {
  /** Logged in. */
  up: []
  down: [reason: string]
  fault: []
  event: [AmiMessage]
}

/** What is sent: names are ours, values may come from anywhere. */
export type AmiAction = { Action: string } & Record<string, string>

/** No list is longer than the PBX has channels or devices; beyond this something is wrong. */
const MAX_LIST = 100_000

type Pending = {
  list: AmiMessage[] | null
  answered: boolean
  timer: NodeJS.Timeout
  resolve: (value: { response: AmiMessage; items: AmiMessage[] }) => void
  reject: (error: TrubkaError) => void
}

/** One login: actions and their answers, lists, events, and a watchdog that notices a dead peer. */
export class AmiSession extends Emitter<SessionEvents> {
  readonly #options: SessionOptions
  readonly #timing: SessionTiming
  readonly #logger: Logger
  readonly #transport: AmiTransport
  readonly #pending = new Map<string, Pending>()
  #up = false
  #fault: LoginFault | null = 'notConnected'
  #count = 0
  #ping: NodeJS.Timeout | null = null
  /** PBX clock minus our monotonic clock, milliseconds; null until a Ping has been answered. */
  #clockOffset: number | null = null

  constructor(options: SessionOptions, timing: SessionTiming, logger: Logger) {
    super()
    this.#options = options
    this.#timing = timing
    this.#logger = logger
    this.#transport = new AmiTransport(options, timing, logger)
    this.#transport.on('open', () => this.#login())
    this.#transport.on('message', (message) => this.#receive(message))
    this.#transport.on('close', (reason) => this.#closed(reason))
  }

  get up(): boolean {
    return this.#up
  }

  /** Why there is no login; null when there is. A refusal stands until a login is accepted. */
  get fault(): LoginFault | null {
    return this.#fault
  }

  /** Milliseconds since 1970 by the PBX's clock, which need not be ours; null when not known. */
  get pbxNow(): number | null {
    return this.#clockOffset === null ? null : performance.now() + this.#clockOffset
  }

  start(): void {
    this.#transport.start()
  }

  stop(): void {
    this.#transport.stop()
  }

  /** This connection is of no use: a new one is made. */
  restart(reason: string): void {
    this.#transport.drop(reason)
  }

  /**
   * Sends an action and gives its answer, be it `Success` or `Error`.
   * Rejects with `pbxDown` when it was not sent, with `timeout` when it was sent and nobody knows what became of it.
   * `started` hears the ActionID before anything is sent, for events that carry it later.
   */
  async action(action: AmiAction, started?: (actionId: string) => void): Promise<AmiMessage> {
    if (!this.#up) throw new TrubkaError('pbxDown')
    return (await this.#send(action, false, started)).response
  }

  /** Sends an action that is answered by a list of events; an `Error` answer rejects with `refusedByPbx`. */
  async list(action: AmiAction): Promise<AmiMessage[]> {
    if (!this.#up) throw new TrubkaError('pbxDown')
    const { response, items } = await this.#send(action, true)
    if (response.get('Response') === 'Error') throw new TrubkaError('refusedByPbx', response.get('Message'))
    return items
  }

  /** The PBX's clock as it answers now, milliseconds since 1970. */
  async ping(): Promise<number> {
    const sent = performance.now()
    const { response } = await this.#send({ Action: 'Ping' }, false)
    const received = performance.now()
    const clock = Number(response.get('Timestamp')) * 1000
    if (!Number.isFinite(clock) || clock <= 0) throw new TrubkaError('refusedByPbx', 'Ping without a Timestamp')
    this.#clockOffset = clock - (sent + received) / 2
    return clock
  }

  #login(): void {
    const { user, secret, events } = this.#options
    this.#send({ Action: 'Login', Username: user, Secret: secret, Events: events }, false).then(
      ({ response }) => {
        if (response.get('Response') !== 'Success') {
          this.#refused(response.get('Message'))
          return
        }
        this.#up = true
        this.#transport.settled()
        this.#setFault(null)
        this.#watch()
        this.emit('up')
      },
      () => this.#transport.drop('login not answered'),
    )
  }

  /** Said once as an error: it is tried again for ever, and would fill the log. */
  #refused(answer: string): void {
    const { user, use } = this.#options
    if (this.#fault !== 'loginRefused')
      this.#logger.error(
        { user, answer },
        `AMI login refused: ${use}. Check the name, the secret and \`permit\` of this login in manager.conf and in the server's settings`,
      )
    this.#setFault('loginRefused')
    this.#transport.refused('login refused')
  }

  #setFault(fault: LoginFault | null): void {
    if (this.#fault === fault) return
    this.#fault = fault
    this.emit('fault')
  }

  /** The first Ping goes out at once: the PBX's clock is needed. */
  #watch(): void {
    this.#ping = setTimeout(() => this.#watch(), this.#timing.pingEvery)
    this.ping().catch((error: unknown) => {
      if (error instanceof TrubkaError && error.code === 'timeout') this.#transport.drop('Ping not answered')
    })
  }

  #send(action: AmiAction, list: boolean, started?: (actionId: string) => void) {
    return new Promise<{ response: AmiMessage; items: AmiMessage[] }>((resolve, reject) => {
      const id = `trubka-${++this.#count}`
      started?.(id)
      if (!this.#transport.send(compose(action, id))) return reject(new TrubkaError('pbxDown'))
      const timer = setTimeout(() => {
        this.#pending.delete(id)
        reject(new TrubkaError('timeout', `${action.Action} not answered`))
      }, this.#timing.answerWithin)
      this.#pending.set(id, { list: list ? [] : null, answered: false, timer, resolve, reject })
    })
  }

  #receive(message: AmiMessage): void {
    if (message.has('Event')) this.#event(message)
    else if (message.has('Response')) this.#response(message)
  }

  #event(message: AmiMessage): void {
    const id = message.get('ActionID')
    const pending = this.#pending.get(id)
    if (!pending?.list) {
      this.emit('event', message)
      return
    }
    const progress = message.get('EventList').toLowerCase()
    if (progress === 'complete' || progress === 'cancelled') this.#settle(id, pending, message)
    else if (pending.list.length < MAX_LIST) pending.list.push(message)
  }

  #response(message: AmiMessage): void {
    const id = message.has('ActionID') ? message.get('ActionID') : this.#onlyUnanswered()
    const pending = this.#pending.get(id)
    if (!pending) {
      this.#logger.debug({ answer: message.get('Message') }, 'an AMI answer nobody waits for')
      return
    }
    pending.answered = true
    const listFollows = pending.list && message.get('EventList').toLowerCase() === 'start'
    if (!listFollows) this.#settle(id, pending, message)
  }

  /** An answer without ActionID is taken only when there is no doubt whose it is. */
  #onlyUnanswered(): string {
    const open = [...this.#pending].filter(([, pending]) => !pending.answered)
    return open.length === 1 ? (open[0]?.[0] ?? '') : ''
  }

  #settle(id: string, pending: Pending, response: AmiMessage): void {
    this.#pending.delete(id)
    clearTimeout(pending.timer)
    pending.resolve({ response, items: pending.list ?? [] })
  }

  #closed(reason: string): void {
    if (this.#ping) clearTimeout(this.#ping)
    this.#ping = null
    this.#clockOffset = null
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const each of pending) {
      clearTimeout(each.timer)
      each.reject(new TrubkaError('timeout', 'the link to the PBX was lost before the answer'))
    }
    if (!this.#up) return
    this.#up = false
    this.#setFault('notConnected')
    this.emit('down', reason)
  }
}

/** A line break in a value would let its sender write lines, and so actions, of their own. */
export const oneLine = (value: string): string => value.replace(/[\r\n\0]/g, '')

function compose(action: AmiAction, id: string): string {
  const lines = Object.entries(action).map(([name, value]) => `${name}: ${oneLine(value)}`)
  return `${lines.join('\r\n')}\r\nActionID: ${id}\r\n\r\n`
}
