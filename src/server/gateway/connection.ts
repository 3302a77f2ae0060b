import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { TrubkaError } from '../../protocol/errors.ts'
import { check, type Failure, failure, Request } from '../../protocol/jsonrpc.ts'
import { methods } from '../../protocol/methods.ts'
import type { Colleague } from '../../protocol/people.ts'
import { isTooDeep } from '../depth.ts'
import type { PairedKey } from '../identity/operators.ts'
import type { Desk } from './desks.ts'
import type { Feed } from './feed.ts'
import type { Handler } from './handlers.ts'
import { Bucket, type Limits } from './limits.ts'
import type { Rooms } from './rooms.ts'
import { SignIn } from './sign-in.ts'
import { isMethod, may } from './who-may.ts'

/** The part of a WebSocket that a connection needs. */
export interface SocketLike {
  readonly bufferedAmount: number
  /** Text; `fin` false = more of the same message follows. */
  send(frame: string | Buffer, options: { binary: false; fin: boolean }): void
  close(code: number, reason: string): void
  terminate(): void
}

/** WebSocket close codes (RFC 6455, 7.4.1). */
export const CLOSE = { goingAway: 1001, unsupported: 1003, policy: 1008, tooLarge: 1009, tooSlow: 1013 } as const

export type ConnectionOptions = {
  socket: SocketLike
  rooms: Rooms
  handlers: ReadonlyMap<string, Handler>
  limits: Limits
  logger: Logger
  /** Whoever is at the other end, and which browser it says it is. */
  address: string
  browser: string
  /** What is refused, in a word for the log. */
  onRefused: (why: string, more?: { operator?: string; method?: string }) => void
  /** What the operator has here; given back by `release`. */
  enter: (who: PairedKey) => Place
}

/** Somebody tries what they may not, or is not who they say. */
const REFUSALS: ReadonlySet<string> = new Set([
  'notSignedIn',
  'mayNot',
  'codeWrong',
  'codeExpired',
  'keyUnknown',
  'proofWrong',
  'tooMany',
  'mayNotListen',
])

/** `setIdle` = whether somebody is at the machine. */
type Place = { desk: Desk; setIdle: (idle: boolean) => void; release: () => void }
type Operator = Place & { who: PairedKey }

/** One WebSocket: a stranger first, then one operator, for good. */
export class Connection {
  readonly #socket: SocketLike
  readonly #handlers: ReadonlyMap<string, Handler>
  readonly #limits: Limits
  readonly #logger: Logger
  readonly #address: string
  readonly #identity: Rooms['identity']
  readonly #signIn: SignIn
  readonly #onRefused: ConnectionOptions['onRefused']
  readonly #enter: ConnectionOptions['enter']
  readonly #bucket: Bucket
  readonly #deadline: NodeJS.Timeout
  #operator: Operator | null = null
  #stopListening: (() => void) | null = null
  #strangerMessages = 0
  #inFlight = 0
  #unanswered = 0
  /** Bytes of the last whole state that are everybody's. */
  #shared = 0
  #open = true

  constructor(options: ConnectionOptions) {
    const { socket, rooms, handlers, limits, logger, address, browser, enter } = options
    this.#socket = socket
    this.#handlers = handlers
    this.#limits = limits
    this.#logger = logger
    this.#address = address
    this.#enter = enter
    this.#onRefused = options.onRefused
    this.#identity = rooms.identity
    this.#signIn = new SignIn(rooms, { browser, from: address }, (who) => this.#signedIn(who))
    this.#bucket = new Bucket(limits.requestsPerSecond, limits.requestsAtOnce)
    this.#deadline = setTimeout(() => this.close(CLOSE.policy, 'not signed in in time'), limits.signInMs)
  }

  /** null = a stranger yet. */
  get keyId(): string | null {
    return this.#operator?.who.keyId ?? null
  }

