import { keyOf, keyText, MAX_TARGET, targetOf, targetText } from './whole-numbers.ts'

const TWO_32 = 2 ** 32
const SMALLEST = 16
/** Fuller, and lookups have to walk; emptier, and the rules cost more memory. */
const MAX_LOAD = 0.6
const GROWTH = 1.5
/** Of one that is large enough for growing to be done aside. */
const GROWTH_ASIDE = 1.25
/** So many numbers are looked up together: what is fetched for them stays in the processor's own memory meanwhile. */
const TOGETHER = 1024
/** Of these, in the order asked for: the key, its two parts, and where it would like to lie. */
const NUMBERS = new Float64Array(TOGETHER)
const HIGHS = new Int32Array(TOGETHER)
const LOWS = new Uint32Array(TOGETHER)
const HOMES = new Uint32Array(TOGETHER)
/** So many are fetched in one round of a loop: a round for each would have the processor wait for fewer at a time. */
const A_ROUND = 4
/** Where what was fetched goes, as what nobody uses is not read. */
const FETCHED = new Int32Array(1)
/** So many slots after a key's own is fetched, too, as walks go on into the next line of memory. */
const AHEAD = 5
/** Slots after the last one that a key can call its own: there is no way round from the end to the beginning. */
const SPILL = 4096

/**
 * Millions of numbers in memory: a number's last digits → an internal number, or whatever whole number stands for what
 * is known of it. An open-addressing hash over one typed array (DESIGN 7): a slot's words side by side, linear probing, no
 * tombstones (a removal moves its followers up).
 *
 * A slot is two words where key and value fit into 64 bits, as with internal numbers of the usual lengths, otherwise
 * three: the key's low 32 bits, then its high bits with the value above them, or each in a word. A last word of 0 = empty.
 */
export class NumberTable {
  readonly digits: number
  readonly targetDigits: number
  readonly #width: 2 | 3
  /** Of the second word, the key's part. */
  readonly #highMask: number
  /** Where the internal number begins in the last word. */
  readonly #shift: number
  /** Of this table's own, so that nobody can choose numbers that all fall on one slot. */
  readonly #seed: number
  #slots = new Uint32Array(0)
  #homes = 0
  /** Slots to a step of the hash. */
  #perHash = 0
  #room = 0
  #size = 0

  /** All keys have `digits` digits, at most 15, and internal numbers at most `targetDigits`. */
  constructor(digits: number, targetDigits = MAX_TARGET, seed = Math.floor(Math.random() * TWO_32)) {
    if (!Number.isInteger(digits) || digits < 1 || digits > 15) throw new RangeError(`${digits} digits`)
    this.digits = digits
    this.targetDigits = targetDigits
    this.#seed = seed
    const highBits = bits(Math.floor((10 ** digits - 1) / TWO_32))
    const fits = highBits + bits(targetOf('9'.repeat(targetDigits))) <= 32
    this.#width = fits ? 2 : 3
    this.#highMask = fits ? 2 ** highBits - 1 : 2 ** 31 - 1
    this.#shift = fits ? highBits : 0
    this.#allocate(SMALLEST)
  }

  get size(): number {
    return this.#size
  }

  /** So many rules can be held without growing. */
  get room(): number {
    return this.#room
  }

  /** Of the rules' memory. */
  get bytes(): number {
    return this.#slots.byteLength
  }

  /** The internal number, or null; anything that is no key of this table is simply not there. */
  get(key: string): string | null {
    const value = this.find(keyOf(key, this.digits))
    return value === 0 ? null : targetText(value)
  }

  /**
   * As `get`, for each. A lookup waits for one place in memory that nobody could foretell; asked for together, as here,
   * these places come together, and each takes a third of the time.
   */
  getAll(keys: readonly string[]): (string | null)[] {
    const found = new Array<string | null>(keys.length).fill(null)
    for (let from = 0; from < keys.length; from += TOGETHER)
      this.#getSome(keys, from, Math.min(from + TOGETHER, keys.length), found)
    return found
  }

  /** @throws RangeError for a key or a target that the table cannot hold. */
  set(key: string, target: string): void {
    this.put(keyOf(key, this.digits), targetOf(target))
  }

