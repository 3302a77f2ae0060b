import type { CallCommand } from '../../protocol/call.ts'

/** Commands that give a caller to others. */
const JOINS: ReadonlySet<CallCommand> = new Set(['transfer', 'conference', 'singleStepTransfer'])

/** Commands to one call are carried out one after the other: half of two moves at once is no state to be in. */
export class Turns {
  /** The last command to each call, while it lasts. */
  readonly #last = new Map<string, Promise<void>>()
  /** Of these, one that gives the caller to others. */
  readonly #joinings = new Map<string, Promise<void>>()

  async take(callId: string, command: CallCommand, run: () => Promise<void>): Promise<void> {
    const before = this.#last.get(callId)
    const mine = (async () => {
      await before?.catch(() => {})
      await run()
    })()
    this.#last.set(callId, mine)
    if (JOINS.has(command)) this.#joinings.set(callId, mine)
    try {
      await mine
    } finally {
      if (this.#last.get(callId) === mine) this.#last.delete(callId)
      if (this.#joinings.get(callId) === mine) this.#joinings.delete(callId)
    }
  }

  /** Waits for the caller to be given away, where that is under way: whether it came to that; null where it is not. */
  async joined(callId: string): Promise<boolean | null> {
    const joining = this.#joinings.get(callId)
    if (!joining) return null
    return joining.then(
      () => true,
      () => false,
    )
  }
}
