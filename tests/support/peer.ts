import { randomUUID } from 'node:crypto'
import { type WebSocket, WebSocketServer } from 'ws'
import { NO_BOOKS } from '../../src/protocol/address-book.ts'
import { applyEvent } from '../../src/protocol/apply-event.ts'
import { TrubkaError } from '../../src/protocol/errors.ts'
import { check, failure } from '../../src/protocol/jsonrpc.ts'
import { type Method, methods, type Params, type Result } from '../../src/protocol/methods.ts'
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
import {
  operatorProofText,
  type PublicKey,
  pairReplyText,
  pairRequestText,
  serverProofText,
} from '../../src/protocol/session.ts'
import type { OperatorState, StateEvent } from '../../src/protocol/state.ts'

export const CODE = 'AB12-CDEF-GHJK'
const OPERATOR = { id: 'u101', name: 'Иванова Анна Петровна', department: 'Продажи', number: '101' }

export const freshState = (): OperatorState => ({
  self: OPERATOR,
  pbx: 'up',
  bases: [],
  routing: { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } },
  calls: [],
  colleagues: [
    OPERATOR,
    { id: 'u103', name: 'Петров Семён Ильич', department: 'Сервис', number: '103' },
    { id: 'u104', name: 'Петрова Ольга', department: 'Склад', number: null },
  ],
  statuses: {},
  lines: {},
  intakes: [],
  acceptances: [],
  notices: [],
  missed: 0,
  history: 0,
  books: NO_BOOKS,
  favourites: [],
  chats: null,
  typing: [],
})

type Handler<M extends Method> = (params: Params<M>) => Result<M> | 'no answer' | Promise<Result<M> | 'no answer'>
type Handlers = { [M in Method]?: Handler<M> }

/** The server's side of the contract, as small as it can be, to be as unkind as a test needs. */
export class Peer {
  readonly #wss: WebSocketServer
  readonly #keys: CryptoKeyPair
  readonly #operators = new Map<string, PublicKey>()
  /** All requests in their order. */
  readonly asked: { method: string; params: unknown }[] = []
  connections = 0
  handlers: Handlers = {}
  state = freshState()
  cursor = { epoch: randomUUID(), seq: 0 }
  #log: { seq: number; event: StateEvent }[] = []

