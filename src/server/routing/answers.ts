/** What a rule write was answered with, apart from the refused lines: those are found again in the lines themselves. */
type Written = number

/**
 * So many commands are remembered: weeks of a large office, some ten megabytes. Of a start, those among the last so many
 * records of the ledger.
 */
export const MAX_ANSWERS = 100_000

/** Commands already done, so that one asked twice is done once (DESIGN 3). Filled from the ledger at start. */
export class Answers {
  readonly #done = new Map<string, Written | Promise<Written>>()

  /** Does `work` unless this operator's command has been done, or is being done. One that failed may be asked again. */
  once(by: string, commandId: string, work: () => Promise<Written>): Promise<Written> {
    const key = `${by}\n${commandId}`
    const before = this.#done.get(key)
    if (before !== undefined) return Promise.resolve(before)
    const doing = work().then(
      (written) => {
        this.#done.set(key, written)
        return written
      },
      (error) => {
        this.#done.delete(key)
        throw error
      },
    )
    this.#remember(key, doing)
    return doing
  }

  has(by: string, commandId: string): boolean {
    return this.#done.has(`${by}\n${commandId}`)
  }

  add(by: string, commandId: string, written: Written): void {
    this.#remember(`${by}\n${commandId}`, written)
  }

  #remember(key: string, written: Written | Promise<Written>): void {
    this.#done.set(key, written)
    if (this.#done.size <= MAX_ANSWERS) return
    for (const oldest of this.#done.keys()) {
      this.#done.delete(oldest)
      break
    }
  }
}
