import { setImmediate as breathe } from 'node:timers/promises'
import type { Rule } from '../../protocol/routing.ts'
import { keyOf, keyText } from './rule-numbers.ts'
import { RuleTable } from './table.ts'

type Change = { target: string | null; seq: number }

/** So many slots of the table are looked at before other work gets its turn: about a millisecond. */
const SLICE = 30_000

/**
 * The rules of one base in layers: below the table, which holds what the file holds, always; above it our changes not
 * yet in the file. So a file edited by an administrator replaces the table and our changes stay on top: neither is lost
 * (SPEC C4). What is being written stays as it is until it is in the file.
 */
export class Layers {
  #table: RuleTable
  #changes = new Map<string, Change>()
  #writing: Map<string, Change> | null = null

  constructor(digits: number) {
    this.#table = new RuleTable(digits)
  }

  get(key: string): string | null {
    const change = this.#changes.get(key) ?? this.#writing?.get(key)
    return change === undefined ? this.#table.get(key) : change.target
  }

  get size(): number {
    let size = this.#table.size
    for (const [key, { target }] of new Map([...(this.#writing ?? []), ...this.#changes])) {
      const before = this.#table.get(key) !== null
      if (before !== (target !== null)) size += before ? -1 : 1
    }
    return size
  }

  get digits(): number {
    return this.#table.digits
  }

  /** Shows the key of each rule; each that is there all the time is shown, perhaps more than once. Other work gets its turn. */
  async each(show: (key: number) => void): Promise<void> {
    const table = this.#table
    const above = [this.#changes, ...(this.#writing === null ? [] : [this.#writing])].filter(({ size }) => size > 0)
    const changed = new Map(above.reverse().flatMap((changes) => [...changes]))
    for (const [key, { target }] of changed) if (target !== null) show(keyOf(key, table.digits))
    const unlessChanged = (key: number) => {
      if (!changed.has(keyText(key, table.digits))) show(key)
    }
    const each = changed.size === 0 ? show : unlessChanged
    for (let at = table.scan(0, SLICE, each); at >= 0; at = table.scan(at, SLICE, each)) await breathe()
  }

  /** The file does not hold everything yet. */
  get changed(): boolean {
    return this.#changes.size > 0
  }

  /** Takes rules of one ledger record; a record that comes late does not undo a later one. */
  apply(rules: readonly Rule[], seq: number): void {
    for (const { key, target } of rules) {
      if ((this.#changes.get(key)?.seq ?? 0) <= seq) this.#changes.set(key, { target, seq })
    }
  }

  /** Drops changes that came with `seq` or before. */
  forget(seq: number): void {
    for (const [key, change] of this.#changes) if (change.seq <= seq) this.#changes.delete(key)
  }

  /** What the file holds now. */
  replaceTable(table: RuleTable): void {
    this.#table = table
  }

  /** All rules as they are at this moment, for the file; then `written` or `takeBack` must follow. */
  beginWriting(): Iterable<readonly [key: string, target: string]> {
    this.#writing = this.#changes
    this.#changes = new Map()
    return merged(this.#table, this.#writing)
  }

  /** What was begun is in the file, so it is in the table. */
  written(): void {
    for (const [key, { target }] of this.#writing ?? []) {
      if (target === null) this.#table.delete(key)
      else this.#table.set(key, target)
    }
    this.#writing = null
  }

  /** What was begun did not get into the file. */
  takeBack(): void {
    if (this.#writing === null) return
    for (const [key, change] of this.#changes) this.#writing.set(key, change)
    this.#changes = this.#writing
    this.#writing = null
  }

  get writing(): boolean {
    return this.#writing !== null
  }

  clear(): void {
    this.#table = new RuleTable(this.#table.digits)
    this.#changes = new Map()
    this.#writing = null
  }
}

function* merged(
  table: RuleTable,
  changes: ReadonlyMap<string, Change>,
): Generator<readonly [key: string, target: string], void, undefined> {
  for (const rule of table.entries()) if (!changes.has(rule[0])) yield rule
  for (const [key, { target }] of changes) if (target !== null) yield [key, target]
}
