import { setTimeout as pause } from 'node:timers/promises'
import type { LegChange } from './channels.ts'
import type { AmiMessage } from './message.ts'
import type { Parts } from './parts.ts'

/** Milliseconds before each look. */
const LOOKS = [0, 50, 200, 1000]

/**
 * Legs of two calls that come together are one call from then on: a phone has given a caller to whom it had asked by another
 * call. Asterisk says so by the next event of each leg, which may be its last; so it is asked.
 */
export class Joining {
  readonly #parts: Pick<Parts, 'send' | 'channels'>
  readonly #told: (changes: LegChange[]) => void
  readonly #looking = new Set<string>()

  constructor(parts: Pick<Parts, 'send' | 'channels'>, told: (changes: LegChange[]) => void) {
    this.#parts = parts
    this.#told = told
  }

  hear(event: AmiMessage): void {
    if (event.get('Event') !== 'BridgeEnter') return
    const bridgeId = event.get('BridgeUniqueid')
    if (this.#looking.has(bridgeId) || this.#apart(bridgeId).length === 0) return
    this.#looking.add(bridgeId)
    this.#look(bridgeId)
      // The link is lost: after it, all is read anew.
      .catch(() => {})
      .finally(() => this.#looking.delete(bridgeId))
  }

  async #look(bridgeId: string): Promise<void> {
    for (const before of LOOKS) {
      await pause(before)
      const asked = this.#apart(bridgeId).map(async ({ leg, name }) => {
        const answer = await this.#parts.send({ Action: 'Getvar', Channel: name, Variable: 'CHANNEL(linkedid)' })
        const callId = answer.get('Response') === 'Error' ? '' : answer.get('Value')
        if (callId !== '') this.#told(this.#parts.channels().inCall(leg.id, callId))
      })
      if (asked.length === 0) return
      await Promise.all(asked)
    }
  }

  /** Who is there, if they are not of one call. */
  #apart(bridgeId: string) {
    const here = this.#parts
      .channels()
      .all()
      .filter(({ leg }) => leg.bridgeId === bridgeId)
    return new Set(here.map(({ leg }) => leg.callId)).size > 1 ? here : []
  }
}
