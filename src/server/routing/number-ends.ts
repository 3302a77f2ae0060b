/** Fewer last digits than this decide nowhere («Последние цифры телефонного номера»). */
export const FEWEST = 3

/** What numbers have in common that may be the same by their last digits, however many of them are compared. */
export const endOf = (number: string): string => number.slice(-FEWEST)

/** Whether two numbers, or keys of whatever length, are the same as far as both are known. */
export const sameEnds = (a: string, b: string): boolean => a.endsWith(b) || b.endsWith(a)

/** Of many numbers, tells at once whether one of them is the same as another; see `sameEnds`. */
export class Ends {
  readonly #numbers: ReadonlySet<string>
  readonly #lengths: readonly number[]
  /** Of the longer ones, what they end with: length → ends. */
  readonly #ends = new Map<number, ReadonlySet<string>>()

  constructor(numbers: Iterable<string>) {
    this.#numbers = new Set(numbers)
    this.#lengths = [...new Set(Array.from(this.#numbers, ({ length }) => length))]
  }

  has(number: string): boolean {
    if (this.#lengths.some((length) => length <= number.length && this.#numbers.has(number.slice(-length)))) return true
    if (!this.#lengths.some((length) => length > number.length)) return false
    return this.#endsOf(number.length).has(number)
  }

  #endsOf(length: number): ReadonlySet<string> {
    const known = this.#ends.get(length)
    if (known !== undefined) return known
    const longer = [...this.#numbers].filter((number) => number.length > length)
    const ends = new Set(longer.map((number) => number.slice(-length)))
    this.#ends.set(length, ends)
    return ends
  }
}

type Entry<T> = { readonly base: string; readonly number: string; readonly value: T }
/** Numbers that end alike. Before `since`, `all` has given it to somebody: it is copied before it is changed. */
type End<T> = { readonly numbers: Map<string, Entry<T>>; readonly since: number }

/** So many digits tell most numbers apart. */
const DIGITS = 7

/**
 * Something known of numbers, base by base, to be found by their last digits. Numbers are kept as long as they are known, so
 * that the setting of how many digits decide can change.
 */
export class NumberEnds<T> {
  /** `base end` → what ends so. */
  #ends = new Map<string, End<T>>()
  /** How long an end is: not longer than the shortest number there has been. */
  #digits = DIGITS
  #given = 0

  get(base: string, number: string): T | undefined {
    return this.#at(base, number)?.numbers.get(number)?.value
  }

  set(base: string, number: string, value: T): void {
    this.#put({ base, number, value })
  }

  /** Of the numbers that have these last digits. */
  ending(base: string, digits: string): T[] {
    const found: T[] = []
    for (const { number, value } of this.#at(base, digits)?.numbers.values() ?? [])
      if (number.endsWith(digits)) found.push(value)
    return found
  }

  /** Forgets those among the numbers that may be the same as this one. */
  delete(base: string, number: string, which: (number: string) => boolean): void {
    if (this.#ends.size === 0) return
    for (const each of [...(this.#at(base, number)?.numbers.keys() ?? [])])
      if (which(each)) this.#toChange(base, each).delete(each)
  }

  /** As it is now, whatever comes while it is gone through. */
  all(): Iterable<Entry<T>> {
    this.#given++
    return flat([...this.#ends.values()])
  }

  #put(entry: Entry<T>): void {
    this.#toChange(entry.base, entry.number).set(entry.number, entry)
  }

  #at(base: string, number: string): End<T> | undefined {
    this.#tellApart(number.length)
    return this.#ends.get(this.#placeOf(base, number))
  }

  #toChange(base: string, number: string): Map<string, Entry<T>> {
    const there = this.#at(base, number)
    if (there?.since === this.#given) return there.numbers
    const numbers = new Map(there?.numbers)
    this.#ends.set(this.#placeOf(base, number), { numbers, since: this.#given })
    return numbers
  }

  /** Fewer digits than ever before: what is there is put in order anew. */
  #tellApart(digits: number): void {
    if (digits >= this.#digits) return
    this.#digits = digits
    const before = this.#ends
    this.#ends = new Map()
    for (const entry of flat(before.values())) this.#put(entry)
  }

  #placeOf(base: string, number: string): string {
    return `${base} ${number.slice(-this.#digits)}`
  }
}

function* flat<T>(ends: Iterable<End<T>>): Generator<Entry<T>, void, undefined> {
  for (const { numbers } of ends) yield* numbers.values()
}
