import { TrubkaError } from '../../../protocol/errors.ts'
import type { Leg } from '../pbx.ts'
import type { AnswerWays } from './answer-ways.ts'
import type { Channel } from './channels.ts'
import { PLACES } from './fields.ts'
import { ownChannel, type Parts, refuseError } from './parts.ts'
import type { AmiAction } from './protocol.ts'

/** The context of the Trubka dialplan file that rings a phone again and asks it to go off-hook by itself. */
const ANSWER_CONTEXT = 'trubka-answer'

/** Makes phones go off-hook: by an in-dialog NOTIFY `talk`, or rung again with headers that make them. */
export class Answering {
  readonly #parts: Parts
  readonly #ways: AnswerWays

  constructor(parts: Parts, ways: AnswerWays) {
    this.#parts = parts
    this.#ways = ways
  }

  async answer(legId: string): Promise<void> {
    const { leg, name } = ownChannel(this.#parts.channels(), legId)
    const { device } = leg
    if (leg.state === 'up') return
    if (leg.state !== 'ringing') throw new TrubkaError('notNow')
    if (device !== null && this.#ways.by(device) === 'autoAnswer') return this.#ringAgain(legId)
    // Never by `Option: talk`: Asterisk 22 then sends the NOTIFY without its Event header.
    const answer = await this.#parts.send({ Action: 'PJSIPNotify', Channel: name, Variable: 'Event=talk' })
    if (answer.get('Response') !== 'Error' && (await this.#goesUp(legId))) {
      if (device !== null) this.#ways.obeyed(device)
      return
    }
    if (device !== null) this.#ways.failed(device)
    await this.#ringAgain(legId)
  }

  async fetch({ caller, device }: { caller: string; device: string }): Promise<void> {
    const channel = this.#parts.channels().get(caller)
    if (!channel) throw new TrubkaError('noSuchCall')
    if (this.#parts.phone(device) === false) throw new TrubkaError('noPhone')
    await this.#ringFor(channel, device)
  }

  /** Whether the leg is answered in time; `notNow` when it ends first. */
  async #goesUp(legId: string): Promise<boolean> {
    const { channels, waits, timing, isUp } = this.#parts
    const look = () => {
      const channel = channels().get(legId)
      if (!channel) throw new TrubkaError('notNow', 'the call ended before it was answered')
      return channel.leg.state === 'up' ? true : undefined
    }
    return waits.until(look, timing.talkWithin).catch((error: unknown) => {
      if (error instanceof TrubkaError && error.code === 'timeout' && isUp()) return false
      throw error
    })
  }

  async #ringAgain(legId: string): Promise<void> {
    const channels = this.#parts.channels()
    const channel = channels.get(legId)
    const caller = channel && channels.dialerOf(channel)
    const device = channel?.leg.device
    if (!caller || caller === channel || typeof device !== 'string')
      throw new TrubkaError('notNow', 'nobody knows who rings this phone')
    await this.#ringFor(caller, device)
  }

  async #ringFor(caller: Channel, device: string): Promise<void> {
    const { send, channels, waits, timing } = this.#parts
    // A colleague who asks: whatever comes of it, they must come back to the caller they hold.
    const asks = caller.leg.place?.is === 'consult'
    if (asks) await send({ Action: 'Setvar', Channel: caller.name, Variable: 'TRUBKA_AUTO', Value: '1' })
    const redirect: AmiAction = {
      Action: 'Redirect',
      Channel: caller.name,
      Context: asks ? PLACES.consult : ANSWER_CONTEXT,
      Exten: device,
      Priority: '1',
    }
    refuseError(await send(redirect), 'notNow')
    const answered = () => {
      if (!channels().get(caller.leg.id)) throw new TrubkaError('notNow', 'the caller hung up')
      const up = (leg: Leg) => leg.device === device && leg.callId === caller.leg.callId && leg.state === 'up'
      return channels().legs().some(up) ? true : undefined
    }
    await waits.until(answered, timing.autoAnswerWithin).catch((error: unknown) => {
      throw error instanceof TrubkaError && error.code === 'timeout' ? new TrubkaError('notNow') : error
    })
  }
}
