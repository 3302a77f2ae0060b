import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { header, partyOf, type SipHeaders, type SipRequest, type SipResponse, tagOf, uriOf } from './message.ts'
import type { RtpStream } from './rtp.ts'
import { type Direction, mirrored, readSdp, writeSdp } from './sdp.ts'
import { MUSIC_HERTZ, toneOf, tonesIn } from './tone.ts'
import { newBranch, type Transactions } from './transactions.ts'

/** Long enough to tell tones 50 Hz apart with ease. */
const LISTEN_SAMPLES = 2400
const LISTEN_MS = 1200
/** How long whoever waits for something at a phone waits, unless told: enough on a busy machine. */
export const WAIT_MS = 30_000
const ALLOW = 'INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY, INFO, REFER'
/** RFC 3261, 13.3.1.4: a 200 to an INVITE is repeated until its ACK. Milliseconds. */
const REPEAT_FIRST = 500
const REPEAT_MOST = 4000
const REQUEST_PENDING = 491

export type PhoneOf = {
  readonly transactions: Transactions
  readonly contact: string
  /** Said in 180 and 200: what the PBX may ask of it. */
  readonly events: readonly string[]
  /** Whose tones may be heard. */
  readonly neighbours: readonly string[]
}

export type CallState = 'ringing' | 'up' | 'ended'

/** One call at a phone: the dialog (RFC 3261, 12) and its sound. */
export class PhoneCall {
  readonly id: string
  readonly #phone: PhoneOf
  readonly #rtp: RtpStream
  readonly #session = randomBytes(3).readUIntBE(0, 3)
  readonly #waiting = new Set<() => void>()
  readonly #ended: (call: PhoneCall) => void
  readonly #localTag = randomBytes(6).toString('hex')
  /** Of a call that rings here: what is to be answered. */
  #invite: SipRequest | null = null
  /** Of a call begun here: the transaction a CANCEL belongs to. */
  #branch = ''
  #provisional = false
  #cancelled = false
  #localParty = ''
  #remoteParty = ''
  /** Who rings at the other end of a call begun here, until it is answered. */
  #ringingParty = ''
  #target = ''
  #sequence = 1
  #version = 0
  #direction: Direction = 'sendrecv'
  #repeat: NodeJS.Timeout | null = null
  #state: CallState = 'ringing'
  #remote: { number: string; name: string } = { number: '', name: '' }
  /** The status that refused a call begun here; 0 when none did. */
  #refusal = 0

  constructor(phone: PhoneOf, rtp: RtpStream, id: string, ended: (call: PhoneCall) => void) {
    this.#phone = phone
    this.#rtp = rtp
    this.id = id
    this.#ended = ended
  }

  get state(): CallState {
    return this.#state
  }

  /** What the phone shows. */
  get remote(): { number: string; name: string } {
    return this.#remote
  }

  get refusal(): number {
    return this.#refusal
  }

  /** Its own hold key is pressed. */
  get held(): boolean {
    return this.#state === 'up' && this.#direction === 'sendonly'
  }

  // A call that comes.

  /** Rings. */
  take(invite: SipRequest): void {
    this.#invite = invite
    this.#localParty = `${header(invite, 'to')};tag=${this.#localTag}`
    this.#remoteParty = header(invite, 'from')
    this.#target = uriOf(header(invite, 'contact'))
    this.#show(invite)
    this.#readSdp(invite.body)
    this.#respond(invite, 180, 'Ringing')
  }

