import { inEitherLayout, wordsOf } from './search-words.ts'

/** Somebody who is looked for. */
export type Named = {
  id: string
  name: string
  /** What else one may know of them: a department, a company. */
  about: string
  numbers: readonly string[]
}

type Slot<T> = {
  item: T
  /** By this they stand in order; ё as е, so that the order of characters is that of the alphabet. */
  order: string
  /** Each word after a blank, those of the name first. */
  words: string
  /** Where those of `about` begin. */
  aboutFrom: number
  /** Each after a blank. */
  numbers: string
}

/** Words are found by so many of their first letters; longer beginnings are looked at one by one. */
const LETTERS = 3
const NUMBER = /^[\d\s()+.\-\u2010-\u2015]+$/u

/** How well somebody fits, the best first. */
const FIT = { exactly: 0, atFirst: 1, inName: 2, about: 3 }
const NO_FIT = 4

/**
 * People and companies by the first letters of any of their words, in whichever layout these were typed, or by any part of
 * their numbers (SPEC A4). Made for 50,000 of them: an answer takes less than a frame, and so does each change.
 */
export class NameIndex<T> {
  readonly #named: (item: T) => Named
  /** What was removed leaves a hole, until there are many. */
  #slots: (Slot<T> | null)[] = []
  #places = new Map<string, number>()
  #starts = new Map<string, number[]>()
  #sorted: number[] = []
  #holes = 0

  constructor(named: (item: T) => Named, items: Iterable<T> = []) {
    this.#named = named
    for (const item of items) this.put(item)
  }

  get size(): number {
    return this.#sorted.length
  }

  get(id: string): T | null {
    return this.#slotOf(id)?.item ?? null
  }

  /** In place of the one with the same id. */
  put(item: T): void {
    const { id, name, about, numbers } = this.#named(item)
    this.remove(id)
    const nameWords = wordsOf(name)
    const words = [...nameWords, ...wordsOf(about)]
    const slot: Slot<T> = {
      item,
      order: `${nameWords.join(' ')}\u0000${id}`,
      words: apart(words),
      aboutFrom: apart(nameWords).length,
      numbers: apart(numbers.map((number) => number.replace(/\D/gu, ''))),
    }
    const place = this.#slots.push(slot) - 1
    this.#places.set(id, place)
    this.#sorted.splice(this.#rank(slot.order), 0, place)
    for (const start of startsOf(words)) {
      const among = this.#starts.get(start)
      if (among) among.push(place)
      else this.#starts.set(start, [place])
    }
  }

  remove(id: string): boolean {
    const place = this.#places.get(id)
    const slot = place === undefined ? null : this.#slots[place]
    if (place === undefined || !slot) return false
    this.#sorted.splice(this.#rank(slot.order), 1)
    this.#places.delete(id)
    this.#slots[place] = null
    this.#holes++
    if (this.#holes > 1000 && this.#holes > this.#sorted.length) this.#closeHoles()
    return true
  }

  /** All there are when it begins, by name, whatever is put and removed before it ends. */
  *all(): Generator<T, void, undefined> {
    for (const slot of this.#sorted.map((place) => this.#slots[place])) if (slot) yield slot.item
  }

  /** So many of them, by name, from a place on. */
  some(from: number, count: number): T[] {
    return this.#sorted.slice(from, from + count).flatMap((place) => this.#slots[place]?.item ?? [])
  }

  /** The best of those who may be meant with how well each fits (less is better), and how many there are; nobody where nothing is typed. */
  search(typed: string, limit: number): { found: T[]; fits: number[]; total: number } {
    const text = typed.trim()
    if (text === '') return { found: [], fits: [], total: 0 }
    const best = new Best<T>(limit)
    if (NUMBER.test(text)) this.#byNumber(text, best)
    else this.#byWords(text, best)
    return { found: best.items, fits: best.fits, total: best.total }
  }

  #byNumber(text: string, best: Best<T>): void {
    const digits = text.replace(/\D/gu, '')
    if (digits === '') return
    // «8 903…» is what one writes, 7903… what is dialled.
    const parts = digits.startsWith('8') && digits.length > 3 ? [digits, `7${digits.slice(1)}`] : [digits]
    for (const slot of this.#slots) {
      if (slot === null) continue
      let fit = NO_FIT
      for (const part of parts) fit = Math.min(fit, numberFit(slot.numbers, part))
      if (fit < NO_FIT) best.offer(slot, fit)
    }
  }

  #byWords(text: string, best: Best<T>): void {
    const wishes = inEitherLayout(text)
      .map(wordsOf)
      .flatMap((wanted) => {
        const likely = wanted.length === 0 ? [] : this.#likely(wanted)
        return likely.length === 0 ? [] : [{ starts: wanted.map((word) => ` ${word}`), likely }]
      })
    // Hardly anything that is typed in one layout begins words in another, too.
    const seen = wishes.length > 1 ? new Set<number>() : null
    for (const { starts, likely } of wishes)
      for (const place of likely) {
        const slot = this.#slots[place]
        if (!slot || seen?.has(place)) continue
        const fit = wordFit(slot, starts)
        if (fit === NO_FIT) continue
        seen?.add(place)
        best.offer(slot, fit)
      }
  }

