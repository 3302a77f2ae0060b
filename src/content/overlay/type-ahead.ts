import type { Found } from '../../phone/find.ts'

/** What is typed within this belongs together. */
const TOGETHER_MS = 1000

/** Digits typed in a menu lead to the number that begins so, with or without what stands for the country. */
export class TypeAhead {
  #typed = ''
  #at = 0

  /** Place of the number that is meant; null = none. */
  find(key: string, numbers: readonly Found[], now = performance.now()): number | null {
    if (!/^\d$/.test(key)) return null
    this.#typed = now - this.#at > TOGETHER_MS ? key : this.#typed + key
    this.#at = now
    const at = numbers.findIndex(({ digits, ext }) =>
      [digits, digits.slice(1), `8${digits.slice(1)}`, ext ?? ''].some((each) => each.startsWith(this.#typed)),
    )
    return at < 0 ? null : at
  }
}
