/** Fewer last digits than this decide nowhere («Последние цифры телефонного номера»). */
const FEWEST = 3

/** What numbers have in common that may be the same by their last digits, however many of them are compared. */
export const endOf = (number: string): string => number.slice(-FEWEST)

/** Whether two numbers, or keys of whatever length, are the same as far as both are known. */
export const sameEnds = (a: string, b: string): boolean => a.endsWith(b) || b.endsWith(a)

type Entry<T> = { readonly base: string; readonly number: string; readonly value: T }

/**
 * Something known of numbers, base by base, to be found by their last digits. Numbers are kept as long as they are known, so
 * that the setting of how many digits decide can change.
 */
export class NumberEnds<T> {
  /** `base end` → entries. Neither lists nor entries are changed, only replaced: `all` stays as it was. */
  readonly #ends = new Map<string, readonly Entry<T>[]>()

  get(base: string, number: string): T | undefined {
    return this.#at(base, number).find((entry) => entry.number === number)?.value
  }

  set(base: string, number: string, value: T): void {
    const others = this.#at(base, number).filter((entry) => entry.number !== number)
    this.#ends.set(placeOf(base, number), [...others, { base, number, value }])
  }

  /** Of the numbers that have these last digits. */
  ending(base: string, digits: string): T[] {
    return this.#at(base, digits).flatMap(({ number, value }) => (number.endsWith(digits) ? [value] : []))
  }

  /** Forgets those among the numbers that may be the same as this one. */
  delete(base: string, number: string, which: (number: string) => boolean): void {
    const left = this.#at(base, number).filter((entry) => !which(entry.number))
    if (left.length === 0) this.#ends.delete(placeOf(base, number))
    else this.#ends.set(placeOf(base, number), left)
  }

  /** As it is now, whatever comes while it is gone through. */
  all(): Iterable<Entry<T>> {
    return flat([...this.#ends.values()])
  }

  #at(base: string, number: string): readonly Entry<T>[] {
    return this.#ends.get(placeOf(base, number)) ?? []
  }
}

const placeOf = (base: string, number: string): string => `${base} ${endOf(number)}`

function* flat<T>(lists: readonly (readonly T[])[]): Generator<T, void, undefined> {
  for (const list of lists) yield* list
}
