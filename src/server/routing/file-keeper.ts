import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { RoutingSettings } from '../../protocol/routing.ts'
import { errorCode } from '../files.ts'
import { keyOf } from '../numbers/whole-numbers.ts'
import type { ChangedRules } from './changed-rules.ts'
import type { Checkpoint } from './checkpoint.ts'
import { isUnfinished } from './file-identity.ts'
import { FileReport } from './file-report.ts'
import { takeLateEdits } from './late-edits.ts'
import type { Layers } from './layers.ts'
import type { Roustable } from './read-roustable.ts'
import type { Recent, Unseen } from './recent.ts'
import { RulesFile } from './rules-file.ts'
import { Settling } from './settling.ts'
import { Soon } from './soon.ts'

/**
 * So many rules before, and after; of these, so many of ours were put back that whoever saved the file had not seen.
 * `changed` is not known of an edit that was made while nobody looked.
 */
export type FileEdit = { before: number; after: number; putBack: number; changed?: ChangedRules }

export type FileKeeperOptions = {
  base: string
  path: string
  checkpoint: Checkpoint
  /** An administrator has changed the file. */
  edited: (edit: FileEdit) => void
  log: Logger
  saveAfterMs: number
  settleMs: number
}

/** The identity of a file that is not there, in the checkpoint. */
const NO_FILE = 'none'

/** After a failed save, and the longest pause between two saves of a very large file. */
const MAX_PAUSE_MS = 30_000

/** Before the rules leave memory, so much longer than a file may have to rest. */
const WAIT_AT_LAST_MS = 1000

/** Keeps a base's rules and their file alike, while an administrator may be editing it. */
export class FileKeeper {
  readonly #o: FileKeeperOptions
  readonly #rules: Layers
  readonly #recent: Recent
  readonly #report: FileReport
  readonly #settling: Settling
  readonly #saveSoon: Soon
  readonly #lookSoon: Soon
  readonly #file: RulesFile
  #settings: RoutingSettings
  /** The ledger's last when the file was opened: a stamp beyond all that we know of is of another ledger. */
  #ledgerLast = 0
  /** Last ledger record that the file holds, and that the rules have taken. */
  #fileSeq = 0
  #seq = 0
  /** The rules have taken the ledger's records; before that, the file is neither looked at nor written. */
  #ready = false
  /** The file has to be written although nothing changed. */
  #mustWrite = false
  /** Changed while we were not there, to be compared with what the ledger tells; ours held the records up to `held`. */
  #first: { read: Roustable; held: number } | null = null
  /** Numbers whose rule a line of the file takes away. */
  #removed: ReadonlySet<number> = new Set()
  #editedAt = 0
  #pause = 0
  #turn: Promise<void> = Promise.resolve()

  constructor(options: FileKeeperOptions, settings: RoutingSettings, rules: { inForce: Layers; recent: Recent }) {
    this.#o = options
    this.#settings = settings
    this.#rules = rules.inForce
    this.#recent = rules.recent
    this.#file = new RulesFile(options.path, options.settleMs)
    this.#report = new FileReport(options.log)
    this.#settling = new Settling(options.settleMs)
    this.#saveSoon = new Soon(() => void this.#inTurn(() => this.#save()))
    this.#lookSoon = new Soon(() => void this.look())
  }

  get path(): string {
    return this.#file.path
  }

  get report(): FileReport {
    return this.#report
  }

  /** Whether the file last read takes the number's rule away. */
  removes(key: string): boolean {
    return this.#removed.has(keyOf(key, this.#rules.digits))
  }

