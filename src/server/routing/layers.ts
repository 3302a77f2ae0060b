import { setImmediate as breathe } from 'node:timers/promises'
import type { RoutingSettings, Rule } from '../../protocol/routing.ts'
import { NumberTable } from '../numbers/number-table.ts'
import { SLICE, withRoom } from '../numbers/room.ts'
import { keyOf, keyText, NO_TARGET, targetOf } from '../numbers/whole-numbers.ts'
import { type ChangedRules, changedRules } from './changed-rules.ts'
import type { ToWrite } from './write-roustable.ts'

type Change = { target: string | null; seq: number }
type Changed = Map<string, Change>
/** A line that is no rule by the lengths of now; its number's last digits → the line. */
type Asleep = Map<string, { line: string; seq: number }>

/** So many changes are taken over before other work gets its turn: about a millisecond. */
const CHANGES = 2000

/**
 * The rules of one base in layers: below the table, which holds what the file holds, always; above it our changes not
 * yet in the file. So a file edited by an administrator replaces the table and our changes stay on top: neither is lost
 * (SPEC C4). What is being written stays as it is until it is in the file.
 */
export class Layers {
  #table: NumberTable
  #changes: Changed = new Map()
  #writing: Changed | null = null
  /** Acknowledged by other lengths: it is for the file to keep them until they are set again. */
  #asleep: Asleep = new Map()
  #asleepInWriting: Asleep = new Map()
  /** So many digits the numbers of those have. */
  readonly #asleepLengths = new Set<number>()
  #size = 0

  constructor({ lastDigits, internalLength }: RoutingSettings) {
    this.#table = new NumberTable(lastDigits, internalLength.max)
  }

  get(key: string): string | null {
    const change = this.#changes.get(key) ?? this.#writing?.get(key)
    return change === undefined ? this.#table.get(key) : change.target
  }

  get size(): number {
    return this.#size
  }

  get digits(): number {
    return this.#table.digits
  }

  /** The file does not hold everything yet. */
  get changed(): boolean {
    return this.#changes.size > 0 || this.#asleep.size > 0
  }

  get writing(): boolean {
    return this.#writing !== null
  }

  /** Takes rules of one ledger record; a record that comes late does not undo a later one. */
  apply(rules: readonly Rule[], seq: number): void {
    for (const { key, target } of rules) {
      if ((this.#changes.get(key)?.seq ?? 0) > seq) continue
      const before = this.get(key) !== null
      this.#changes.set(key, { target, seq })
      this.#putToRest(key, seq)
      if (before !== (target !== null)) this.#size += before ? -1 : 1
    }
  }

  /** A number has a later rule: lines that, by other lengths, would be of the same number are over. */
  #putToRest(key: string, seq: number): void {
    for (const length of this.#asleepLengths) {
      const end = key.slice(-length)
      if ((this.#asleep.get(end)?.seq ?? seq) < seq) this.#asleep.delete(end)
    }
  }

  /** Takes lines of one ledger record that fail the lengths of now. */
  keep(lines: readonly string[], seq: number): void {
    for (const line of lines) {
      const end = line.split('=', 1)[0]?.slice(-this.digits) ?? ''
      this.#asleepLengths.add(end.length)
      this.#asleep.set(end, { line, seq })
    }
  }

  /** Drops changes that came with `seq` or before, to be followed by `replaceTable`. */
  forget(seq: number): void {
    for (const [key, asleep] of this.#asleep) if (asleep.seq <= seq) this.#asleep.delete(key)
    for (const [key, change] of this.#changes) if (change.seq <= seq) this.#changes.delete(key)
  }

  /** What the file holds now; returns what it held before. */
  replaceTable(table: NumberTable): NumberTable {
    const before = this.#table
    this.#table = table
    this.#size = table.size
    const below = table.getAll([...this.#changes.keys()])
    let at = 0
    for (const { target } of this.#changes.values()) {
      const isBelow = (below[at++] ?? null) !== null
      if (isBelow !== (target !== null)) this.#size += isBelow ? -1 : 1
    }
    return before
  }

  /** What became of the rules when the file's came in the place of `before`: not of those that we have changed, up to the record `seq`. */
  changedSince(before: NumberTable, seq: number): Promise<ChangedRules> {
    return changedRules(before, this.#table, (key) => (this.#changes.get(key)?.seq ?? Number.POSITIVE_INFINITY) <= seq)
  }

  /** What the file has to take in, as it is at this moment; then `written` or `takeBack` must follow. */
  async beginWriting(): Promise<Omit<ToWrite, 'stamp'>> {
    const writing = this.#changes
    this.#writing = writing
    this.#changes = new Map()
    this.#asleepInWriting = this.#asleep
    this.#asleep = new Map()
    const asleep = Array.from(this.#asleepInWriting.values(), ({ line }) => line)
    const changes = new NumberTable(this.#table.digits, this.#table.targetDigits)
    changes.reserve(writing.size)
    await inSlices(writing, (key, { target }) => {
      changes.put(keyOf(key, changes.digits), target === null ? NO_TARGET : targetOf(target))
    })
    return { table: this.#table, changes, asleep }
  }

  /** What was begun is in the file, so it goes into the table. */
  async written(): Promise<void> {
    const writing = this.#writing
    if (writing === null) return
    const table = await withRoom(this.#table, writing.size)
    // Until the end the changes lie above the table, so it does not matter how far this has come.
    await inSlices(writing, (key, { target }) => {
      if (target === null) table.delete(key)
      else table.set(key, target)
    })
    this.#table = table
    this.#writing = null
    this.#asleepInWriting = new Map()
  }

  /** What was begun did not get into the file. */
  takeBack(): void {
    if (this.#writing === null) return
    for (const [key, change] of this.#changes) this.#writing.set(key, change)
    this.#changes = this.#writing
    this.#writing = null
    for (const [key, asleep] of this.#asleepInWriting) {
      if ((this.#asleep.get(key)?.seq ?? 0) <= asleep.seq) this.#asleep.set(key, asleep)
    }
    if (this.#asleepInWriting.size > 0) for (const [key, { seq }] of this.#changes) this.#putToRest(key, seq)
    this.#asleepInWriting = new Map()
  }

  /** Shows the key of each rule; each that is there all the time is shown, perhaps more than once. Other work gets its turn. */
  async each(show: (key: number) => void): Promise<void> {
    const table = this.#table
    const { digits } = table
    // First those above: they may sink into the table while we are at it.
    const above = new Set<string>()
    for (const changes of [this.#changes, this.#writing ?? new Map<string, Change>()]) {
      await inSlices(changes, (key, { target }) => {
        if (target !== null && !above.has(key)) show(keyOf(key, digits))
        above.add(key)
      })
    }
    const showBelow = (key: number) => {
      if (!above.has(keyText(key, digits))) show(key)
    }
    const each = above.size === 0 ? show : showBelow
    for (let at = table.scan(0, SLICE, each); at >= 0; at = table.scan(at, SLICE, each)) await breathe()
  }

  clear(settings: RoutingSettings): void {
    this.#table = new NumberTable(settings.lastDigits, settings.internalLength.max)
    this.#changes = new Map()
    this.#writing = null
    this.#asleep = new Map()
    this.#asleepInWriting = new Map()
    this.#asleepLengths.clear()
    this.#size = 0
  }
}

async function inSlices(changes: Changed, take: (key: string, change: Change) => void): Promise<void> {
  let taken = 0
  for (const [key, change] of changes) {
    take(key, change)
    if (++taken % CHANGES === 0) await breathe()
  }
}
