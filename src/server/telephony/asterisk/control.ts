import { TrubkaError } from '../../../protocol/errors.ts'
import type { Pbx } from '../pbx.ts'
import type { Channel } from './channels.ts'
import { letGo } from './clearing.ts'
import { isInternal, PLACES } from './fields.ts'
import type { AmiMessage } from './message.ts'
import { callerIdName } from './originate.ts'
import { askPhone, type Parts, refuseError } from './parts.ts'
import type { AmiAction } from './protocol.ts'
import { recordingActions } from './recordings.ts'

/** Milliseconds. RFC 4733 receivers want at least 40 of each. */
const KEY_LASTS = 120
const KEY_PAUSE = 80
/** What the PBX takes to carry out what it has promised; it says when it has. */
const SETTLED_WITHIN = 3000

type Control = Pick<
  Pbx,
  | 'hold'
  | 'retrieve'
  | 'consult'
  | 'transfer'
  | 'alternate'
  | 'reconnect'
  | 'conference'
  | 'singleStepTransfer'
  | 'generateDigits'
  | 'setRecording'
>

/**
 * Calls with more than two sides, by moving legs between the places of the Trubka dialplan file. Only ways that keep the
 * caller whatever happens: a leg in such a place watches over the other one by itself.
 */
export class CallControl implements Control {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async hold(own: string, other: string): Promise<void> {
    await this.#holdFor(own, other, { Context: PLACES.wait, Exten: 's' })
    await this.#settles(() => this.#are({ [other]: 'hold', [own]: 'wait' }))
  }

  async retrieve(own: string, other: string): Promise<void> {
    await this.#unholdsAtPhone(own)
    // Held by us, maybe beside the phone. Whoever is still being called is left to the call.
    if (this.#at(other, 'hold')) await this.#bridge(other, own)
  }

  /** A phone that holds by its own key is asked to talk again. */
  async #unholdsAtPhone(own: string): Promise<void> {
    const channel = this.#channel(own)
    if (!channel.leg.held) return
    refuse(await askPhone(this.#parts, channel))
    await this.#settles(() => !this.#channel(own).leg.held).catch((error: unknown) => {
      // A phone that does not obey `talk` takes the call back by its own key alone.
      throw error instanceof TrubkaError && error.code === 'timeout' ? new TrubkaError('notNow') : error
    })
  }

  async consult({ own, other, to, name }: { own: string; other: string; to: string; name: string }): Promise<void> {
    const out = await this.#wayTo(to, this.#deviceOf(own))
    // It would hear nothing of the colleague.
    await this.#unholdsAtPhone(own)
    await Promise.all([
      this.#set(own, 'TRUBKA_SELF', this.#deviceOf(own)),
      this.#set(own, 'TRUBKA_NAME', callerIdName(name)),
      this.#set(own, 'TRUBKA_OUT', out),
      this.#holdFor(own, other, { Context: PLACES.consult, Exten: to }),
    ])
    await this.#settles(() => this.#channel(own) && this.#at(other, 'hold'))
  }

