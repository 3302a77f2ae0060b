/** The smallest numbers above `after`, in their order, each once. */
export class Smallest {
  readonly keys: number[] = []
  readonly #most: number
  readonly #after: number

  constructor(most: number, after: number) {
    this.#most = most
    this.#after = after
  }

  add(key: number): void {
    if (key <= this.#after) return
    const { keys } = this
    const full = keys.length >= this.#most
    if (full && key >= (keys.at(-1) ?? 0)) return
    let from = 0
    for (let to = keys.length; from < to; ) {
      const middle = (from + to) >> 1
      if ((keys[middle] ?? 0) < key) from = middle + 1
      else to = middle
    }
    if (keys[from] === key) return
    keys.splice(from, 0, key)
    if (full) keys.pop()
  }
}
