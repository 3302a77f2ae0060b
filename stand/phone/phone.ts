import { randomBytes } from 'node:crypto'
import { PhoneCall, type PhoneOf, WAIT_MS } from './call.ts'
import { authorisation, type Credentials } from './digest.ts'
import { header, partyOf, quoted, type SipHeaders, type SipRequest } from './message.ts'
import { RtpStream } from './rtp.ts'
import { toneOf } from './tone.ts'
import { type Trace, Transactions } from './transactions.ts'

export type PhoneWish = {
  /** Its internal number; or a word, for the far side of a line, which has many. */
  number: string
  /** Own address; port 0 = any. */
  at: { host: string; port: number }
  pbx: { host: string; port: number }
  /** null for a line that is known by its address and does not register. */
  credentials: Credentials | null
  /** Whose tones it can tell from one another. */
  neighbours: readonly string[]
}

const REGISTERED_FOR_S = 120

/** So many are answered before a registration is given up; a wrong password is told by them, too. */
const CHALLENGES = 3

/** A SIP phone over UDP that shows what it is told, hears tones, and sends one by which it is known. For tests and the demo. */
export class Phone {
  readonly number: string
  /** Goes off-hook by itself when the PBX asks it to, by header or by NOTIFY. */
  autoAnswer = true
  /** Understands the event `talk` (BroadSoft's access-side extension); many phones know only the headers. */
  understandsTalk = true
  /** Whether it refuses a call to this number by itself; null = it rings. */
  refuses: (dialled: string) => { status: number; reason: string } | null = () => null
  /** Forwards every call to this number; null = it rings. */
  forwardsTo: string | null = null
  readonly #wish: PhoneWish
  readonly #transactions: Transactions
  readonly #calls = new Map<string, PhoneCall>()
  readonly #listeners = new Set<(call: PhoneCall) => void>()
  #rang: PhoneCall[] = []
  #registerSequence = 0
  #renewal: NodeJS.Timeout | null = null
  #reachable = true
  readonly #callId = newCallId()

  private constructor(wish: PhoneWish, open: (hear: (request: SipRequest) => void) => Transactions) {
    this.#wish = wish
    this.number = wish.number
    this.#transactions = open((request) => this.#hear(request))
  }

  static async open(wish: PhoneWish): Promise<Phone> {
    let hear: (request: SipRequest) => void = () => {}
    const transactions = await Transactions.open(wish.at, wish.pbx, (request) => hear(request))
    return new Phone(wish, (listener) => {
      hear = listener
      return transactions
    })
  }

  /** All calls that have rung here since `forget`. */
  get rang(): readonly PhoneCall[] {
    return this.#rang
  }

  /** Calls that ring or are up. */
  get calls(): readonly PhoneCall[] {
    return [...this.#calls.values()]
  }

  async register(): Promise<void> {
    await this.#registerFor(REGISTERED_FOR_S)
    this.#renewal ??= setInterval(
      () => {
        this.#registerFor(REGISTERED_FOR_S).catch(() => {})
      },
      (REGISTERED_FOR_S * 1000) / 2,
    )
    this.#renewal.unref()
  }

  async unregister(): Promise<void> {
    this.#stopRenewal()
    await this.#registerFor(0)
  }

  /** Loses its network: answers nothing and says nothing, while the PBX still believes it is there. */
  unplug(): void {
    this.#reachable = false
    for (const call of this.calls) call.mute()
  }

  plug(): void {
    this.#reachable = true
  }