  /** Among these are all who have such words. */
  #likely(wanted: readonly string[]): readonly number[] {
    let fewest: readonly number[] | null = null
    for (const word of wanted) {
      const among = this.#starts.get(word.slice(0, LETTERS))
      if (!among) return []
      if (fewest === null || among.length < fewest.length) fewest = among
    }
    return fewest ?? []
  }

  #slotOf(id: string): Slot<T> | null {
    const place = this.#places.get(id)
    return (place === undefined ? null : this.#slots[place]) ?? null
  }

  /** How many stand before it. */
  #rank(order: string): number {
    let low = 0
    let high = this.#sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#slots[this.#sorted[middle] ?? 0]?.order ?? '') < order) low = middle + 1
      else high = middle
    }
    return low
  }

  #closeHoles(): void {
    const items = [...this.all()]
    this.#slots = []
    this.#places = new Map()
    this.#starts = new Map()
    this.#sorted = []
    this.#holes = 0
    for (const item of items) this.put(item)
  }
}

/** Each once, however many words begin so. */
function startsOf(words: readonly string[]): Set<string> {
  const starts = new Set<string>()
  for (const word of words) for (let i = 1; i <= LETTERS && i <= word.length; i++) starts.add(word.slice(0, i))
  return starts
}

const apart = (parts: readonly string[]): string => parts.map((part) => ` ${part}`).join('')

function numberFit(numbers: string, part: string): number {
  const at = numbers.indexOf(part)
  if (at < 0) return NO_FIT
  const first = numbers.indexOf(` ${part}`)
  if (first < 0) return FIT.inName
  const end = first + part.length + 1
  return end === numbers.length || numbers[end] === ' ' ? FIT.exactly : FIT.atFirst
}

/** Each has to begin one of the words. */
function wordFit<T>({ words, aboutFrom }: Slot<T>, starts: readonly string[]): number {
  let fit: number = FIT.atFirst
  for (let i = 0; i < starts.length; i++) {
    const at = words.indexOf(starts[i] ?? '')
    if (at < 0) return NO_FIT
    const one = at >= aboutFrom ? FIT.about : i === 0 && at > 0 ? FIT.inName : FIT.atFirst
    if (one > fit) fit = one
  }
  return fit
}

/** The best of those who were offered, in order, without sorting all the others. */
class Best<T> {
  readonly #limit: number
  readonly #kept: { slot: Slot<T>; fit: number }[] = []
  total = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get items(): T[] {
    return this.#kept.map(({ slot }) => slot.item)
  }

  get fits(): number[] {
    return this.#kept.map(({ fit }) => fit)
  }

  offer(slot: Slot<T>, fit: number): void {
    this.total++
    const kept = this.#kept
    const last = kept.at(-1)
    if (kept.length >= this.#limit && last && !before(slot, fit, last)) return
    let low = 0
    let high = kept.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const one = kept[middle]
      if (one && !before(slot, fit, one)) low = middle + 1
      else high = middle
    }
    kept.splice(low, 0, { slot, fit })
    if (kept.length > this.#limit) kept.pop()
  }
}

const before = <T>(slot: Slot<T>, fit: number, other: { slot: Slot<T>; fit: number }): boolean =>
  fit !== other.fit ? fit < other.fit : slot.order < other.slot.order