  private constructor(wss: WebSocketServer, keys: CryptoKeyPair) {
    this.#wss = wss
    this.#keys = keys
    wss.on('connection', (socket) => this.#serve(socket))
  }

  static async start(port = 0, like?: Peer): Promise<Peer> {
    const wss = new WebSocketServer({ host: '127.0.0.1', port, handleProtocols: () => 'trubka.v1' })
    await new Promise((resolve) => wss.once('listening', resolve))
    const peer = new Peer(wss, like ? like.#keys : await newKeyPair(false))
    if (like) for (const [id, key] of like.#operators) peer.#operators.set(id, key)
    return peer
  }

  get port(): number {
    const address = this.#wss.address()
    return typeof address === 'object' && address ? address.port : 0
  }
  get url(): string {
    return `ws://127.0.0.1:${this.port}/`
  }
  /** Of the browser that was paired last. */
  get operatorKey(): PublicKey | undefined {
    return [...this.#operators.values()].at(-1)
  }
  askedFor(method: Method) {
    return this.asked.filter((request) => request.method === method)
  }

  tell(event: StateEvent, seq = this.cursor.seq + 1): void {
    this.state = applyEvent(this.state, event)
    this.cursor = { ...this.cursor, seq }
    this.#log.push({ seq, event })
    this.send({ jsonrpc: '2.0', method: 'state.event', params: { cursor: this.cursor, event } })
  }
  /** Changes the state without a word: the operator's side misses it. */
  change(event: StateEvent): void {
    this.state = applyEvent(this.state, event)
    this.cursor = { ...this.cursor, seq: this.cursor.seq + 1 }
    this.#log.push({ seq: this.cursor.seq, event })
  }
  send(message: unknown): void {
    for (const client of this.#wss.clients) client.send(typeof message === 'string' ? message : JSON.stringify(message))
  }
  forgetOperators(): void {
    this.#operators.clear()
  }
  drop(): void {
    for (const client of this.#wss.clients) client.terminate()
  }
  async close(): Promise<void> {
    this.drop()
    await new Promise((resolve) => this.#wss.close(resolve))
  }

  #serve(socket: WebSocket): void {
    this.connections += 1
    const session: { nonces?: [string, string] } = {}
    socket.on('error', () => {})
    const answer = async (frame: string) => {
      const { id, method, params } = JSON.parse(frame)
      this.asked.push({ method, params })
      try {
        const own = this.handlers[method as Method] as ((params: unknown) => unknown) | undefined
        const result = own ? await own(params) : await this.#answer(method, params, session)
        if (result !== 'no answer') socket.send(JSON.stringify({ jsonrpc: '2.0', id, result }))
      } catch (error) {
        socket.send(
          JSON.stringify(
            failure(id, error instanceof TrubkaError ? error : new TrubkaError('internal', String(error))),
          ),
        )
      }
    }
    socket.on('message', (data) => {
      if (data instanceof Buffer) void answer(data.toString('utf8'))
    })
  }

  async #answer(method: string, raw: unknown, session: { nonces?: [string, string] }): Promise<unknown> {
    const serverKey = await publicKeyOf(this.#keys)
    switch (method) {
      case 'journal.history':
        return { calls: [], next: null }
      case 'journal.missed':
        return { callers: [], next: null }
      case 'session.pair': {
        const params = check(methods['session.pair'].params, raw)
        const key = await pairingKey(CODE)
        if (
          params.code !== CODE.slice(0, 4) ||
          !(await macIsRight(key, pairRequestText(params.nonce, params.key), params.mac))
        )
          throw new TrubkaError('codeWrong')
        const keyId = `key-${this.#operators.size}`
        this.#operators.set(keyId, params.key)
        const mac = await makeMac(key, pairReplyText(params.nonce, params.key, serverKey))
        return { keyId, serverKey, mac, operator: this.state.self }
      }
      case 'session.hello': {
        const params = check(methods['session.hello'].params, raw)
        const nonce = newNonce()
        session.nonces = [params.nonce, nonce]
        return { nonce, signature: await sign(this.#keys.privateKey, serverProofText(params.nonce, nonce)) }
      }
      case 'session.prove': {
        const params = check(methods['session.prove'].params, raw)
        const key = this.#operators.get(params.keyId)
        if (!key) throw new TrubkaError('keyUnknown')
        const [mine, yours] = session.nonces ?? ['', '']
        if (!(await signatureIsRight(key, operatorProofText(mine, yours, serverKey), params.signature)))
          throw new TrubkaError('proofWrong')
        return { operator: this.state.self }
      }
      case 'state.sync': {
        const params = check(methods['state.sync'].params, raw)
        const known = params.since?.epoch === this.cursor.epoch && params.since.seq
        if (known === false || known === undefined) return { cursor: this.cursor, state: this.state, events: [] }
        const events = this.#log.filter(({ seq }) => seq > known).map(({ event }) => event)
        return { cursor: this.cursor, state: null, events }
      }
      case 'session.ping':
        return {}
      case 'call.make':
        return { callId: `call-${check(methods[method].params, raw).commandId}` }
      case 'call.answer':
      case 'call.clear':
      case 'call.hold':
      case 'call.retrieve':
      case 'call.consult':
      case 'call.transfer':
      case 'call.alternate':
      case 'call.reconnect':
      case 'call.conference':
      case 'call.singleStepTransfer':
      case 'call.generateDigits':
      case 'call.suspendRecording':
      case 'call.resumeRecording':
        return {}
      case 'command.outcome':
        return { outcome: 'unknown', callId: null }
      case 'routing.write':
        return { written: check(methods[method].params, raw).lines.length, refused: [] }
    }
    throw new TrubkaError('unknownMethod')
  }
}
