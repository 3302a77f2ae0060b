import { connect, type Socket } from 'node:net'
import type { Logger } from 'pino'
import { Emitter } from '../../events.ts'
import type { AmiMessage } from './message.ts'
import { AmiParser } from './parser.ts'

export type TransportEvents = {
  /** The PBX has greeted. */
  open: []
  message: [AmiMessage]
  /** After `open` only. */
  close: [reason: string]
}

/** Milliseconds. `retryRefused` is the longest pause where the login is refused: each try is one in somebody's security log. */
export type TransportTiming = { connectWithin: number; retryFirst: number; retryMost: number; retryRefused: number }

const BANNER = 'Asterisk Call Manager/'

/** One TCP connection to the manager interface, made again and again until it is stopped. */
export class AmiTransport extends Emitter<TransportEvents> {
  readonly #host: string
  readonly #port: number
  readonly #timing: TransportTiming
  readonly #logger: Logger
  #socket: Socket | null = null
  #open = false
  #stopped = true
  #timer: NodeJS.Timeout | null = null
  #failures = 0

  constructor(address: { host: string; port: number }, timing: TransportTiming, logger: Logger) {
    super()
    this.#host = address.host
    this.#port = address.port
    this.#timing = timing
    this.#logger = logger
  }

  start(): void {
    if (!this.#stopped) return
    this.#stopped = false
    this.#connect()
  }

  stop(): void {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.drop('stopped')
  }

  /** False when there is no connection: nothing was sent. */
  send(text: string): boolean {
    if (!this.#open || !this.#socket) return false
    this.#socket.write(text)
    return true
  }

  /** Ends this connection; a new one follows unless stopped. */
  drop(reason: string): void {
    this.#drop(reason, this.#timing.retryMost)
  }

  /** The same, after a refused login. */
  refused(reason: string): void {
    this.#drop(reason, this.#timing.retryRefused)
  }

  /** The connection has proved good (login done): the next loss is followed by a quick first try. */
  settled(): void {
    this.#failures = 0
  }

  #connect(): void {
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true, keepAlive: true })
    const parser = new AmiParser()
    this.#socket = socket
    const fail = (reason: string) => {
      if (this.#socket === socket) this.drop(reason)
    }
    const deadline = setTimeout(() => fail('no greeting in time'), this.#timing.connectWithin)
    socket.on('error', (error) => fail(error.message))
    socket.on('close', () => {
      clearTimeout(deadline)
      fail('closed by the PBX')
    })
    socket.on('data', (chunk) => {
      const dropped = parser.dropped
      const messages = parser.push(chunk)
      if (parser.dropped > dropped) this.#logger.warn({ dropped: parser.dropped }, 'AMI messages too long, thrown away')
      if (!this.#open && parser.banner !== null) {
        clearTimeout(deadline)
        if (!parser.banner.startsWith(BANNER)) return fail('this is no Asterisk manager interface')
        this.#open = true
        this.#guarded(() => this.emit('open'))
      }
      for (const message of messages) {
        // A listener may have dropped the connection meanwhile.
        if (this.#socket !== socket) return
        this.#guarded(() => this.emit('message', message))
      }
    })
  }

  /** A fault in one listener must not end the link to the PBX. */
  #guarded(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.#logger.error({ err: error }, 'a listener to PBX events failed')
    }
  }

  #drop(reason: string, retryMost: number): void {
    const socket = this.#socket
    if (!socket) return
    this.#socket = null
    socket.destroy()
    const wasOpen = this.#open
    this.#open = false
    if (wasOpen) this.#guarded(() => this.emit('close', reason))
    if (this.#stopped) return
    const delay = this.#delay(retryMost)
    this.#logger.info({ reason, delay: Math.round(delay) }, 'no AMI connection, trying again')
    this.#timer = setTimeout(() => this.#connect(), delay)
  }

  /** Doubled at each failure; half of it by chance, so that several servers do not come all at once after a restart. */
  #delay(retryMost: number): number {
    const full = Math.min(retryMost, this.#timing.retryFirst * 2 ** Math.min(this.#failures++, 16))
    return full / 2 + (full / 2) * Math.random()
  }
}
