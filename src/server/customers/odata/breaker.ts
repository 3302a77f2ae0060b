/** Failures one after the other that mean: nobody is there. */
const ENOUGH = 3
const FIRST_MS = 1000
const MOST_MS = 30_000

/**
 * Whether it makes sense to ask 1C while somebody waits. After some failures in a row nobody is made to wait for another
 * one; now and then a single question is let through to see.
 */
export class Breaker {
  readonly #opened: () => void
  #failures = 0
  #trialAt = 0

  /** `opened` is called whenever it opens anew. */
  constructor(opened: () => void) {
    this.#opened = opened
  }

  get open(): boolean {
    return this.#failures >= ENOUGH
  }

  /** True = ask. Of those who ask while it is open, one at a time is let through. */
  lets(): boolean {
    if (!this.open) return true
    if (performance.now() < this.#trialAt) return false
    this.#wait()
    return true
  }

  answered(): void {
    this.#failures = 0
  }

  failed(): void {
    this.#failures++
    if (!this.open) return
    this.#wait()
    if (this.#failures === ENOUGH) this.#opened()
  }

  #wait(): void {
    const ms = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(this.#failures - ENOUGH, 10))
    this.#trialAt = performance.now() + ms
  }
}
