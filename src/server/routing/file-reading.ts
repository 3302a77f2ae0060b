import type { Logger } from 'pino'
import type { RoutingSettings } from '../../protocol/routing.ts'
import { NumberTable } from '../numbers/number-table.ts'
import { withRoom } from '../numbers/room.ts'
import { keyOf, NO_TARGET, targetOf } from '../numbers/whole-numbers.ts'
import type { ChangedRules } from './changed-rules.ts'
import type { FileParts } from './file-standing.ts'
import type { Roustable } from './read-roustable.ts'
import type { Recalled, SavedByOthers, Unseen } from './recent.ts'
import { sumOf } from './rules-file.ts'

/**
 * So many rules before, and after; of these, so many of ours were put back that whoever saved the file had not seen.
 * `changed` is not known of an edit that was made while nobody looked.
 */
export type FileEdit = { before: number; after: number; putBack: number; changed?: ChangedRules }

/** Brings into the rules what a base's file holds, and what somebody has made of it. */
export class FileReading {
  readonly #o: FileParts
  readonly #log: Logger
  /** Numbers whose rule a line of the file takes away. */
  #removed: ReadonlySet<number> = new Set()
  /** Changed while we were not there, to be compared with what the ledger tells; ours held the records up to `held`. */
  #first: { read: Roustable; held: number; before: number | null } | null = null

  constructor(parts: FileParts, log: Logger) {
    this.#o = parts
    this.#log = log
  }

  /** Whether the file last read takes the number's rule away. */
  removes(key: string): boolean {
    return this.#removed.has(keyOf(key, this.#o.rules.digits))
  }

  /** For the first time; what somebody made of it meanwhile has its due once the ledger has been read: see `startWith`. */
  async open(settings: RoutingSettings): Promise<void> {
    const { base, checkpoint, rules, standing } = this.#o
    this.#first = null
    const read = await this.#read(settings)
    if (read === null) return
    await rules.replaceTable(read.table)
    if (checkpoint.isOurs(base, read.identity)) return
    const known = checkpoint.heldBy(base)
    const before = known === null || known.sum === sumOf(read) ? null : known.rules
    this.#first = { read, held: checkpoint.seqOf(base, read.identity), before }
    // Nothing that somebody else wrote into the file of before may cover it.
    standing.editedAt = performance.now()
  }

  /** It cannot be read, for the first time: what it has had may have been removed from it, and is not in force until it can be. */
  doubt(): void {
    const { base, checkpoint, rules, standing } = this.#o
    rules.doubt(checkpoint.lastSeqOf(base) ?? standing.ledgerLast)
  }

  /** What became of a file that was changed while we were not there; null = nothing that could be told. */
  async startWith(): Promise<FileEdit | null> {
    const first = this.#first
    this.#first = null
    if (first === null) return null
    const putBack = this.#putBack(await this.#unseenIn(first.read, first.held))
    const before = first.before ?? (putBack > 0 ? first.read.table.size : null)
    return before === null ? null : { before, after: this.#o.rules.size, putBack }
  }

  /** An edit by somebody else; null = the file changed meanwhile and nothing was taken. */
  async takeEdit(settings: RoutingSettings): Promise<FileEdit | null> {
    const { file, recent, rules, standing } = this.#o
    const before = rules.size
    const read = await this.#read(settings)
    if (read === null) return null
    standing.editedAt = performance.now()
    const unseen = await this.#unseenIn(read, standing.held)
    const tableBefore = await rules.replaceTable(read.table)
    await recent.layOn(this.#saved(read), standing.held)
    const putBack = this.#putBack(unseen)
    const after = rules.size
    this.#log.info({ file: file.path, before, rules: after }, 'the file of rules was changed: read again')
    return { before, after, putBack, changed: await rules.changedSince(tableBefore, standing.taken) }
  }

  /** What the file holds is to replace the table; null = it changed meanwhile and nothing was taken. */
  async #read(settings: RoutingSettings): Promise<Roustable | null> {
    const { base, checkpoint, file, rules, report, standing } = this.#o
    const first = file.known === undefined
    const read = await file.read(settings)
    if (read === null) return null
    if (first) {
      // What the file has held by its stamp, or by the checkpoint, may have been undone in it on purpose since.
      const stamp = checkpoint.isOurs(base, read.identity) ? null : this.#stampOf(read)
      standing.held = stamp ?? checkpoint.seqOf(base, read.identity)
      standing.stamp = this.#stampOf(read) ?? 0
      rules.forget(standing.held)
      standing.take(standing.held)
    }
    this.#removed = read.removed
    standing.mustWrite = false
    report.loaded(file.path, read)
    return read
  }

  /** What was in ours, up to the record `held`, and whoever saved the file had not seen. */
  async #unseenIn(read: Roustable, held: number): Promise<Unseen[]> {
    const { recent, standing } = this.#o
    // An emptied file says what is wanted. What we wrote is remembered: it may be a copy that is slow to come.
    if (read.bytes === 0) return []
    const saved = this.#saved(read)
    const { unseen, stale } = await recent.unseen(saved, held, await this.#recall(saved, held))
    // With its old stamp the next edit of it would be misread.
    if (stale) standing.mustWrite = true
    return unseen
  }

  /** What was written so long ago that it is only in the ledger any more, and whoever saved the file may not have seen. */
  async #recall(saved: SavedByOthers, held: number): Promise<Recalled | null> {
    const { recent, rules, standing, written } = this.#o
    const forgotten = recent.forgotten(saved)
    // A text of the version that the file had has seen it all.
    if (forgotten === null || (saved.stamp ?? Number.NEGATIVE_INFINITY) >= standing.stamp) return null
    const seq = Math.min(forgotten.to, held)
    let table = new NumberTable(rules.digits, rules.targetDigits)
    for await (const { good, at } of written(forgotten.after, seq)) {
      if (at <= forgotten.since) continue
      table = await withRoom(table, good.length)
      for (const { key, target } of good)
        table.put(keyOf(key, rules.digits), target === null ? NO_TARGET : targetOf(target))
    }
    return { table, seq }
  }

  #saved(read: Roustable): SavedByOthers {
    const { savedAt, table, removed } = read
    const { file, rules } = this.#o
    const removes = (key: string) => removed.has(keyOf(key, rules.digits))
    const appendedAt = file.appendedAt(read.identity)
    return { at: savedAt, stamp: this.#stampOf(read), appendedAt, get: (key) => table.get(key), removes }
  }

  /** null also for the stamp of another ledger. */
  #stampOf({ stamp }: Roustable): number | null {
    const { ledgerLast, taken } = this.#o.standing
    return stamp === null || stamp > Math.max(ledgerLast, taken) ? null : stamp
  }

  /** Returns how many rules it were. */
  #putBack(unseen: readonly Unseen[]): number {
    const { file, rules, report } = this.#o
    for (const { key, target, seq } of unseen) rules.apply([{ key, target }], seq)
    const lines = unseen.map(({ key, target }) => `${key}=${target ?? ''}`)
    if (lines.length > 0) report.putBack(file.path, lines)
    return lines.length
  }
}
