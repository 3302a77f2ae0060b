import { TrubkaError } from '../../../protocol/errors.ts'
import type { AnswerWays } from './answer-ways.ts'
import type { Dialer } from './channels.ts'
import { PLACES } from './fields.ts'
import { askPhone, ownChannel, type Parts, refuseError } from './parts.ts'
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
    const channel = ownChannel(this.#parts.channels(), legId)
    const { leg } = channel
    const { device } = leg
    if (leg.state === 'up') return
    if (leg.state !== 'ringing' || channel.ending) throw new TrubkaError('notNow')
    if (device !== null && this.#ways.by(device) === 'autoAnswer') return this.#ringAgain(legId)
    const answer = await askPhone(this.#parts, channel)
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
    await this.#ringFor(channel, channel.leg.callId, device)
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
    await this.#ringFor(caller, channel.leg.callId, device)
  }

  async #ringFor(caller: Dialer, callId: string, device: string): Promise<void> {
    const { send, channels, waits, timing } = this.#parts
    // A colleague who asks: whatever comes of it, they must come back to the caller they hold.
    const asks = caller.leg?.place?.is === 'consult'
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
      const legs = channels()
        .legs()
        .filter((leg) => leg.callId === callId)
      if (caller.leg ? !channels().get(caller.leg.id) : legs.length === 0)
        throw new TrubkaError('notNow', 'the caller hung up')
      return legs.some((leg) => leg.device === device && leg.state === 'up') || undefined
    }
    await waits.until(answered, timing.autoAnswerWithin).catch((error: unknown) => {
      throw error instanceof TrubkaError && error.code === 'timeout' ? new TrubkaError('notNow') : error
    })
  }
}
