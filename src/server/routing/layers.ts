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
  /** While the file cannot be read: rules of the ledger up to this record are not in force, it may have others by now. */
  #unsure = 0
  /** What is about to come in the place of the table, and how many rules there are then. */
  #coming: { table: NumberTable; size: number } | null = null

  constructor({ lastDigits, internalLength }: RoutingSettings) {
    this.#table = new NumberTable(lastDigits, internalLength.max)
  }

  get(key: string): string | null {
    const change = this.#changes.get(key) ?? this.#writing?.get(key)
    return change === undefined ? this.#table.get(key) : this.#sure(change)
  }

  #sure({ target, seq }: Change): string | null {
    return seq > this.#unsure ? target : null
  }

  /** There are rules that are not in force because the file cannot be read yet. */
  get doubtful(): boolean {
    return this.#unsure > 0
  }

  get size(): number {
    return this.#size
  }

  /** Those that the file holds. */
  get inFile(): number {
    return this.#table.size
  }

  get digits(): number {
    return this.#table.digits
  }

  get targetDigits(): number {
    return this.#table.targetDigits
  }

  /** The file does not hold everything yet. */
  get changed(): boolean {
    return this.#changes.size > 0 || (this.#writing?.size ?? 0) > 0 || this.#asleep.size > 0
  }

  get writing(): boolean {
    return this.#writing !== null
  }

  /** Takes rules of one ledger record; a record that comes late does not undo a later one. */
  apply(rules: readonly Rule[], seq: number): void {
    for (const { key, target } of rules) {
      if ((this.#changes.get(key)?.seq ?? 0) > seq) continue
      const before = this.get(key)
      if (this.#coming !== null) {
        const above = this.#changes.get(key) ?? this.#writing?.get(key)
        this.#coming.size += more(above === undefined ? this.#coming.table.get(key) : above.target, target)
      }
      this.#changes.set(key, { target, seq })
      this.#putToRest(key, seq)
      this.#size += more(before, this.get(key))
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

  /** Until the file can be read, rules of records up to `seq` are not in force. */
  doubt(seq: number): void {
    this.#unsure = seq
  }

  /** There is no file any more: what the ledger tells is all there is. */
  async trust(): Promise<void> {
    await this.replaceTable(this.#table)
  }

  /** Drops changes that came with `seq` or before, to be followed by `replaceTable`. */
  forget(seq: number): void {
    for (const [key, asleep] of this.#asleep) if (asleep.seq <= seq) this.#asleep.delete(key)
    for (const [key, change] of this.#changes) if (change.seq <= seq) this.#changes.delete(key)
  }

  /** What the file holds now, all at once after some counting; returns what it held before. Nothing may be in writing. */
  async replaceTable(table: NumberTable): Promise<NumberTable> {
    const before = this.#table
    const coming = { table, size: table.size }
    this.#coming = coming
    // Those of now lie still while they are counted; what comes meanwhile is counted as it comes.
    const still = this.#changes
    this.#writing = still
    this.#changes = new Map()
    await inSlices(still, (some) => {
      const before = table.getAll(some.map(([key]) => key))
      for (const [i, [, { target }]] of some.entries()) coming.size += more(before[i] ?? null, target)
    })
    this.#table = table
    this.#size = coming.size
    this.#coming = null
    this.#unsure = 0
    await this.takeBack()
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
    await inSlices(writing, (some) => {
      for (const [key, { target }] of some)
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
    await inSlices(writing, (some) => {
      for (const [key, { target }] of some) {
        if (target === null) table.delete(key)
        else table.set(key, target)
      }
    })
    this.#table = table
    this.#writing = null
    this.#asleepInWriting = new Map()
  }

  /** What was begun did not get into the file. */
  async takeBack(): Promise<void> {
    const writing = this.#writing
    if (writing === null) return
    // One by one from above to below: whoever looks finds each in one of them.
    while (this.#changes.size > 0) {
      const changes = this.#changes
      await inSlices(changes, (some) => {
        for (const [key, change] of some) {
          writing.set(key, change)
          changes.delete(key)
        }
      })
    }
    this.#changes = writing
    this.#writing = null
    await this.#takeAsleepBack()
  }

  async #takeAsleepBack(): Promise<void> {
    const back = this.#asleepInWriting
    this.#asleepInWriting = new Map()
    if (back.size === 0) return
    await inSlices(back, (some) => {
      for (const [key, asleep] of some)
        if ((this.#asleep.get(key)?.seq ?? 0) <= asleep.seq) this.#asleep.set(key, asleep)
    })
    // Also by rules that came meanwhile.
    await inSlices(this.#changes, (some) => {
      for (const [key, { seq }] of some) this.#putToRest(key, seq)
    })
  }

  /** Shows the key of each rule; each that is there all the time is shown, perhaps more than once. Other work gets its turn. */
  async each(show: (key: number) => void): Promise<void> {
    const table = this.#table
    const { digits } = table
    // First those above: they may sink into the table while we are at it.
    const above = new Set<string>()
    for (const changes of [this.#changes, this.#writing ?? new Map<string, Change>()]) {
      await inSlices(changes, (some) => {
        for (const [key, change] of some) {
          if (this.#sure(change) !== null && !above.has(key)) show(keyOf(key, digits))
          above.add(key)
        }
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
    this.#unsure = 0
    this.#coming = null
  }
}

/** So many rules more there are when a number has another one. */
const more = (before: string | null, after: string | null): number => Number(after !== null) - Number(before !== null)

/** Some of them at a time, and other work in between; those that come meanwhile are taken, too. */
async function inSlices<T>(
  all: ReadonlyMap<string, T>,
  take: (some: readonly [key: string, one: T][]) => void,
): Promise<void> {
  let some: [string, T][] = []
  for (const one of all) {
    some.push(one)
    if (some.length < CHANGES) continue
    take(some)
    some = []
    await breathe()
  }
  take(some)
}
