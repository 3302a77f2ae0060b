/** Words a slot takes in the array: the key's high and low 32 bits, then the target; a target of 0 = an empty slot. */
const WIDTH = 3
const TWO_32 = 2 ** 32
const SMALLEST = 16
const MAX_LOAD = 0.7

/**
 * Rules in memory: number's last digits → internal number. An open-addressing hash over one typed array (DESIGN 7):
 * 12 bytes a slot, a slot's words side by side, linear probing, no tombstones (a removal moves its followers up).
 * All keys of one table have the same count of digits, at most 15, so that a key is its value as a whole number.
 */
export class RuleTable {
  readonly digits: number
  #slots: Uint32Array
  #mask: number
  #size = 0
  /** Of this table's own, so that nobody can choose numbers that all fall on one slot. */
  readonly #seed = Math.floor(Math.random() * TWO_32)

  constructor(digits: number) {
    if (!Number.isInteger(digits) || digits < 1 || digits > 15) throw new RangeError(`${digits} digits`)
    this.digits = digits
    this.#slots = new Uint32Array(SMALLEST * WIDTH)
    this.#mask = SMALLEST - 1
  }

  get size(): number {
    return this.#size
  }

  /** The internal number, or null; anything that is no key of this table is simply not there. */
  get(key: string): string | null {
    const n = this.#number(key)
    if (n < 0) return null
    const value = this.#slots[this.#find(Math.floor(n / TWO_32), n >>> 0) * WIDTH + 2]
    return value ? decode(value) : null
  }

  /** @throws RangeError for a key or a target that the table cannot hold. */
  set(key: string, target: string): void {
    const n = this.#number(key)
    if (n < 0 || !/^[0-9]{1,9}$/.test(target)) throw new RangeError(`rule ${key}=${target}`)
    if (this.#size + 1 > (this.#mask + 1) * MAX_LOAD) this.#resize((this.#mask + 1) * 2)
    const high = Math.floor(n / TWO_32)
    const low = n >>> 0
    const at = this.#find(high, low) * WIDTH
    if (this.#slots[at + 2] === 0) this.#size++
    this.#slots[at] = high
    this.#slots[at + 1] = low
    this.#slots[at + 2] = encode(target)
  }

  delete(key: string): boolean {
    const n = this.#number(key)
    if (n < 0) return false
    const slots = this.#slots
    let hole = this.#find(Math.floor(n / TWO_32), n >>> 0)
    if (slots[hole * WIDTH + 2] === 0) return false
    for (let next = (hole + 1) & this.#mask; slots[next * WIDTH + 2] !== 0; next = (next + 1) & this.#mask) {
      const home = this.#home(slots[next * WIDTH] ?? 0, slots[next * WIDTH + 1] ?? 0)
      // It may move up only if its own place lies not after the hole.
      if (((next - home) & this.#mask) < ((next - hole) & this.#mask)) continue
      slots.copyWithin(hole * WIDTH, next * WIDTH, (next + 1) * WIDTH)
      hole = next
    }
    slots.fill(0, hole * WIDTH, (hole + 1) * WIDTH)
    this.#size--
    return true
  }

  clear(): void {
    this.#slots = new Uint32Array(SMALLEST * WIDTH)
    this.#mask = SMALLEST - 1
    this.#size = 0
  }

  /** Makes room for `count` rules at once, so that filling the table does not stop to grow. */
  reserve(count: number): void {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(SMALLEST, count / MAX_LOAD + 1)))
    if (slots > this.#mask + 1) this.#resize(slots)
  }

  /** All rules, in no order. The table must not be changed while this runs. */
  *entries(): Generator<[key: string, target: string], void, undefined> {
    const slots = this.#slots
    for (let at = 0; at < slots.length; at += WIDTH) {
      const value = slots[at + 2]
      if (!value) continue
      const n = (slots[at] ?? 0) * TWO_32 + (slots[at + 1] ?? 0)
      yield [String(n).padStart(this.digits, '0'), decode(value)]
    }
  }

  /** The key as a whole number; −1 when it is none. */
  #number(key: string): number {
    if (key.length !== this.digits) return -1
    let n = 0
    for (let i = 0; i < key.length; i++) {
      const digit = key.charCodeAt(i) - 48
      if (digit < 0 || digit > 9) return -1
      n = n * 10 + digit
    }
    return n
  }

  #home(high: number, low: number): number {
    // The finaliser of MurmurHash3: neighbouring numbers must not lie side by side.
    let h = low ^ this.#seed ^ Math.imul(high, 0x9e3779b1)
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    return (h ^ (h >>> 16)) & this.#mask
  }

  /** The slot that holds the key, or the empty one where it belongs. */
  #find(high: number, low: number): number {
    const slots = this.#slots
    let slot = this.#home(high, low)
    for (;;) {
      const at = slot * WIDTH
      if (slots[at + 2] === 0 || (slots[at + 1] === low && slots[at] === high)) return slot
      slot = (slot + 1) & this.#mask
    }
  }

  #resize(count: number): void {
    const old = this.#slots
    this.#slots = new Uint32Array(count * WIDTH)
    this.#mask = count - 1
    for (let at = 0; at < old.length; at += WIDTH) {
      if (old[at + 2] === 0) continue
      const to = this.#find(old[at] ?? 0, old[at + 1] ?? 0)
      this.#slots.set(old.subarray(at, at + WIDTH), to * WIDTH)
    }
  }
}

/** With a 1 before it, so that `0103` stays another number than `103`; nine digits fit. */
const encode = (target: string) => Number(`1${target}`)
const decode = (value: number) => String(value).slice(1)
