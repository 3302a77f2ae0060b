import { TrubkaError } from '../../../protocol/errors.ts'
import type { Leg, Pbx } from '../pbx.ts'
import { isInternal } from './fields.ts'
import type { AmiMessage } from './message.ts'
import { originate } from './originate.ts'
import { type Parts, refuseError } from './parts.ts'

const CALL_ID = /^[\w.-]{1,80}$/

type Making = { actionId: string; seen: boolean; refused: boolean }

/** Calls that we begin ourselves. */
export class ClickToDial {
  readonly #parts: Parts
  /** Their keys, for as long as their first legs live. */
  readonly #ours = new Set<string>()
  readonly #making = new Map<string, Making>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  isOurs(callId: string): boolean {
    return this.#ours.has(callId)
  }

  async make({ callId, device, to, name }: Parameters<Pbx['makeCall']>[0]): Promise<void> {
    const { options, timing, channels, phone } = this.#parts
    const { technology, outboundContext: context, internalLength } = options
    if (!CALL_ID.test(callId)) throw new TrubkaError('invalidParams', 'callId')
    if (!isInternal(device, internalLength)) throw new TrubkaError('noPhone')
    if (phone(device) === false) throw new TrubkaError('noPhone')
    // A dial command is never repeated (DESIGN 3).
    if (this.#making.has(callId) || channels().get(callId)) throw new TrubkaError('notNow', 'dialled already')
    const making: Making = { actionId: '', seen: false, refused: false }
    this.#making.set(callId, making)
    this.#ours.add(callId)
    try {
      const { ringFor } = timing
      const internal = isInternal(to, internalLength)
      const action = originate({ callId, device, to, name, technology, context, ringFor, internal })
      const answer = await this.#parts.send(action, (id) => {
        making.actionId = id
      })
      refuseError(answer, /extension does not exist/i.test(answer.get('Message')) ? 'badNumber' : 'refusedByPbx')
      // Refused before it was seen to begin: nobody is there. Afterwards its legs tell what becomes of it.
      await this.#parts.waits.until(() => {
        if (making.seen) return true
        if (making.refused) throw new TrubkaError('noPhone')
        return undefined
      }, timing.answerWithin)
    } catch (error) {
      if (!channels().get(callId)) this.#ours.delete(callId)
      throw error
    } finally {
      this.#making.delete(callId)
    }
  }

  /** A leg is there, or has ended. */
  saw(leg: Leg, ended: boolean): void {
    const making = this.#making.get(leg.id)
    if (making) making.seen = true
    if (ended) this.#ours.delete(leg.id)
  }

  /** An `OriginateResponse`: on failure it names no leg, so it is known by its ActionID alone. */
  response(event: AmiMessage): void {
    for (const making of this.#making.values()) {
      if (making.actionId !== event.get('ActionID')) continue
      if (event.get('Response') === 'Success') making.seen = true
      else making.refused = true
    }
  }
}
