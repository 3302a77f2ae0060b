import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { WebSocket } from 'ws'
import { applyEvent } from '../../src/protocol/apply-event.ts'
import { TrubkaError } from '../../src/protocol/errors.ts'
import { errorOf, Failure, SUBPROTOCOL, Success } from '../../src/protocol/jsonrpc.ts'
import {
  type Method,
  methods,
  type Params,
  type Result,
  STATE_EVENT,
  StateEventParams,
} from '../../src/protocol/methods.ts'
import type { Colleague } from '../../src/protocol/people.ts'
import {
  macIsRight,
  makeMac,
  newKeyPair,
  newNonce,
  pairingKey,
  publicKeyOf,
  sign,
  signatureIsRight,
} from '../../src/protocol/proof.ts'
import { signRules } from '../../src/protocol/rule-signature.ts'
import {
  codeParts,
  normaliseCode,
  operatorProofText,
  type PublicKey,
  pairReplyText,
  pairRequestText,
  serverProofText,
} from '../../src/protocol/session.ts'
import type { Cursor, OperatorState, StateEvent } from '../../src/protocol/state.ts'

/** What an operator of these tests says of a wish; rules are signed for them. */
export type Wish<M extends Method> = M extends 'routing.write' ? Omit<Params<M>, 'signature'> : Params<M>

export type Pairing = { keyId: string; serverKey: PublicKey; privateKey: CryptoKey; operator: Colleague }

const { signature: _, ...rules } = methods['routing.write'].params.entries
const Rules = v.looseObject({ ...rules, lines: v.array(v.string()), page: v.string() })

const WITHIN_MS = 20_000

/** One socket that speaks JSON-RPC, and no more; can also be rude. */
export class Line {
  readonly socket: WebSocket
  /** Notifications, in their order. */
  readonly told: { method: string; params: unknown }[] = []
  /** Answers without an id: what the server could not read. */
  readonly complaints: Failure[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  onTold: (method: string, params: unknown) => void = () => {}
  readonly #waiting = new Map<number, (message: v.InferOutput<typeof Success> | Failure) => void>()
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('error', () => {})
    this.closed = new Promise((resolve) =>
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    )
    socket.on('message', (data) => {
      if (Buffer.isBuffer(data)) this.#hear(JSON.parse(data.toString('utf8')))
    })
  }

  /** Rejects with the HTTP status when the server does not let it in. */
  static open(url: string, { origin, protocols = [SUBPROTOCOL] }: { origin?: string; protocols?: string[] } = {}) {
    return new Promise<Line>((resolve, reject) => {
      // As in a browser: what waits for one message goes on before the next one comes.
      const options = { allowSynchronousEvents: false, ...(origin !== undefined && { origin }) }
      const socket = new WebSocket(url, protocols, options)
      const line = new Line(socket)
      socket.once('open', () => resolve(line))
      socket.once('unexpected-response', (_, { statusCode }) => {
        reject(new Error(`refused with ${statusCode}`))
        socket.terminate()
      })
      socket.once('error', reject)
    })
  }

  async ask<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return (await this.askAnything(method, params)) as Result<M>
  }

  /** Resolves with the result; rejects with the server's error, or `offline`. */
  askAnything(method: string, params: unknown, withinMs = WITHIN_MS): Promise<unknown> {
    const id = ++this.#lastId
    const answer = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => reject(new TrubkaError('timeout', `no answer to ${method}`)), withinMs)
      void this.closed.then(() => {
        clearTimeout(timer)
        reject(new TrubkaError('offline', `closed before the answer to ${method}`))
      })
      this.#waiting.set(id, (message) => {
        clearTimeout(timer)
        if ('error' in message) reject(errorOf(message))
        else resolve(message.result)
      })
    })
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    return answer
  }

  close(): void {
    this.socket.close()
  }

  #hear(message: unknown): void {
    const answer = v.safeParse(v.union([Success, Failure]), message)
    if (answer.success) {
      if (typeof answer.output.id === 'number') this.#waiting.get(answer.output.id)?.(answer.output)
      else if ('error' in answer.output) this.complaints.push(answer.output)
      return
    }
    const { method, params } = v.parse(v.object({ method: v.string(), params: v.unknown() }), message)
    this.told.push({ method, params })
    this.onTold(method, params)
  }
}

