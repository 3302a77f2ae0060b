import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import {
  branchOf,
  header,
  isResponse,
  parseMessage,
  type SipHeaders,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  serialise,
} from './message.ts'

/** RFC 3261, 17.1.1.1, in milliseconds. */
const T1 = 500
const T2 = 4000
/** Shorter than the RFC's 32 s: nobody on loopback is that slow. */
const GIVE_UP_MS = 8000
/** A ringing phone may ring long. */
const GIVE_UP_RINGING_MS = 180_000

export type Trace = (direction: 'sent' | 'received', message: SipMessage, text: string) => void
export type Outgoing = { method: string; uri: string; headers: SipHeaders; body?: string }

type Pending = {
  request: SipRequest
  provisional: (response: SipResponse) => void
  final: (response: SipResponse) => void
  fail: (error: Error) => void
  timer: NodeJS.Timeout
  repeat: NodeJS.Timeout | null
  ringing: boolean
}

/** Answers given lately, by transaction, to be given again when a request comes again (RFC 3261, 17.2). */
const REMEMBERED = 200

/** The UDP socket of one phone and its transactions (RFC 3261, 17 and 18). */
export class Transactions {
  readonly #socket: Socket
  readonly #peer: { host: string; port: number }
  readonly #pending = new Map<string, Pending>()
  readonly #answered = new Map<string, string>()
  readonly #onRequest: (request: SipRequest) => void
  #closed = false
  trace: Trace = () => {}

  private constructor(socket: Socket, peer: { host: string; port: number }, onRequest: (request: SipRequest) => void) {
    this.#socket = socket
    this.#peer = peer
    this.#onRequest = onRequest
    socket.on('error', () => {})
    socket.on('message', (packet) => this.#receive(packet.toString('utf8')))
  }

  /** `port` 0 = any free one. */
  static async open(
    at: { host: string; port: number },
    peer: { host: string; port: number },
    onRequest: (request: SipRequest) => void,
  ): Promise<Transactions> {
    const socket = createSocket('udp4')
    const listening = once(socket, 'listening')
    socket.bind(at.port, at.host)
    await listening
    return new Transactions(socket, peer, onRequest)
  }

  get local(): { host: string; port: number } {
    const { address, port } = this.#socket.address()
    return { host: address, port }
  }

  /**
   * Sends a request and gives the final answer; `provisional` hears the 1xx. Rejects when nobody answers.
   * `branch` names the transaction; a CANCEL has that of its INVITE.
   */
  request(
    outgoing: Outgoing,
    { branch = newBranch(), provisional = () => {} }: { branch?: string; provisional?: Pending['provisional'] } = {},
  ): Promise<SipResponse> {
    const request = this.#compose(outgoing, branch)
    return new Promise((resolve, reject) => {
      const key = `${branch} ${request.method}`
      const pending: Pending = {
        request,
        provisional,
        final: resolve,
        fail: reject,
        timer: setTimeout(() => this.#giveUp(key), GIVE_UP_MS),
        repeat: null,
        ringing: false,
      }
      this.#pending.set(key, pending)
      this.#repeat(pending, T1)
    })
  }

  /** ACK has no answer. */
  ack(outgoing: Omit<Outgoing, 'method'>, branch: string = newBranch()): void {
    this.#send(this.#compose({ ...outgoing, method: 'ACK' }, branch))
  }

  respond(request: SipRequest, status: number, reason: string, extra: SipHeaders = [], body = '', toTag = ''): void {
    const copied = request.headers.flatMap(([name, value]): [string, string][] => {
      if (!['via', 'from', 'to', 'call-id', 'cseq'].includes(name)) return []
      if (name === 'to' && toTag !== '' && !/;\s*tag=/.test(value)) return [[name, `${value};tag=${toTag}`]]
      return [[name, value]]
    })
    const text = this.#send({ status, reason, headers: [...copied, ...extra], body })
    this.#answered.set(keyOf(request), text)
    const oldest = this.#answered.keys().next()
    if (this.#answered.size > REMEMBERED && !oldest.done) this.#answered.delete(oldest.value)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const key of [...this.#pending.keys()]) this.#giveUp(key)
    this.#socket.close()
  }

  #compose({ method, uri, headers, body = '' }: Outgoing, branch: string): SipRequest {
    const { host, port } = this.local
    const via = `SIP/2.0/UDP ${host}:${port};branch=${branch};rport`
    return { method, uri, headers: [['Via', via], ['Max-Forwards', '70'], ...headers], body }
  }

  #send(message: SipMessage): string {
    const text = serialise(message)
    if (this.#closed) return text
    this.trace('sent', message, text)
    this.#socket.send(text, this.#peer.port, this.#peer.host)
    return text
  }

  /** UDP loses packets when a machine is busy. */
  #repeat(pending: Pending, after: number): void {
    this.#send(pending.request)
    pending.repeat = setTimeout(() => this.#repeat(pending, Math.min(after * 2, T2)), after)
  }

  #giveUp(key: string): void {
    const pending = this.#take(key)
    pending?.fail(new Error(`${pending.request.method} ${pending.request.uri} was not answered`))
  }

  #take(key: string): Pending | undefined {
    const pending = this.#pending.get(key)
    if (!pending) return undefined
    this.#pending.delete(key)
    clearTimeout(pending.timer)
    if (pending.repeat) clearTimeout(pending.repeat)
    return pending
  }

  #receive(text: string): void {
    const message = parseMessage(text)
    if (!message || this.#closed) return
    this.trace('received', message, text)
    if (isResponse(message)) {
      this.#response(message)
      return
    }
    const answer = this.#answered.get(keyOf(message))
    if (answer === undefined || message.method === 'ACK') this.#onRequest(message)
    else this.#socket.send(answer, this.#peer.port, this.#peer.host)
  }

  #response(response: SipResponse): void {
    const branch = branchOf(header(response, 'via'))
    const key = `${branch} ${header(response, 'cseq').split(' ')[1]}`
    const pending = this.#pending.get(key)
    if (!pending) return
    if (response.status < 200) {
      if (pending.repeat) clearTimeout(pending.repeat)
      pending.repeat = null
      clearTimeout(pending.timer)
      const wait = pending.request.method === 'INVITE' ? GIVE_UP_RINGING_MS : GIVE_UP_MS
      pending.timer = setTimeout(() => this.#giveUp(key), wait)
      pending.provisional(response)
      return
    }
    this.#take(key)
    // The ACK of a refusal belongs to the transaction (RFC 3261, 17.1.1.3).
    if (pending.request.method === 'INVITE' && response.status >= 300) {
      const { uri, headers } = pending.request
      const own = headers.filter(([name]) => ['From', 'Call-ID'].includes(name))
      const sequence = header(response, 'cseq').split(' ')[0]
      this.ack({ uri, headers: [...own, ['To', header(response, 'to')], ['CSeq', `${sequence} ACK`]] }, branch)
    }
    pending.final(response)
  }
}

/** RFC 3261, 8.1.1.7: begins with the magic cookie. */
export const newBranch = (): string => `z9hG4bK${randomBytes(8).toString('hex')}`

const keyOf = (request: SipRequest): string =>
  `${branchOf(header(request, 'via'))} ${header(request, 'call-id')} ${header(request, 'cseq')}`
