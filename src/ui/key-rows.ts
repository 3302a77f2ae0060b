/** Presses that follow one another this quickly are one row. */
const ROW_MS = 1000

/**
 * A key that is pressed twice in haste means one call both times: the second press must not end, answer or hold the
 * call that has come to stand in the first one's place. Only after a pause is another call meant.
 */
export class KeyRows {
  readonly #now: () => number
  readonly #rows = new Map<string, { call: string; at: number }>()

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Whether this press of `key` means `call`. */
  means(key: string, call: string): boolean {
    const at = this.#now()
    const row = this.#rows.get(key)
    if (row && row.call !== call && at - row.at < ROW_MS) {
      row.at = at
      return false
    }
    this.#rows.set(key, { call, at })
    return true
  }

  /** A press that does nothing, as what the last one asked for is still awaited: it belongs to the same row. */
  goOn(key: string): void {
    const row = this.#rows.get(key)
    if (row) row.at = this.#now()
  }
}