  /**
   * Reads the file and returns the number of the ledger record after which the rules have to be brought up to date; `last`
   * is the ledger's last.
   */
  async open(settings: RoutingSettings, last: number): Promise<number> {
    this.#settings = settings
    this.#ledgerLast = last
    await this.#inTurn(async () => {
      await this.#file.find()
      try {
        const read = await this.#read()
        if (read !== null) this.#rules.replaceTable(read.table)
        if (read !== null && !this.#o.checkpoint.isOurs(this.#o.base, read.identity)) {
          this.#first = { read, held: this.#o.checkpoint.seqOf(this.#o.base, read.identity) }
          // Nothing that somebody else wrote into the file of before may cover it.
          this.#editedAt = performance.now()
        }
      } catch (error) {
        if (errorCode(error) === 'ENOENT') this.#none()
        else this.#report.unreadable(this.#file.path, error)
      }
    })
    return this.#fileSeq
  }

  /** The rules have taken what the ledger has of them, up to `last`. */
  async ready(last: number): Promise<void> {
    this.#ready = true
    const first = this.#first
    this.#first = null
    if (first !== null) await this.#inTurn(() => this.#startWith(first.read, first.held))
    if (this.#rules.changed || this.#mustWrite) return this.#saveLater()
    if (last === this.#fileSeq || this.#file.known === undefined) return
    // There is nothing for this base in all these records: the next start need not go through them again.
    this.#seq = last
    await this.#confirm()
  }

  /** The rules have taken a record of the ledger. */
  took(seq: number): void {
    this.#seq = Math.max(this.#seq, seq)
  }

  /** The file is to follow soon. */
  change(): void {
    if (this.#ready) this.#saveLater()
  }

  /** Puts the file up to date, then leaves it. */
  async leave(): Promise<void> {
    this.#cancelTimers()
    await this.#saveAtLast()
    this.#ready = false
    this.#cancelTimers()
    await this.#turn
    this.#settling.forget()
    await this.#file.forget()
    this.#fileSeq = 0
    this.#seq = 0
    this.#mustWrite = false
    this.#report.unloaded()
  }

  /** To be called once it is left for good. */
  async close(): Promise<void> {
    await this.#file.close()
  }

  /** Sees whether somebody changed the file, and takes what they changed once the file has come to rest. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#ready) await this.#look()
    })
  }

  /** Waits for an administrator who is just changing the file. What cannot be written is in the ledger, and taken from there. */
  async #saveAtLast(): Promise<void> {
    if (!this.#ready) return
    const till = performance.now() + this.#settling.longest + WAIT_AT_LAST_MS
    await this.#inTurn(() => this.#takeLate(() => this.#readChanged()))
    for (;;) {
      await this.#inTurn(() => this.#save())
      if (!this.#rules.changed && !this.#mustWrite) return
      if (this.#report.state.error !== null || performance.now() > till) break
      await pause(this.#o.settleMs / 4)
    }
    this.#o.log.warn(
      { file: this.#file.path },
      'not all rules are in the file yet: the next reading takes them from the ledger',
    )
  }

  async #look(): Promise<void> {
    try {
      const now = await this.#file.identity()
      if (now === this.#file.known) {
        this.#settling.forget()
        this.#report.readable()
        await this.#takeLate()
        if (this.#rules.changed || this.#mustWrite) this.#saveLater()
      } else if (!(await this.#settling.hasRested(now, () => isUnfinished(this.#file.path)))) this.#lookLater()
      else if (now === null) this.#gone()
      else await this.#readChanged()
    } catch (error) {
      this.#report.unreadable(this.#file.path, error)
    }
  }

  /** At a start: never any rule, or the file was deleted meanwhile; then the whole ledger is needed. */
  #none(): void {
    this.#file.gone()
    this.#fileSeq = this.#o.checkpoint.seqOfFile(this.#o.base, NO_FILE)
    this.#seq = this.#fileSeq
  }

  #gone(): void {
    this.#report.failed(this.#file.path, 'missing')
    this.#settling.forget()
    this.#file.gone()
    this.#mustWrite = true
    this.#saveLater()
  }

  async #takeLate(putAlso?: () => Promise<void>): Promise<void> {
    if (!this.#ready) return
    try {
      const late = { editedAt: this.#editedAt, report: this.#report, ...(putAlso && { putAlso }) }
      if (await takeLateEdits(this.#file, late)) this.#lookLater()
    } catch (error) {
      this.#report.failed(this.#file.path, 'unwritable', error)
    }
  }

  async #readChanged(): Promise<void> {
    const before = this.#rules.size
    const read = await this.#read()
    this.#settling.forget()
    if (read === null) return this.#lookLater()
    this.#editedAt = performance.now()
    const unseen = await this.#unseenIn(read, this.#fileSeq)
    const tableBefore = this.#rules.replaceTable(read.table)
    const putBack = this.#putBack(unseen)
    const after = this.#rules.size
    this.#o.log.info({ file: this.#file.path, before, rules: after }, 'the file of rules was changed: read again')
    this.#o.edited({ before, after, putBack, changed: await this.#rules.changedSince(tableBefore, this.#seq) })
    // Whoever writes slowly, with pauses, is followed sooner than at the next check.
    this.#lookLater(4)
    if (this.#rules.changed || this.#mustWrite) this.#saveLater()
    else await this.#confirm()
  }

  async #startWith(read: Roustable, held: number): Promise<void> {
    const before = read.table.size
    const putBack = this.#putBack(await this.#unseenIn(read, held))
    if (putBack > 0) this.#o.edited({ before, after: this.#rules.size, putBack })
  }

  /** What was in ours, up to the record `held`, and whoever saved the file had not seen. */
  async #unseenIn(read: Roustable, held: number): Promise<Unseen[]> {
    const { bytes, savedAt, table, removed } = read
    // An emptied file says what is wanted. What we wrote is remembered: it may be a copy that is slow to come.
    if (bytes === 0) return []
    const { digits } = this.#rules
    const removes = (key: string) => removed.has(keyOf(key, digits))
    const file = { at: savedAt, stamp: this.#stampOf(read), get: (key: string) => table.get(key), removes }
    const { unseen, stale } = await this.#recent.unseen(file, held)
    // With its old stamp the next edit of it would be misread.
    if (stale) this.#mustWrite = true
    return unseen
  }

  /** null also for the stamp of another ledger. */
  #stampOf({ stamp }: Roustable): number | null {
    return stamp === null || stamp > Math.max(this.#ledgerLast, this.#seq) ? null : stamp
  }

  /** Returns how many rules it were. */
  #putBack(unseen: readonly Unseen[]): number {
    for (const { key, target, seq } of unseen) this.#rules.apply([{ key, target }], seq)
    const lines = unseen.map(({ key, target }) => `${key}=${target ?? ''}`)
    if (lines.length > 0) this.#report.putBack(this.#file.path, lines)
    return lines.length
  }

  /** What the file holds is to replace the table; null = it changed meanwhile and nothing was taken. */
  async #read(): Promise<Roustable | null> {
    const first = this.#file.known === undefined
    const read = await this.#file.read(this.#settings)
    if (read === null) return null
    if (first) {
      const { base, checkpoint } = this.#o
      // What the file has held by its stamp, or by the checkpoint, may have been undone in it on purpose since.
      const stamp = checkpoint.isOurs(base, read.identity) ? null : this.#stampOf(read)
      this.#fileSeq = stamp ?? checkpoint.seqOf(base, read.identity)
      this.#rules.forget(this.#fileSeq)
      this.#seq = Math.max(this.#seq, this.#fileSeq)
    }
    this.#removed = read.removed
    this.#mustWrite = false
    this.#report.loaded(this.#file.path, read)
    return read
  }

  /** Writes the file if there is something to write and nobody else has changed it. Never throws. */
  async #save(): Promise<void> {
    if (!this.#ready || (!this.#rules.changed && !this.#mustWrite)) return
    const begun = performance.now()
    const { base, checkpoint } = this.#o
    try {
      if (!(await this.#isAsKnown())) return
      const seq = this.#seq
      const rules = await this.#rules.beginWriting()
      const written = await this.#file.replace({ ...rules, stamp: seq }, this.#settings, (identity) =>
        checkpoint.announce(base, { seq, identity }),
      )
      if (written === null) {
        this.#rules.takeBack()
        return await this.#look()
      }
      this.#fileSeq = seq
      this.#mustWrite = false
      this.#report.saved(written)
      await this.#rules.written()
      await this.#file.secure()
      await checkpoint.confirm(base, { seq, identity: written.identity })
      // A file of millions of rules is not written at every moment.
      this.#pause = Math.min(MAX_PAUSE_MS, (performance.now() - begun) * 4)
    } catch (error) {
      // A failure after the file is in place costs no more than another save.
      if (this.#rules.writing) this.#rules.takeBack()
      else this.#mustWrite = true
      if (errorCode(error) === 'ENOSPC') await this.#file.makeRoom()
      this.#report.failed(this.#file.path, 'unwritable', error)
      this.#pause = Math.min(MAX_PAUSE_MS, Math.max(1000, this.#pause * 2))
      this.#saveLater()
    }
  }

  /** The file as it is holds all that the rules have taken. */
  async #confirm(): Promise<void> {
    const seq = this.#seq
    try {
      await this.#o.checkpoint.confirm(this.#o.base, { seq, identity: this.#file.known ?? NO_FILE })
      this.#fileSeq = seq
    } catch (error) {
      this.#report.failed(this.#file.path, 'unwritable', error)
    }
  }

  /** If not, first comes what an administrator did; #look comes back to saving. */
  async #isAsKnown(): Promise<boolean> {
    const known = await this.#file.identity().then(
      (now) => now === this.#file.known,
      () => false,
    )
    if (!known) await this.#look()
    return known
  }

  #saveLater(): void {
    this.#saveSoon.in(Math.max(this.#o.saveAfterMs, this.#pause))
  }

  #lookLater(times = 1): void {
    if (this.#ready) this.#lookSoon.in(this.#o.settleMs * times)
  }

  #cancelTimers(): void {
    this.#saveSoon.cancel()
    this.#lookSoon.cancel()
  }

  /** Reading and writing of the file one after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work)
    this.#turn = done.catch((error) => {
      this.#o.log.error({ err: error, file: this.#file.path }, 'the file of rules')
    })
    return this.#turn
  }
}