  /** The next call that rings here, or the one that rings already. */
  ringing(withinMs = WAIT_MS): Promise<PhoneCall> {
    const already = this.calls.find((call) => call.state === 'ringing' && this.#rang.includes(call))
    if (already) return Promise.resolve(already)
    return new Promise((resolve, reject) => {
      const listener = (call: PhoneCall) => {
        clearTimeout(timer)
        this.#listeners.delete(listener)
        resolve(call)
      }
      const timer = setTimeout(() => {
        this.#listeners.delete(listener)
        reject(new Error(`nothing rang at ${this.number} within ${withinMs} ms`))
      }, withinMs)
      this.#listeners.add(listener)
    })
  }

  /** Tells of every call that rings here. */
  onRing(listener: (call: PhoneCall) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Picks up and dials; `from` and `name` are shown to the other side, where the PBX trusts this phone with that. `voice` = whose
   * tone it sends, where that is not its own.
   */
  async dial(
    to: string,
    { from = this.number, name = '', voice = this.number }: { from?: string; name?: string; voice?: string } = {},
  ): Promise<PhoneCall> {
    const { host, port } = this.#wish.pbx
    const call = await this.#newCall(newCallId(), voice)
    const shown = name === '' ? '' : `${quoted(name)} `
    const wish = {
      uri: `sip:${encodeURIComponent(to).replaceAll('%2B', '+')}@${host}:${port}`,
      from: `${shown}<sip:${from.replace(/[^\w+.-]/g, '')}@${host}>`,
      to,
    }
    await call.place(wish, (challenge, request) => this.#prove(challenge, request))
    return call
  }

  /** Ends all calls and forgets what rang. */
  async forget(): Promise<void> {
    await Promise.all(this.calls.map((call) => call.hangup()))
    this.#rang = []
    this.autoAnswer = true
    this.forwardsTo = null
    this.understandsTalk = true
    this.#reachable = true
    this.watch(() => {})
  }

  /** Ends all calls without a word, as when the other side has died. */
  drop(): void {
    for (const call of this.calls) call.drop()
  }

  /** Sees every message from now on. */
  watch(trace: Trace): void {
    this.#transactions.trace = trace
  }

  close(): void {
    this.#stopRenewal()
    this.drop()
    this.#transactions.close()
  }

  #stopRenewal(): void {
    if (this.#renewal) clearInterval(this.#renewal)
    this.#renewal = null
  }

  async #registerFor(seconds: number): Promise<void> {
    const { credentials, pbx } = this.#wish
    if (!credentials) return
    const uri = `sip:${pbx.host}:${pbx.port}`
    const self = `<sip:${credentials.user}@${pbx.host}>`
    const send = (extra: SipHeaders) =>
      this.#transactions.request({
        method: 'REGISTER',
        uri,
        headers: [
          ['From', `${self};tag=${randomBytes(6).toString('hex')}`],
          ['To', self],
          ['Call-ID', this.#callId],
          ['CSeq', `${++this.#registerSequence} REGISTER`],
          ['Contact', this.#contact],
          ['Expires', String(seconds)],
          ...extra,
        ],
      })
    let response = await send([])
    // On a slow machine a challenge may be too old by the time it is answered; then there is another (RFC 3261, 22.2).
    for (let attempt = 0; attempt < CHALLENGES; attempt++) {
      const proof = this.#prove(response, { method: 'REGISTER', uri })
      if (!proof) break
      response = await send([proof])
    }
    if (response.status !== 200)
      throw new Error(`${this.number} was not registered: ${response.status} ${response.reason}`)
  }

  #prove(challenge: Parameters<typeof authorisation>[0], request: { method: string; uri: string }) {
    const { credentials } = this.#wish
    if (!credentials || ![401, 407].includes(challenge.status)) return null
    return authorisation(challenge, request, credentials)
  }

  get #contact(): string {
    const { host, port } = this.#transactions.local
    return `<sip:${this.number}@${host}:${port}>`
  }

  async #newCall(id: string, voice = this.number): Promise<PhoneCall> {
    const rtp = await RtpStream.open(this.#wish.at.host, toneOf(voice))
    const phone: PhoneOf = {
      transactions: this.#transactions,
      contact: this.#contact,
      events: this.understandsTalk ? ['talk', 'hold'] : [],
      neighbours: this.#wish.neighbours,
    }
    const call = new PhoneCall(phone, rtp, id, () => this.#calls.delete(id))
    this.#calls.set(id, call)
    return call
  }

  #hear(request: SipRequest): void {
    if (!this.#reachable) return
    const id = header(request, 'call-id')
    const call = this.#calls.get(id)
    if (call && request.method === 'NOTIFY') {
      call.hear(request)
      this.#asked(call, header(request, 'event').split(';')[0]?.trim() ?? '')
    } else if (call) call.hear(request)
    else if (request.method === 'INVITE') void this.#ring(id, request)
    // 481 to a BYE makes Asterisk send it again, without end.
    else if (request.method !== 'ACK') this.#transactions.respond(request, 200, 'OK')
  }

  async #ring(id: string, invite: SipRequest): Promise<void> {
    if (this.#opening.has(id)) return
    this.#opening.add(id)
    const call = await this.#newCall(id)
    this.#opening.delete(id)
    call.take(invite)
    this.#rang.push(call)
    for (const listener of [...this.#listeners]) listener(call)
    const refusal = this.refuses(partyOf(invite.uri).number)
    const { host, port } = this.#wish.pbx
    if (this.forwardsTo !== null) await call.forward(`sip:${this.forwardsTo}@${host}:${port}`)
    else if (refusal) await call.reject(refusal.status, refusal.reason)
    else if (this.autoAnswer && asksToAnswer(invite)) await call.answer()
  }
  /** INVITEs whose sound is being opened; a repeated one must not ring twice. */
  readonly #opening = new Set<string>()

  /** By an in-dialog NOTIFY. */
  #asked(call: PhoneCall, event: string): void {
    if (!this.autoAnswer || !this.understandsTalk) return
    if (event === 'talk') void (call.state === 'ringing' ? call.answer() : call.retrieve().catch(() => {}))
    else if (event === 'hold' && call.state === 'up') void call.hold().catch(() => {})
  }
}

/** The two headers by which vendors know it; none is a standard. */
function asksToAnswer(invite: SipRequest): boolean {
  const answersAfter = /answer-after\s*=\s*0/i.test(header(invite, 'call-info'))
  return answersAfter || /auto-?answer/i.test(header(invite, 'alert-info'))
}

const newCallId = (): string => randomBytes(12).toString('hex')
