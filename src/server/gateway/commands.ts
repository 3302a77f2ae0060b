import { createHash } from 'node:crypto'
import { TrubkaError } from '../../protocol/errors.ts'

const KEPT_MS = 10 * 60_000
/** An operator makes a few hundred in an hour. */
const KEPT = 1000

type Known = {
  fingerprint: string
  outcome: 'pending' | 'done' | 'failed'
  answer: Promise<unknown>
  /** By the clock given; Infinity while pending. */
  until: number
}

/** The commands of one operator: asked twice, done once, same answer (DESIGN 3). */
export class Commands {
  readonly #now: () => number
  readonly #known = new Map<string, Known>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /**
   * Runs it, or gives the answer it already has or will have.
   * `retryable` = a failure means that nothing was done, so the same command may be tried again; otherwise failures are
   * remembered like any answer, because nobody knows how far they got.
   */
  once(
    command: { id: string; method: string; params: unknown; retryable: boolean },
    run: () => Promise<unknown>,
  ): Promise<unknown> {
    this.#forgetOld()
    const fingerprint = createHash('sha256')
      .update(`${command.method} ${JSON.stringify(command.params)}`)
      .digest('hex')
    const known = this.#known.get(command.id)
    if (known) {
      if (known.fingerprint === fingerprint) return known.answer
      throw new TrubkaError('invalidParams', 'params.commandId: was used for another command', 'params.commandId')
    }
    if (this.#known.size >= KEPT) throw new TrubkaError('tooMany', 'too many commands at once')
    const answer = run()
    const entry: Known = { fingerprint, outcome: 'pending', answer, until: Number.POSITIVE_INFINITY }
    this.#known.set(command.id, entry)
    const settle = (outcome: 'done' | 'failed') => {
      entry.outcome = outcome
      entry.until = this.#now() + KEPT_MS
      if (outcome === 'failed' && command.retryable) this.#known.delete(command.id)
    }
    answer.then(
      () => settle('done'),
      () => settle('failed'),
    )
    return answer
  }

  outcome(id: string): { outcome: 'unknown' | Known['outcome']; answer: Promise<unknown> | null } {
    this.#forgetOld()
    const known = this.#known.get(id)
    return known ? { outcome: known.outcome, answer: known.answer } : { outcome: 'unknown', answer: null }
  }

  /** In the order of their coming; the oldest make room when there are too many. */
  #forgetOld(): void {
    for (const [id, { until, outcome }] of this.#known) {
      const full = this.#known.size >= KEPT && outcome !== 'pending'
      if (until <= this.#now() || full) this.#known.delete(id)
    }
  }
}