  async answer(): Promise<void> {
    const invite = this.#invite
    if (!invite || this.#state !== 'ringing') throw new Error('this call does not ring here')
    this.#state = 'up'
    const answer = () => this.#respond(invite, 200, 'OK', this.#writeSdp('sendrecv'))
    answer()
    let after = REPEAT_FIRST
    const again = () => {
      answer()
      after = Math.min(after * 2, REPEAT_MOST)
      this.#repeat = setTimeout(again, after)
    }
    this.#repeat = setTimeout(again, after)
    this.#sound()
    this.#changed()
  }

  /** 486 Busy Here, unless another status is given. */
  async reject(status = 486, reason = 'Busy Here'): Promise<void> {
    const invite = this.#invite
    if (!invite || this.#state !== 'ringing') throw new Error('this call does not ring here')
    this.#respond(invite, status, reason)
    this.#end()
  }

  /** 302: the caller is to try another number, as a phone does whose owner has set it to forward. */
  async forward(uri: string): Promise<void> {
    const invite = this.#invite
    if (!invite || this.#state !== 'ringing') throw new Error('this call does not ring here')
    this.#phone.transactions.respond(invite, 302, 'Moved Temporarily', [['Contact', `<${uri}>`]], '', this.#localTag)
    this.#end()
  }

  // A call that goes.

  /** Sends the INVITE; resolves when it has been sent. `auth` makes the header that answers a challenge. */
  async place(
    wish: { uri: string; from: string; to: string },
    auth: (challenge: SipResponse, request: { method: string; uri: string }) => SipHeaders[number] | null,
  ): Promise<void> {
    this.#localParty = `${wish.from};tag=${this.#localTag}`
    this.#remoteParty = `<${wish.uri}>`
    this.#target = wish.uri
    this.#remote = { number: wish.to, name: '' }
    this.#invitation(wish.uri, auth).catch(() => this.#end())
  }

  async #invitation(uri: string, auth: Parameters<PhoneCall['place']>[1]): Promise<void> {
    let response = await this.#sendInvite(uri, [])
    const proof = [401, 407].includes(response.status) ? auth(response, { method: 'INVITE', uri }) : null
    if (proof && !this.#cancelled) {
      this.#sequence++
      response = await this.#sendInvite(uri, [proof])
    }
    if (response.status >= 300) {
      this.#refusal = response.status
      this.#end()
      return
    }
    this.#remoteParty = header(response, 'to')
    this.#target = uriOf(header(response, 'contact')) || uri
    this.#ack()
    if (this.#state !== 'ringing') {
      // Answered while we cancelled.
      await this.#bye()
      return
    }
    this.#readSdp(response.body)
    this.#state = 'up'
    this.#sound()
    this.#changed()
  }

  #sendInvite(uri: string, extra: SipHeaders): Promise<SipResponse> {
    this.#branch = newBranch()
    this.#provisional = false
    const outgoing = {
      method: 'INVITE',
      uri,
      headers: [...this.#dialog('INVITE'), ...extra, CONTENT],
      body: this.#writeSdp('sendrecv'),
    }
    return this.#phone.transactions.request(outgoing, {
      branch: this.#branch,
      provisional: (response) => {
        if (tagOf(header(response, 'to')) !== '') this.#ringingParty = header(response, 'to')
        this.#changed()
        const first = !this.#provisional
        this.#provisional = true
        if (first && this.#cancelled) this.#cancel()
      },
    })
  }

  // Either.

  /** Ends it, however far it has come. */
  async hangup(): Promise<void> {
    if (this.#state === 'ended') return
    if (this.#state === 'up') {
      this.#end()
      await this.#bye()
    } else if (this.#invite) await this.reject()
    else {
      this.#cancelled = true
      // Not before a provisional answer (RFC 3261, 9.1).
      if (this.#provisional) this.#cancel()
      this.#end()
    }
  }

  hold(): Promise<void> {
    return this.#reinvite('sendonly')
  }

  retrieve(): Promise<void> {
    return this.#reinvite('sendrecv')
  }

  /** The phone's own transfer key, without asking first (RFC 3515). Says whether the PBX takes it; the phone then hangs up by itself. */
  refer(to: string): Promise<boolean> {
    return this.#refer(uriOf(this.#remoteParty).replace(/^sip:[^@]*@/, `sip:${to}@`))
  }

  /** The same after asking: the other side takes this phone's place in `asked`, another call of it (RFC 3891). */
  async referTo(asked: PhoneCall): Promise<boolean> {
    await asked.#until(() => asked.#ringingParty !== '' || asked.#state !== 'ringing', WAIT_MS, 'does not ring')
    const [theirs, ours] = [tagOf(asked.#remoteParty) || tagOf(asked.#ringingParty), tagOf(asked.#localParty)]
    const replaces = encodeURIComponent(`${asked.id};to-tag=${theirs};from-tag=${ours}`)
    return this.#refer(`${uriOf(asked.#remoteParty)}?Replaces=${replaces}`)
  }

  /** Resolves when it is up or ended. */
  async settled(withinMs = WAIT_MS): Promise<'up' | 'ended'> {
    await this.#until(() => this.#state !== 'ringing', withinMs, 'still rings')
    return this.#state === 'up' ? 'up' : 'ended'
  }

  ended(withinMs = WAIT_MS): Promise<void> {
    return this.#until(() => this.#state === 'ended', withinMs, 'has not ended')
  }

  /** Keys that the other side has pressed: as events in the sound (RFC 4733) or as SIP INFO. */
  get digits(): string {
    return this.#rtp.digits + this.#told
  }

  /** Whose tones are heard, listened to for a while; `music` is the PBX's music on hold. `also` = who may be heard beside the neighbours. */
  async hears(also: readonly string[] = []): Promise<string[]> {
    if (this.#state === 'ended') return []
    const sound = await this.#rtp.listen(LISTEN_SAMPLES, LISTEN_MS)
    // Too little to tell anything.
    if (sound.length < LISTEN_SAMPLES / 2) return []
    const voices = [...this.#phone.neighbours, ...also]
    const tones = tonesIn(sound, [...voices.map(toneOf), MUSIC_HERTZ])
    const heard = voices.filter((number) => tones.includes(toneOf(number)))
    return [...heard, ...(tones.includes(MUSIC_HERTZ) ? ['music'] : [])].sort()
  }

  /** A request within this dialog. */
  hear(request: SipRequest): void {
    if (request.method === 'ACK') this.#acknowledged(request)
    else if (request.method === 'BYE') {
      this.#respond(request, 200, 'OK')
      this.#end()
    } else if (request.method === 'CANCEL') {
      this.#respond(request, 200, 'OK')
      if (this.#invite && this.#state === 'ringing') this.#respond(this.#invite, 487, 'Request Terminated')
      if (this.#state === 'ringing') this.#end()
    } else if (request.method === 'INVITE' || request.method === 'UPDATE') {
      this.#show(request)
      const offer = readSdp(request.body)
      if (offer) this.#readSdp(request.body)
      const answer = offer || request.method === 'INVITE'
      const direction = offer && this.#direction === 'sendrecv' ? mirrored(offer.direction) : this.#direction
      this.#respond(request, 200, 'OK', answer ? this.#writeSdp(direction) : '')
    } else {
      if (request.method === 'NOTIFY') this.#transferTold(request)
      if (request.method === 'INFO') this.#told += /^Signal\s*=\s*([0-9*#A-D])/im.exec(request.body)?.[1] ?? ''
      this.#respond(request, 200, 'OK')
    }
  }
  /** Digits that came as INFO (application/dtmf-relay). */
  #told = ''

  /** Its network has gone: no sound leaves it any more. */
  mute(): void {
    this.#rtp.close()
  }

  /** The phone has gone: nothing is said to anybody. */
  drop(): void {
    this.#end()
  }

  async #refer(target: string): Promise<boolean> {
    if (this.#state !== 'up') throw new Error('this call is not up')
    this.#sequence++
    const headers: SipHeaders = [
      ...this.#dialog('REFER'),
      ['Refer-To', `<${target}>`],
      ['Referred-By', `<${uriOf(this.#localParty)}>`],
    ]
    const { status } = await this.#phone.transactions.request({ method: 'REFER', uri: this.#target, headers })
    return status < 300
  }

  /** How a transfer goes, as a fragment of SIP (RFC 3515, 2.4.5): given away, the phone is free. */
  #transferTold(notify: SipRequest): void {
    if (header(notify, 'event').startsWith('refer') && /^SIP\/2\.0 2\d\d/.test(notify.body)) void this.hangup()
  }

  /** One after the other, and not before the call's own INVITE is done (RFC 3261, 14.1). */
  #reinvite(direction: Direction): Promise<void> {
    if (this.#state !== 'up') return Promise.reject(new Error('this call is not up'))
    this.#direction = direction
    const offered = this.#offers.then(() => this.#offer(direction))
    this.#offers = offered.catch(() => {})
    return offered
  }
  #offers: Promise<void> = Promise.resolve()

  async #offer(direction: Direction): Promise<void> {
    await this.#until(() => this.#repeat === null || this.#state === 'ended', WAIT_MS, 'is not acknowledged')
    if (this.#state === 'ended') throw new Error('this call has ended')
    let sequence = 0
    const ask = () => {
      sequence = ++this.#sequence
      return this.#phone.transactions.request({
        method: 'INVITE',
        uri: this.#target,
        headers: [...this.#dialog('INVITE'), CONTENT],
        body: this.#writeSdp(direction),
      })
    }
    let response = await ask()
    while (response.status === REQUEST_PENDING && this.#state === 'up' && this.#direction === direction) {
      await pause(this.#patience())
      response = await ask()
    }
    if (response.status >= 300) throw new Error(`re-INVITE refused: ${response.status} ${response.reason}`)
    this.#ack(sequence)
    this.#readSdp(response.body)
    this.#sound()
  }

  /** RFC 3261, 14.1: both have asked at once; whoever began the call waits longer than the other. */
  #patience(): number {
    return Math.random() * 2000 + (this.#invite ? 0 : 2000)
  }

  #cancel(): void {
    const { transactions } = this.#phone
    // What became of it is told by the answer to the INVITE.
    transactions
      .request({ method: 'CANCEL', uri: this.#target, headers: this.#dialog('CANCEL') }, { branch: this.#branch })
      .catch(() => {})
  }

  async #bye(): Promise<void> {
    this.#sequence++
    const outgoing = { method: 'BYE', uri: this.#target, headers: this.#dialog('BYE') }
    // When nobody is there any more, it has ended as well.
    await this.#phone.transactions.request(outgoing).catch(() => {})
  }

  /** Of the INVITE with this number; another request may have been sent since (a REFER, a BYE). */
  #ack(sequence = this.#sequence): void {
    this.#phone.transactions.ack({ uri: this.#target, headers: this.#dialog('ACK', sequence) })
  }

  #acknowledged(request: SipRequest): void {
    if (this.#repeat) clearTimeout(this.#repeat)
    this.#repeat = null
    if (request.body !== '') this.#readSdp(request.body)
    this.#changed()
  }

  #dialog(method: string, sequence = this.#sequence): SipHeaders {
    return [
      ['From', this.#localParty],
      ['To', this.#remoteParty],
      ['Call-ID', this.id],
      ['CSeq', `${sequence} ${method}`],
      ['Contact', this.#phone.contact],
      ...this.#abilities,
    ]
  }

  get #abilities(): SipHeaders {
    const { events } = this.#phone
    return [['Allow', ALLOW], ...(events.length === 0 ? [] : [['Allow-Events', events.join(', ')] as const])]
  }

  #respond(request: SipRequest, status: number, reason: string, body = ''): void {
    const headers: SipHeaders = [
      ['Contact', this.#phone.contact],
      ...this.#abilities,
      ...(body === '' ? [] : [CONTENT]),
    ]
    this.#phone.transactions.respond(request, status, reason, headers, body, this.#localTag)
  }

  #show(message: SipRequest): void {
    const asserted = header(message, 'p-asserted-identity')
    // An in-dialog request says something new only by an asserted identity.
    if (asserted !== '' || tagOf(header(message, 'to')) === '')
      this.#remote = partyOf(asserted || header(message, 'from'))
  }

  #readSdp(body: string): void {
    const theirs = readSdp(body)
    if (!theirs) return
    this.#peer = theirs
    if (this.#state === 'up') this.#sound()
  }
  #peer: { host: string; port: number; direction: Direction } | null = null

  #writeSdp(direction: Direction): string {
    const { host } = this.#phone.transactions.local
    return writeSdp({ host, port: this.#rtp.port, direction }, this.#session, ++this.#version)
  }

  #sound(): void {
    const speaks = this.#peer && this.#peer.direction !== 'sendonly' && this.#peer.direction !== 'inactive'
    // A phone that holds says nothing.
    this.#rtp.sendTo(speaks && this.#direction === 'sendrecv' ? this.#peer : null)
  }

  #end(): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    if (this.#repeat) clearTimeout(this.#repeat)
    this.#rtp.close()
    this.#ended(this)
    this.#changed()
  }

  #changed(): void {
    for (const look of [...this.#waiting]) look()
  }

  #until(done: () => boolean, withinMs: number, otherwise: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!done()) return
        clearTimeout(timer)
        this.#waiting.delete(look)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(look)
        reject(new Error(`the call with ${this.#remote.number} ${otherwise} after ${withinMs} ms`))
      }, withinMs)
      this.#waiting.add(look)
      look()
    })
  }
}

const CONTENT = ['Content-Type', 'application/sdp'] as const
