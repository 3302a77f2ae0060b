/** A file whose last line has no end rests longer: so many times. */
const UNFINISHED = 5

/**
 * Whether a file that somebody changed has come to rest. An editor may still be writing, or have taken the file away to
 * put a new one in its place.
 */
export class Settling {
  readonly #settleMs: number
  /** The changed file, and when it was first seen so. */
  #suspect: { identity: string | null; since: number } | null = null

  constructor(settleMs: number) {
    this.#settleMs = settleMs
  }

  /** No file has to rest longer. */
  get longest(): number {
    return this.#settleMs * UNFINISHED
  }

  async hasRested(identity: string | null, isUnfinished: () => Promise<boolean>): Promise<boolean> {
    if (this.#suspect?.identity !== identity) this.#suspect = { identity, since: performance.now() }
    const rested = performance.now() - this.#suspect.since
    if (rested < this.#settleMs) return false
    return rested >= this.#settleMs * UNFINISHED || !(await isUnfinished())
  }

  /** There is no such file, or it is known by now. */
  forget(): void {
    this.#suspect = null
  }
}