  receive(data: Buffer, isBinary: boolean): void {
    if (!this.#open) return
    if (isBinary) this.close(CLOSE.unsupported, 'text only')
    else if (!this.#operator && !this.#strangerMay(data.length)) return
    else if (!this.#bucket.take(1 + data.length / this.#limits.bytesPerRequest)) this.#tooMany(data)
    else this.#read(data)
  }

  #read(data: Buffer): void {
    const request = parse(data)
    if (!request) {
      this.#refused('not understood')
      this.#send(failure(null, new TrubkaError('invalidRequest', 'not a JSON-RPC 2.0 request')))
    } else if (this.#inFlight >= this.#limits.inFlight)
      this.#send(failure(request.id, new TrubkaError('tooMany', 'too many requests at once')))
    else if (this.#operator && request.method === 'state.sync') this.#sync(request, this.#operator.desk.feed)
    else void this.#answer(request)
  }

  /** A ping of the other side's: answered below us, but not for nothing. */
  pinged(): void {
    if (!this.#bucket.take()) this.close(CLOSE.policy, 'too many pings')
  }

  /** Called between two pings of ours. False = dead, and closed. */
  heartbeat(): boolean {
    this.#unanswered += 1
    if (this.#unanswered <= 2) return true
    this.#logger.debug('no answer to pings')
    this.closed()
    this.#socket.terminate()
    return false
  }

  ponged(): void {
    this.#unanswered = 0
  }

  close(code: number, reason: string): void {
    if (!this.#open) return
    if (code !== CLOSE.goingAway) this.#refused(reason)
    this.closed()
    this.#socket.close(code, reason)
  }

  /** The socket is gone; may be called twice. */
  closed(): void {
    this.#open = false
    clearTimeout(this.#deadline)
    this.#stopListening?.()
    this.#stopListening = null
    this.#operator?.release()
  }

  #strangerMay(bytes: number): boolean {
    this.#strangerMessages += 1
    if (bytes > this.#limits.strangerMessageBytes) this.close(CLOSE.tooLarge, 'too large before signing in')
    else if (this.#strangerMessages > this.#limits.strangerMessages)
      this.close(CLOSE.policy, 'too many messages before signing in')
    return this.#open
  }

  /** Reading the id out of a large message is work too, so large ones are refused unread. */
  #tooMany(data: Buffer): void {
    const id = data.length <= this.#limits.strangerMessageBytes ? (parse(data)?.id ?? null) : null
    this.#refused('too many requests')
    this.#send(failure(id, new TrubkaError('tooMany', 'too many requests')))
  }

  async #answer({ id, method, params }: Request): Promise<void> {
    this.#inFlight += 1
    try {
      const result = await this.#ask(method, params)
      this.#send({ jsonrpc: '2.0', id, result })
    } catch (error) {
      this.#send(failure(id, this.#errorFor(error, method)))
    } finally {
      this.#inFlight -= 1
    }
  }

  #ask(method: string, params: unknown): Promise<unknown> {
    if (!this.#operator) return this.#signIn.handle(method, params)
    const { desk, setIdle, who } = this.#operator
    if (isMethod(method) && !may(this.#identity.operators.roleOf(who.operator), method))
      return Promise.reject(new TrubkaError('mayNot', 'not with this role'))
    const { feed, commands } = desk
    const handler = this.#handlers.get(method)
    if (handler) return handler(params, { feed, commands, who, address: this.#address, setIdle })
    return Promise.reject(new TrubkaError('unknownMethod', 'no such method, or not any more on this connection'))
  }

  #signedIn(who: PairedKey): Colleague {
    // Two proofs at once, or a socket that went away meanwhile.
    if (this.#operator || !this.#open) throw new TrubkaError('invalidRequest', 'signed in already, or gone')
    clearTimeout(this.#deadline)
    this.#operator = { ...this.#enter(who), who }
    this.#logger.info({ operator: who.operator }, 'signed in')
    return this.#operator.desk.feed.own.self
  }

  /** Answered and listened to in one go: no event comes before the answer, none is missed, none told twice. */
  #sync({ id, params }: Request, feed: Feed): void {
    try {
      const { since } = check(methods['state.sync'].params, params)
      this.#sendPieces([`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":`, ...feed.since(since), '}'])
      this.#stopListening ??= feed.listen((frame) => this.#sendFrame(frame))
    } catch (error) {
      this.#send(failure(id, this.#errorFor(error, 'state.sync')))
    }
  }

  #errorFor(error: unknown, method: string): TrubkaError {
    if (error instanceof TrubkaError) {
      if (REFUSALS.has(error.code)) this.#refused(error.code, method)
      return error
    }
    const incident = randomUUID()
    this.#logger.error({ err: error, incident, method }, 'a request failed')
    return new TrubkaError('internal', `internal error ${incident}`)
  }

  #refused(why: string, method?: string): void {
    const operator = this.#operator?.who.operator
    this.#onRefused(why, { ...(operator !== undefined && { operator }), ...(method !== undefined && { method }) })
  }

  #send(message: Failure | { jsonrpc: '2.0'; id: Request['id']; result: unknown }): void {
    this.#sendFrame(JSON.stringify(message))
  }

  #sendFrame(frame: string): void {
    if (this.#canSend()) this.#socket.send(frame, { binary: false, fin: true })
  }

  /** One message. What others are sent, too, is not copied for this one, nor does it count against a slow reader. */
  #sendPieces(pieces: readonly (string | Buffer)[]): void {
    if (!this.#canSend()) return
    this.#shared = 0
    for (const [at, piece] of pieces.entries()) {
      if (typeof piece !== 'string') this.#shared += piece.length
      this.#socket.send(piece, { binary: false, fin: at === pieces.length - 1 })
    }
  }

  #canSend(): boolean {
    if (!this.#open) return false
    if (this.#socket.bufferedAmount <= this.#limits.queuedBytes + this.#shared) return true
    this.#logger.warn({ operator: this.#operator?.who.operator }, 'does not read: cut off')
    this.closed()
    // A close frame would wait behind what is not being read.
    this.#socket.terminate()
    return false
  }
}

function parse(data: Buffer): Request | null {
  if (isTooDeep(data)) return null
  try {
    const message: unknown = JSON.parse(data.toString('utf8'))
    return v.is(Request, message) ? message : null
  } catch {
    return null
  }
}
