import { type ErrorCode, TrubkaError } from '../protocol/errors.ts'
import type { Connection as State } from '../protocol/mirror.ts'
import type { Pairing } from './pairing-store.ts'
import { type OpenSocket, RpcSocket } from './rpc.ts'
import { signIn } from './sign-in.ts'

/** Milliseconds; tests are impatient. */
export type Timing = {
  /** The wait after the first failure; doubled with each, up to `retryMax`. */
  retry: number
  retryMax: number
  /** Between attempts once the server and we do not trust each other: somebody has to mend that, it is not a matter of seconds. */
  retryRefused: number
  /** Keep-alive: below the 30 s after which browsers stop a silent background. */
  ping: number
  /** A link without an answer for so long is dead. */
  pingAnswer: number
}
export const TIMING: Timing = { retry: 500, retryMax: 30_000, retryRefused: 60_000, ping: 20_000, pingAnswer: 10_000 }

/** A connection that has held so long was a good one. */
const SETTLED_MS = 5_000
const DISTRUST: ReadonlySet<ErrorCode> = new Set(['serverNotTrusted', 'keyUnknown', 'proofWrong'])

export type ConnectionOptions = {
  openSocket: OpenSocket
  /** Signed in, but not yet `online`: what has to be known first. If it throws, the connection is closed and tried again. */
  onSignedIn: (rpc: RpcSocket) => Promise<void>
  onNotification: (method: string, params: unknown) => void
  onState: (state: State) => void
  timing?: Timing
}

/** The one connection with the server: opened, proven, kept alive, and opened again for as long as we are paired. */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #timing: Timing
  #state: State = 'notPaired'
  #distrust: ErrorCode | null = null
  /** Open, but maybe not yet proven. */
  #opened: RpcSocket | null = null
  /** Signed in. */
  #rpc: RpcSocket | null = null
  #run: AbortController | null = null
  #wake: () => void = () => {}
  readonly #ready = new Set<() => void>()

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#timing = options.timing ?? TIMING
  }

  get state(): State {
    return this.#state
  }

  /** Begins, or begins anew with another pairing. */
  start(pairing: Pairing): void {
    this.#halt()
    const run = new AbortController()
    this.#run = run
    this.#setState('connecting')
    void this.#live(pairing, run.signal)
  }

  /** Unpaired, or switched off. */
  stop(): void {
    this.#halt()
    this.#setState('notPaired')
  }

  #halt(): void {
    this.#run?.abort()
    this.#run = null
    this.#opened?.close()
    this.#opened = null
    this.#rpc = null
    this.#distrust = null
  }

  /** Something suggests that it is worth trying now: a network, an alarm, a click. */
  wake(): void {
    if (this.#rpc && this.#rpc.silentFor > this.#timing.pingAnswer / 2) void this.#ping(this.#rpc)
    this.#wake()
  }

  /** The signed-in connection, waited for if need be. Throws `notPaired`, `offline`, or why the server and we parted. */
  async ready(withinMs: number): Promise<RpcSocket> {
    if (this.#state === 'online' && this.#rpc?.isOpen) return this.#rpc
    if (this.#state === 'notPaired') throw new TrubkaError('notPaired')
    this.wake()
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#ready.delete(done)
        resolve()
      }
      const timer = setTimeout(done, withinMs)
      this.#ready.add(done)
    })
    if (this.#state === 'online' && this.#rpc?.isOpen) return this.#rpc
    throw new TrubkaError(this.#distrust ?? 'offline', 'not connected')
  }

  async #live(pairing: Pairing, signal: AbortSignal): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      const rpc = await this.#attempt(pairing, signal)
      if (signal.aborted) return
      if (rpc) {
        const began = Date.now()
        await this.#stay(rpc, signal)
        if (signal.aborted) return
        // A server that lets us in and throws us out again is not to be asked twice a second for ever.
        failures = Date.now() - began > SETTLED_MS ? 0 : failures + 1
        this.#setState('connecting')
      } else {
        failures += 1
        this.#setState(this.#distrust ? 'refused' : 'offline')
        // Whoever waits learns at once that the next attempt will not do better.
        if (this.#distrust) this.#release()
      }
      await this.#pause(failures, signal)
    }
  }

  async #attempt(pairing: Pairing, signal: AbortSignal): Promise<RpcSocket | null> {
    let rpc: RpcSocket | undefined
    try {
      rpc = await RpcSocket.open(pairing.server, this.#options.openSocket)
      signal.throwIfAborted()
      this.#opened = rpc
      rpc.onNotification(this.#options.onNotification)
      await signIn(rpc, pairing)
      this.#distrust = null
      await this.#options.onSignedIn(rpc)
      return rpc
    } catch (error) {
      rpc?.close()
      const code = error instanceof TrubkaError ? error.code : 'internal'
      if (DISTRUST.has(code)) this.#distrust = code
      else if (!signal.aborted && code !== 'offline') console.warn('connection:', String(error))
      return null
    }
  }

  async #stay(rpc: RpcSocket, signal: AbortSignal): Promise<void> {
    if (!rpc.isOpen) return
    this.#rpc = rpc
    this.#setState('online')
    this.#release()
    const timer = setInterval(() => void this.#ping(rpc), this.#timing.ping)
    await rpc.closed
    clearInterval(timer)
    if (!signal.aborted) this.#rpc = null
  }

  async #ping(rpc: RpcSocket): Promise<void> {
    try {
      await rpc.request('session.ping', {}, this.#timing.pingAnswer)
    } catch {
      rpc.close()
    }
  }

  /** With jitter, so that a whole office does not come back in the same instant after a restart of the server. */
  #pause(failures: number, signal: AbortSignal): Promise<void> {
    const { retry, retryMax, retryRefused } = this.#timing
    const longest = this.#distrust ? retryRefused : Math.min(retryMax, retry * 2 ** Math.max(0, failures - 1))
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, longest * (0.5 + Math.random() / 2))
      signal.addEventListener('abort', done)
      this.#wake = done
    })
  }

  #setState(state: State): void {
    if (state === this.#state) return
    this.#state = state
    this.#options.onState(state)
    if (state === 'notPaired') this.#release()
  }

  #release(): void {
    for (const ready of [...this.#ready]) ready()
  }
}