  async transfer(wish: { own: string; caller: string; consulted: string; to: string }): Promise<void> {
    const { own, caller, consulted, to } = wish
    const { state, place } = this.#channel(consulted).leg
    if (state === 'up') {
      // By way of our dialplan: a dialled leg that Bridge takes from elsewhere would afterwards go to `s` of its context.
      if (place?.is !== 'hold') await this.hold(own, consulted)
      await this.#bridge(caller, consulted).catch((error: unknown) =>
        this.#back({ own, other: consulted, gone: caller }, error),
      )
      await letGo(this.#parts, own)
      return
    }
    // Bridge is for answered legs. The phone stops ringing first: one with a single line would be busy.
    const out = await this.#wayTo(to, this.#deviceOf(own))
    const back = this.#deviceOf(own)
    await letGo(this.#parts, own)
    await this.#settles(() => this.#parts.channels().get(consulted) === undefined)
    await this.#giveTo(caller, { to, out, back })
  }

  async alternate({ own, active, held }: { own: string; active: string; held: string }): Promise<void> {
    await this.hold(own, active)
    await this.#bridge(held, own).catch((error: unknown) => this.#back({ own, other: active, gone: held }, error))
  }

  /** Whoever was to be talked to has `gone`, or cannot be had: `own` talks on with `other`, and is told. */
  async #back({ own, other, gone }: { own: string; other: string; gone: string }, error: unknown): Promise<never> {
    if ([own, other].every((leg) => this.#parts.channels().get(leg))) await this.#bridge(other, own)
    // In what words the PBX refuses it depends on how far the hang-up had come.
    throw this.#parts.channels().get(gone) ? error : new TrubkaError('notNow', 'one side has hung up')
  }

  async reconnect(wish: { own: string; caller: string; consulted: string | null }): Promise<void> {
    const { own, caller, consulted } = wish
    // Taken out of the conversation first: a leg whose conversation ends may end with it.
    if (consulted !== null && this.#parts.channels().get(consulted)?.leg.state === 'up') {
      await this.#bridge(caller, own)
      await letGo(this.#parts, consulted)
      return
    }
    // Away from the dialling first, which ends the ringing: Bridge refuses a leg that is only about to dial.
    if (!this.#at(own, 'wait')) {
      const { name } = this.#channel(own)
      await this.#ask({ Action: 'Redirect', Channel: name, Context: PLACES.wait, Exten: 's', Priority: '1' })
      await this.#settles(() => this.#at(own, 'wait'))
    }
    await this.#bridge(caller, own)
  }

  /** The two who talk first, with one Redirect; whoever is held is watched over by the dialplan until fetched. */
  async conference({ own, active, held }: { own: string; active: string; held: string }): Promise<void> {
    const place = { Context: PLACES.conference, Exten: this.#deviceOf(own), Priority: '1' }
    const [mine, theirs] = [this.#channel(own), this.#channel(active)]
    await this.#ask({
      ...{ Action: 'Redirect', Channel: theirs.name, ...place },
      ...{ ExtraChannel: mine.name, ExtraContext: place.Context, ExtraExten: place.Exten, ExtraPriority: '1' },
    })
    await this.#ask({ Action: 'Redirect', Channel: this.#channel(held).name, ...place })
    await this.#settles(() => this.#together(own, active) && this.#together(own, held))
  }

  async singleStepTransfer({ own, other, to }: { own: string; other: string; to: string }): Promise<void> {
    const back = this.#deviceOf(own)
    const out = await this.#wayTo(to, back)
    await this.#giveTo(other, { to, out, back })
    await letGo(this.#parts, own)
  }

  async generateDigits(legId: string, digits: string): Promise<void> {
    for (const digit of digits) {
      const { name } = this.#channel(legId)
      await this.#ask({ Action: 'PlayDTMF', Channel: name, Digit: digit, Duration: String(KEY_LASTS) })
      await new Promise((resolve) => setTimeout(resolve, KEY_PAUSE))
    }
  }

  async setRecording(legIds: readonly string[], to: 'on' | 'suspended'): Promise<void> {
    const actions = legIds.flatMap((legId) => recordingActions(this.#channel(legId).name, to))
    await Promise.all(actions.map((action) => this.#ask(action)))
    await this.#settles(() => legIds.every((legId) => this.#channel(legId).leg.recording === to))
  }

  /** The context for a number that is no phone of ours, else nothing. Throws before anything has been done. */
  async #wayTo(to: string, self: string): Promise<string> {
    if (to === self) throw new TrubkaError('toSelf')
    const { outboundContext, internalLength } = this.#parts.options
    const here = isInternal(to, internalLength) ? this.#parts.phone(to) : undefined
    if (here === true) return ''
    if (here === false) throw new TrubkaError('calleeOffline')
    const answer = await this.#parts.send({
      Action: 'Getvar',
      Variable: `DIALPLAN_EXISTS(${outboundContext},${to},1)`,
    })
    if (answer.get('Response') !== 'Error' && answer.get('Value') === '0') throw new TrubkaError('badNumber')
    return outboundContext
  }

  /** One Redirect of both, unless the other is held for this phone already. Sent in one go: a colleague rings at once. */
  async #holdFor(own: string, other: string, next: { Context: string; Exten: string }): Promise<void> {
    const mine = this.#channel(own)
    const theirs = this.#channel(other)
    const device = this.#deviceOf(own)
    if (theirs.leg.place?.is === 'hold') {
      await this.#ask({ Action: 'Redirect', Channel: mine.name, ...next, Priority: '1' })
      return
    }
    await Promise.all([
      this.#set(other, 'TRUBKA_HOLDER', own),
      this.#set(own, 'TRUBKA_HELD', other),
      this.#ask({
        Action: 'Redirect',
        Channel: theirs.name,
        Context: PLACES.hold,
        Exten: device,
        Priority: '1',
        ExtraChannel: mine.name,
        ExtraContext: next.Context,
        ExtraExten: next.Exten,
        ExtraPriority: '1',
      }),
    ])
  }

  async #giveTo(caller: string, { to, out, back }: { to: string; out: string; back: string }): Promise<void> {
    const { name } = this.#channel(caller)
    await Promise.all([
      this.#set(caller, 'TRUBKA_BACK', back),
      this.#set(caller, 'TRUBKA_OUT', out),
      this.#ask({ Action: 'Redirect', Channel: name, Context: PLACES.transfer, Exten: to, Priority: '1' }),
    ])
    await this.#settles(() => this.#parts.channels().get(caller)?.leg.place?.is !== 'hold')
  }

  async #bridge(one: string, other: string): Promise<void> {
    const [first, second] = [this.#channel(one), this.#channel(other)]
    if (first.leg.bridgeId !== null && first.leg.bridgeId === second.leg.bridgeId) return
    // Asterisk takes the first one out of its call before it refuses the second.
    if ([first, second].some(({ leg }) => leg.state !== 'up')) throw new TrubkaError('notNow', 'not answered yet')
    await this.#ask({ Action: 'Bridge', Channel1: first.name, Channel2: second.name, Tone: 'no' })
    await this.#settles(() => this.#together(one, other))
    // Only now: held by nobody, their dialplan lets them go when this conversation is over.
    await Promise.all([this.#unholds(one), this.#unholds(other)])
  }

  #together(one: string, other: string): boolean {
    // Both are looked for, whatever the first one's state: of whoever has hung up nothing more will come.
    const [first, second] = [this.#channel(one).leg, this.#channel(other).leg]
    return first.bridgeId !== null && first.bridgeId === second.bridgeId
  }

  async #unholds(legId: string): Promise<void> {
    const channel = this.#parts.channels().get(legId)
    if (!channel) return
    await this.#parts.send({ Action: 'Setvar', Channel: channel.name, Variable: 'TRUBKA_HOLDER', Value: '' })
  }

  async #set(legId: string, variable: string, value: string): Promise<void> {
    await this.#ask({ Action: 'Setvar', Channel: this.#channel(legId).name, Variable: variable, Value: value })
  }

  async #ask(action: AmiAction): Promise<void> {
    refuse(await this.#parts.send(action))
  }

  async #settles(look: () => boolean | undefined): Promise<void> {
    await this.#parts.waits.until(() => look() || undefined, SETTLED_WITHIN)
  }

  /** All of them are looked for: of one that has hung up nothing more will come. */
  #are(places: Readonly<Record<string, 'hold' | 'wait'>>): boolean {
    return Object.entries(places)
      .map(([legId, place]) => this.#at(legId, place))
      .every(Boolean)
  }

  #at(legId: string, place: 'hold' | 'wait'): boolean {
    return this.#channel(legId).leg.place?.is === place
  }

  /** A leg that has ended in the meantime: the command comes too late. */
  #channel(legId: string): Channel {
    const channel = this.#parts.channels().get(legId)
    if (!channel) throw new TrubkaError('notNow', 'one side has hung up')
    return channel
  }

  #deviceOf(legId: string): string {
    const { device } = this.#channel(legId).leg
    if (device === null) throw new TrubkaError('noSuchCall')
    return device
  }
}

/** A leg that the PBX does not know any more: the command comes too late. */
function refuse(answer: AmiMessage): void {
  refuseError(answer, /no such channel|does not exist/i.test(answer.get('Message')) ? 'notNow' : 'refusedByPbx')
}
