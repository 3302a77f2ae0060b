/** A power of two. A table that grows moves all it holds at once: many small ones never hold anything up. */
const TABLES = 64
const SMALLEST = 32
/** Fuller, and lookups have to walk. */
const MAX_LOAD = 0.7

/**
 * Reference → the row that holds it, four bytes each: the table holds rows alone, and asks which reference they have. A
 * reference put anew leads to the new row.
 */
export class RefTable {
  readonly #refOf: (row: number) => string
  readonly #slots = Array.from({ length: TABLES }, () => new Uint32Array(SMALLEST))
  readonly #sizes = new Uint32Array(TABLES)

  constructor(refOf: (row: number) => string) {
    this.#refOf = refOf
  }

  find(ref: string): number | null {
    const { slots, at } = this.#place(ref)
    const found = slots[at] ?? 0
    return found === 0 ? null : found - 1
  }

  put(ref: string, row: number): void {
    const { table, slots, at } = this.#place(ref)
    const isNew = slots[at] === 0
    slots[at] = row + 1
    if (!isNew) return
    const size = (this.#sizes[table] ?? 0) + 1
    this.#sizes[table] = size
    if (size > slots.length * MAX_LOAD) this.#grow(table, slots)
  }

  /** Where the reference lies, or the empty slot where it belongs. */
  #place(ref: string): { table: number; slots: Uint32Array; at: number } {
    const hash = hashOf(ref)
    const table = hash % TABLES
    const slots = this.#slots[table]
    if (slots === undefined) throw new RangeError(`no table ${table}`)
    const mask = slots.length - 1
    let at = (hash / TABLES) & mask
    for (let row = slots[at] ?? 0; row !== 0 && this.#refOf(row - 1) !== ref; row = slots[at] ?? 0) at = (at + 1) & mask
    return { table, slots, at }
  }

  #grow(table: number, old: Uint32Array): void {
    this.#slots[table] = new Uint32Array(old.length * 2)
    for (const row of old) {
      if (row === 0) continue
      const { slots, at } = this.#place(this.#refOf(row - 1))
      slots[at] = row
    }
  }
}

/** FNV-1a; references differ in any of their parts. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  // Its low bits alone are weak.
  return (hash ^ (hash >>> 15)) >>> 0
}