  delete(key: string): boolean {
    return this.drop(keyOf(key, this.digits))
  }

  /** As `get`, with a key and an internal number as whole-numbers.ts makes them; 0 = not there. */
  find(key: number): number {
    if (key < 0) return 0
    const high = Math.floor(key / TWO_32)
    const low = key >>> 0
    return this.#walk(this.#home(high, low), high, low)
  }

  /** As `set`. */
  put(key: number, value: number): void {
    if (key < 0 || value === 0 || value >= TWO_32 / 2 ** this.#shift) throw new RangeError('no rule for this table')
    if (this.#size >= this.#room) this.#grow()
    const high = Math.floor(key / TWO_32)
    const low = key >>> 0
    const found = this.#find(high, low)
    if (found >= 0) this.#write(found, high, low, value)
    else this.#insert(~found, high, low, value)
  }

  /** As `delete`. */
  drop(key: number): boolean {
    if (key < 0) return false
    const at = this.#find(Math.floor(key / TWO_32), key >>> 0)
    if (at < 0) return false
    const slots = this.#slots
    const width = this.#width
    let hole = at
    for (let next = hole + width; slots[next + width - 1] !== 0; next += width) {
      // It may move up only if its own place lies not after the hole.
      if (this.#homeAt(next) > hole) continue
      slots.copyWithin(hole, next, next + width)
      hole = next
    }
    slots.fill(0, hole, hole + width)
    this.#size--
    return true
  }

  clear(): void {
    this.#size = 0
    this.#allocate(SMALLEST)
  }

  /** Makes room for `count` rules at once. What it already holds is moved in one go: better done while it is empty. */
  reserve(count: number): void {
    if (count > this.#room) this.#resize(Math.ceil(count / MAX_LOAD))
  }

  /** An empty one to which this one's rules can be moved fast, with room for `more` than they are. */
  larger(more: number): NumberTable {
    const table = new NumberTable(this.digits, this.targetDigits, this.#seed)
    table.reserve(Math.max(this.#size + more, Math.ceil(this.#room * GROWTH_ASIDE)))
    return table
  }

  /**
   * Shows the rules of about `count` slots from the place `from` on, 0 at first, and returns the place to go on from; −1 =
   * that was all. It stops at an empty slot: no rule behind it can come to lie before it. So whatever is put and dropped
   * between two calls, unless the table grows, each rule that is there all the time is shown, perhaps twice.
   */
  scan(from: number, count: number, show: (key: number, value: number) => void): number {
    const slots = this.#slots
    const width = this.#width
    const enough = from + count * width
    for (let at = from; at < slots.length; at += width) {
      const tail = slots[at + width - 1] ?? 0
      if (tail !== 0) show(((slots[at + 1] ?? 0) & this.#highMask) * TWO_32 + (slots[at] ?? 0), tail >>> this.#shift)
      else if (at >= enough) return at
    }
    return -1
  }

  /** All rules, in no order. The table must not be changed while this runs. */
  *entries(): Generator<[key: string, target: string], void, undefined> {
    let some: [key: string, target: string][] = []
    const show = (key: number, value: number) => some.push([keyText(key, this.digits), targetText(value)])
    for (let at = 0; at >= 0; ) {
      at = this.scan(at, 1024, show)
      yield* some
      some = []
    }
  }

  #hash(high: number, low: number): number {
    // The finaliser of MurmurHash3: neighbouring numbers must not lie side by side.
    let h = low ^ this.#seed ^ Math.imul(high, 0x9e3779b1)
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    return (h ^ (h >>> 16)) >>> 0
  }

  /** Where the key would like to lie. */
  #home(high: number, low: number): number {
    return ((this.#hash(high, low) * this.#perHash) >>> 0) * this.#width
  }

  #homeAt(at: number): number {
    return this.#home((this.#slots[at + 1] ?? 0) & this.#highMask, this.#slots[at] ?? 0)
  }

  /** A loop for each step, so that the third has nothing to do but fetch: a longer one would fetch fewer at a time. */
  #getSome(keys: readonly string[], from: number, to: number, found: (string | null)[]): void {
    const count = to - from
    for (let i = 0; i < count; i++) NUMBERS[i] = keyOf(keys[from + i] ?? '', this.digits)
    for (let i = 0; i < count; i++) {
      const key = NUMBERS[i] ?? -1
      const high = Math.floor(key / TWO_32)
      HIGHS[i] = high
      LOWS[i] = key >>> 0
      HOMES[i] = this.#home(high, key >>> 0)
    }
    this.#fetch(count)
    for (let i = 0; i < count; i++) {
      const value = this.#walk(HOMES[i] ?? 0, HIGHS[i] ?? 0, LOWS[i] ?? 0)
      if (value !== 0) found[from + i] = targetText(value)
    }
  }

  /** Has the processor bring what the walks from these homes will read. */
  #fetch(count: number): void {
    const slots = this.#slots
    const ahead = AHEAD * this.#width
    let read = 0
    // The last round's rest.
    HOMES.fill(0, count, count + A_ROUND)
    for (let i = 0; i < count; i += A_ROUND) {
      const a = HOMES[i] ?? 0
      const b = HOMES[i + 1] ?? 0
      const c = HOMES[i + 2] ?? 0
      const d = HOMES[i + 3] ?? 0
      read |= (slots[a] ?? 0) | (slots[b] ?? 0) | (slots[c] ?? 0) | (slots[d] ?? 0)
      read |= (slots[a + ahead] ?? 0) | (slots[b + ahead] ?? 0) | (slots[c + ahead] ?? 0) | (slots[d + ahead] ?? 0)
    }
    FETCHED[0] = read
  }

  /** What the key has, from its home on; 0 = nothing. Apart from `#find`, which has to be looked at once more: calls wait for this. */
  #walk(home: number, high: number, low: number): number {
    const slots = this.#slots
    const width = this.#width
    const mask = this.#highMask
    for (let at = home; ; at += width) {
      const tail = slots[at + width - 1]
      if (tail === 0 || tail === undefined) return 0
      if (slots[at] === low && ((slots[at + 1] ?? 0) & mask) === high) return tail >>> this.#shift
    }
  }

  /** Where the key lies, or `~` the empty slot where it belongs. */
  #find(high: number, low: number): number {
    const slots = this.#slots
    const width = this.#width
    const mask = this.#highMask
    for (let at = this.#home(high, low); ; at += width) {
      const tail = slots[at + width - 1]
      if (tail === 0 || tail === undefined) return ~at
      if (slots[at] === low && ((slots[at + 1] ?? 0) & mask) === high) return at
    }
  }

  #insert(at: number, high: number, low: number, value: number): void {
    // The last slot stays empty: a walk ends there.
    if (at + this.#width >= this.#slots.length) {
      this.#grow()
      this.#insert(~this.#find(high, low), high, low, value)
      return
    }
    this.#write(at, high, low, value)
    this.#size++
  }

  #write(at: number, high: number, low: number, value: number): void {
    const slots = this.#slots
    slots[at] = low
    if (this.#width === 2) slots[at + 1] = ((value << this.#shift) | high) >>> 0
    else {
      slots[at + 1] = high
      slots[at + 2] = value
    }
  }

  #grow(): void {
    this.#resize(Math.ceil(this.#homes * GROWTH))
  }

  #resize(homes: number): void {
    const old = this.#slots
    const width = this.#width
    this.#allocate(homes)
    this.#size = 0
    for (let at = 0; at < old.length; at += width) {
      const tail = old[at + width - 1] ?? 0
      if (tail === 0) continue
      const low = old[at] ?? 0
      const high = (old[at + 1] ?? 0) & this.#highMask
      this.#insert(~this.#find(high, low), high, low, tail >>> this.#shift)
    }
  }

  #allocate(homes: number): void {
    this.#slots = new Uint32Array((homes + Math.min(homes, SPILL) + 1) * this.#width)
    this.#homes = homes
    this.#perHash = homes / TWO_32
    this.#room = Math.floor(homes * MAX_LOAD)
  }
}

const bits = (largest: number): number => (largest === 0 ? 0 : Math.floor(Math.log2(largest)) + 1)
