import type { Found } from '../../phone/find.ts'

/** What is typed within this belongs together. */
const TOGETHER_MS = 1000

/** Digits typed in a menu lead to the number that begins so, with or without what stands for the country. */
export class TypeAhead {
  #typed = ''
  #at = 0

  /** Place of the number that is meant; null = none. Any other key ends what was typed. */
  find(key: string, numbers: readonly Found[], now = performance.now()): number | null {
    if (!/^\d$/.test(key)) {
      this.#typed = ''
      return null
    }
    const before = now - this.#at > TOGETHER_MS ? '' : this.#typed
    this.#at = now
    // What leads nowhere is begun anew with this digit.
    for (const typed of before === '' ? [key] : [before + key, key]) {
      const at = numbers.findIndex((number) => beginsWith(number, typed))
      this.#typed = typed
      if (at >= 0) return at
    }
    return null
  }
}

const beginsWith = ({ digits, ext }: Found, typed: string): boolean =>
  [digits, digits.slice(1), `8${digits.slice(1)}`, ext ?? ''].some((each) => each.startsWith(typed))