/** Pairs over `line` with a code; what the extension does (DESIGN 12). */
export async function pairOver(line: Line, code: string): Promise<Pairing> {
  const { name } = codeParts(normaliseCode(code))
  const [keys, macKey] = await Promise.all([newKeyPair(false), pairingKey(code)])
  const key = await publicKeyOf(keys)
  const nonce = newNonce()
  const mac = await makeMac(macKey, pairRequestText(nonce, key))
  const reply = await line.ask('session.pair', { code: name, nonce, key, mac })
  if (!(await macIsRight(macKey, pairReplyText(nonce, key, reply.serverKey), reply.mac)))
    throw new TrubkaError('serverNotTrusted')
  const { keyId, serverKey, operator } = reply
  return { keyId, serverKey, operator, privateKey: keys.privateKey }
}

export async function signInOver(line: Line, { keyId, serverKey, privateKey }: Pairing): Promise<Colleague> {
  const nonce = newNonce()
  const hello = await line.ask('session.hello', { nonce })
  if (!(await signatureIsRight(serverKey, serverProofText(nonce, hello.nonce), hello.signature)))
    throw new TrubkaError('serverNotTrusted')
  const signature = await sign(privateKey, operatorProofText(nonce, hello.nonce, serverKey))
  return (await line.ask('session.prove', { keyId, signature })).operator
}

export async function pair(url: string, code: string): Promise<Pairing> {
  const line = await Line.open(url)
  try {
    return await pairOver(line, code)
  } finally {
    line.close()
  }
}

/** A signed-in operator with the state as the events make it; breaks when an event is missing or comes twice. */
export class Operator {
  #signing: Promise<unknown> = Promise.resolve()
  readonly line: Line
  readonly self: Colleague
  readonly #pairing: Pairing
  readonly events: StateEvent[] = []
  #state: OperatorState | null = null
  #cursor: Cursor | null = null
  #fault: Error | null = null

  private constructor(line: Line, self: Colleague, pairing: Pairing) {
    this.line = line
    this.self = self
    this.#pairing = pairing
    line.onTold = (method, params) => this.#hear(method, params)
  }

  static async signIn(url: string, pairing: Pairing): Promise<Operator> {
    const line = await Line.open(url)
    try {
      return new Operator(line, await signInOver(line, pairing), pairing)
    } catch (error) {
      line.close()
      throw error
    }
  }

  get state(): OperatorState {
    if (this.#fault) throw this.#fault
    if (!this.#state) throw new Error('not synchronised')
    return this.#state
  }

  get cursor(): Cursor | null {
    return this.#cursor
  }

  /** Everything, or with `since` and `before` what has happened since. Returns whether the whole state came. */
  async sync(since: Cursor | null = null, before: OperatorState | null = null): Promise<'whole' | 'events'> {
    const { cursor, state, events } = await this.line.ask('state.sync', { since })
    const start = state ?? before
    if (!start) throw new Error('events for a state that is not known here')
    this.#state = events.reduce(applyEvent, start)
    this.#cursor = cursor
    return state ? 'whole' : 'events'
  }

  /** Rules are signed first, as the extension does, one after the other: what is asked in order goes out in order. */
  async ask<M extends Method>(method: M, wish: Wish<M>): Promise<Result<M>> {
    const rules = method === 'routing.write' ? v.safeParse(Rules, wish) : null
    // What makes no sense goes out as it is.
    let signature: string | null = null
    if (rules?.success) {
      const signing = this.#signing.then(() => signRules(rules.output, this.#pairing, this.#pairing.serverKey))
      this.#signing = signing
      signature = await signing
    }
    return (await this.line.askAnything(method, signature === null ? wish : { ...wish, signature })) as Result<M>
  }

  /** Waits until the state is so; returns it. */
  async sees(what: (state: OperatorState) => boolean, withinMs = WITHIN_MS): Promise<OperatorState> {
    const until = Date.now() + withinMs
    while (!what(this.state)) {
      if (Date.now() > until) throw new Error(`never seen; at last: ${JSON.stringify(this.state).slice(0, 2000)}`)
      await wait(10)
    }
    return this.state
  }

  close(): Promise<unknown> {
    this.line.close()
    return this.line.closed
  }

  #hear(method: string, params: unknown): void {
    try {
      if (method !== STATE_EVENT) throw new Error(`told ${method}`)
      const { cursor, event } = v.parse(StateEventParams, params)
      if (!this.#state || !this.#cursor) throw new Error('an event before the state')
      if (cursor.epoch !== this.#cursor.epoch || cursor.seq !== this.#cursor.seq + 1)
        throw new Error(`event ${cursor.seq} after ${this.#cursor.seq}`)
      this.#cursor = cursor
      this.#state = applyEvent(this.#state, event)
      this.events.push(event)
    } catch (error) {
      this.#fault ??= error instanceof Error ? error : new Error(String(error))
    }
  }
}
