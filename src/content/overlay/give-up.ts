const ROUNDS = 10
const WITHIN_MS = 10_000
const REST_MS = 60_000

/**
 * Counts how often something that the page has undone is done again. A page that fights back wins: neither of the two
 * could otherwise be used. After a minute it is tried anew.
 */
export class GiveUp {
  readonly #rounds: number[] = []
  #until = 0

  /** Whether to do it once more. */
  allows(now = performance.now()): boolean {
    if (now < this.#until) return false
    while (this.#rounds[0] !== undefined && now - this.#rounds[0] > WITHIN_MS) this.#rounds.shift()
    if (this.#rounds.length >= ROUNDS) {
      this.#rounds.length = 0
      this.#until = now + REST_MS
      return false
    }
    this.#rounds.push(now)
    return true
  }

  get hasGivenUp(): boolean {
    return performance.now() < this.#until
  }
}
