import * as v from 'valibot'
import { TrubkaError } from '../protocol/errors.ts'
import { check, errorOf, Failure, Notification, SUBPROTOCOL, Success } from '../protocol/jsonrpc.ts'
import { type Method, methods, type Params, type Result } from '../protocol/methods.ts'

/** What a browser's WebSocket and that of `ws` have in common. */
export type SocketLike = {
  send(data: string): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
}
export type OpenSocket = (url: string, protocol: string) => SocketLike

/** The answer never came, `offline` or `timeout`: whether the command was carried out is not known. */
export class NoAnswer extends TrubkaError {}

const REQUEST_MS = 10_000
const OPEN_MS = 10_000
const AnyMessage = v.union([Success, Failure, Notification])

type Waiting = {
  settle: (message: v.InferOutput<typeof Success> | Failure) => void
  fail: (error: TrubkaError) => void
}

/** JSON-RPC over one WebSocket, from its opening to its end; it is never opened again. */
export class RpcSocket {
  readonly #socket: SocketLike
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #open = true
  #lastHeard = Date.now()
  /** Resolves once, when no more answers can come. */
  readonly closed: Promise<void>
  #onClosed: () => void = () => {}
  #onNotification: (method: string, params: unknown) => void = () => {}

  private constructor(socket: SocketLike) {
    this.#socket = socket
    this.closed = new Promise((resolve) => {
      this.#onClosed = resolve
    })
    socket.addEventListener('message', ({ data }) => this.#hear(data))
    socket.addEventListener('close', () => this.#end())
    socket.addEventListener('error', () => this.#end())
  }

  /** Throws `offline` when the server cannot be reached within `withinMs`. */
  static async open(url: string, openSocket: OpenSocket, withinMs = OPEN_MS): Promise<RpcSocket> {
    let socket: SocketLike
    try {
      socket = openSocket(url, SUBPROTOCOL)
    } catch (error) {
      // A URL that no WebSocket can be opened to.
      throw new TrubkaError('offline', String(error).slice(0, 200))
    }
    const rpc = new RpcSocket(socket)
    const opened = new Promise<true>((resolve) => socket.addEventListener('open', () => resolve(true)))
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, withinMs, false)
    })
    const isOpen = await Promise.race([opened, late, rpc.closed.then(() => false as const)])
    clearTimeout(timer)
    if (isOpen) return rpc
    rpc.close()
    throw new TrubkaError('offline', `no connection to ${url}`)
  }

  get isOpen(): boolean {
    return this.#open
  }
  /** Milliseconds since the server was last heard. */
  get silentFor(): number {
    return Date.now() - this.#lastHeard
  }

  onNotification(listener: (method: string, params: unknown) => void): void {
    this.#onNotification = listener
  }

  /** Throws what the server answered, or `NoAnswer`. */
  request<M extends Method>(method: M, params: Params<M>, withinMs = REQUEST_MS): Promise<Result<M>> {
    return new Promise((resolve, reject) => {
      if (!this.#open) return reject(new NoAnswer('offline', `${method}: connection closed`))
      this.#lastId += 1
      const id = this.#lastId
      const timer = setTimeout(() => fail(new NoAnswer('timeout', `${method}: no answer`)), withinMs)
      const done = () => {
        clearTimeout(timer)
        this.#waiting.delete(id)
      }
      const fail = (error: TrubkaError) => {
        done()
        reject(error)
      }
      this.#waiting.set(id, {
        fail,
        settle: (message) => {
          done()
          if ('error' in message) return reject(errorOf(message))
          try {
            resolve(check(methods[method].result, message.result, 'result'))
          } catch (error) {
            reject(error)
          }
        },
      })
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
  }

  close(): void {
    this.#socket.close(1000)
    // The other side may be gone without a word: nobody waits for its farewell.
    this.#end()
  }

  #hear(data: unknown): void {
    if (!this.#open) return
    this.#lastHeard = Date.now()
    const message = parse(data)
    // What is not JSON-RPC was not sent by our server: nothing more from here is believed.
    if (!message) this.close()
    else if ('method' in message) this.#onNotification(message.method, message.params)
    else if (typeof message.id === 'number') this.#waiting.get(message.id)?.settle(message)
  }

  #end(): void {
    if (!this.#open) return
    this.#open = false
    for (const { fail } of [...this.#waiting.values()]) fail(new NoAnswer('offline', 'connection closed'))
    this.#onClosed()
  }
}

function parse(data: unknown): v.InferOutput<typeof AnyMessage> | null {
  if (typeof data !== 'string') return null
  try {
    const parsed = v.safeParse(AnyMessage, JSON.parse(data))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}
