import type { Logger } from 'pino'

const QUIET_MS = 60_000
/** An attacker has many addresses; their memory has an end. */
const MOST = 2000

type Refused = { address: string; operator?: string; method?: string }

/**
 * Says in the log what is refused to whom, and why: the first of a kind at once, the others of its minute by their number
 * with the next one, so that nobody can fill the disk by being refused.
 */
export class Refusals {
  readonly #logger: Logger
  readonly #now: () => number
  readonly #said = new Map<string, { at: number; more: number }>()

  constructor(logger: Logger, now: () => number = Date.now) {
    this.#logger = logger
    this.#now = now
  }

  tell(why: string, { address, ...about }: Refused): void {
    const name = `${why}\n${address}`
    const before = this.#said.get(name)
    if (before && this.#now() - before.at < QUIET_MS) {
      before.more++
      return
    }
    const more = before?.more ?? 0
    // The oldest first: it is told anew should it come again.
    this.#said.delete(name)
    for (const oldest of this.#said.keys()) {
      if (this.#said.size < MOST) break
      this.#said.delete(oldest)
    }
    this.#said.set(name, { at: this.#now(), more: 0 })
    this.#logger.warn({ why, address, ...about, ...(more > 0 && { more }) }, 'refused')
  }
}
