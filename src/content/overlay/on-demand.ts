import type { Parts } from '../parts/types.ts'
import { part } from '../parts.ts'

/** A part that is fetched when it is first needed, and what it has opened. */
export class OnDemand<P extends keyof Parts, O> {
  readonly #name: P
  readonly #open: (part: Parts[P]) => O
  readonly #signal: AbortSignal
  #opened: O | null = null
  #isAsked = false

  constructor(name: P, open: (part: Parts[P]) => O, signal: AbortSignal) {
    this.#name = name
    this.#open = open
    this.#signal = signal
  }

  get opened(): O | null {
    return this.#opened
  }

  /** `then` is told once it is there; where it cannot be had, it is asked for again with the next call. */
  async fetch(then: () => void): Promise<void> {
    if (this.#isAsked || this.#opened) return
    this.#isAsked = true
    const found = await part(this.#name)
    this.#isAsked = false
    if (!found || this.#opened || this.#signal.aborted) return
    this.#opened = this.#open(found)
    then()
  }
}
