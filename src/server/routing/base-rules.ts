import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { RoutingSettings, Rule } from '../../protocol/routing.ts'
import { errorCode } from '../files.ts'
import type { Checkpoint } from './checkpoint.ts'
import { FileReport, type FileState } from './file-report.ts'
import { Layers } from './layers.ts'
import { RulesFile } from './rules-file.ts'
import { type RulePage, type RuleSearch, searchRules } from './search.ts'
import { Settling } from './settling.ts'
import { Soon } from './soon.ts'

export type BaseRulesOptions = {
  base: string
  path: string
  settings: RoutingSettings
  checkpoint: Checkpoint
  /** An administrator has changed the file: so many rules before, and after. */
  edited: (before: number, after: number) => void
  logger: Logger
  saveAfterMs: number
  settleMs: number
}

/** The identity of a file that is not there, in the checkpoint. */
const NO_FILE = 'none'

/** After a failed save, and the longest pause between two saves of a very large file. */
const MAX_PAUSE_MS = 30_000

/** Before the rules leave memory, so much longer than a file may have to rest. */
const WAIT_AT_LAST_MS = 1000

/** The rules of one base and their file, which an administrator may edit while we do. */
export class BaseRules {
  readonly #o: BaseRulesOptions
  readonly #log: Logger
  readonly #rules: Layers
  readonly #report: FileReport
  readonly #settling: Settling
  readonly #saveSoon: Soon
  readonly #lookSoon: Soon
  readonly #file: RulesFile
  #settings: RoutingSettings
  /** Last ledger record that the file holds, and that has been applied here. */
  #fileSeq = 0
  #seq = 0
  #loaded = false
  /** The ledger's records have been applied; before that, the file is neither looked at nor written. */
  #ready = false
  /** The file has to be written although nothing changed. */
  #mustWrite = false
  #pause = 0
  #turn: Promise<void> = Promise.resolve()

  constructor(options: BaseRulesOptions) {
    this.#o = options
    this.#file = new RulesFile(options.path)
    this.#settings = options.settings
    this.#log = options.logger.child({ base: options.base })
    this.#rules = new Layers(options.settings)
    this.#report = new FileReport(this.#log)
    this.#settling = new Settling(options.settleMs)
    this.#saveSoon = new Soon(() => void this.#inTurn(() => this.#save()))
    this.#lookSoon = new Soon(() => void this.look())
  }

  /** Reads the file and returns the number of the ledger record after which this base has to be brought up to date. */
  async load(settings: RoutingSettings): Promise<number> {
    this.#settings = settings
    this.#rules.clear(settings)
    await this.#inTurn(async () => {
      await this.#file.find()
      try {
        await this.#read()
      } catch (error) {
        if (errorCode(error) === 'ENOENT') this.#none()
        else this.#report.unreadable(this.#file.path, error)
      }
    })
    this.#loaded = true
    return this.#fileSeq
  }

  /** To be called when the ledger's records, up to `last`, have been applied after `load`. */
  async ready(last: number): Promise<void> {
    this.#ready = true
    if (this.#rules.changed) return this.#saveLater()
    if (last === this.#fileSeq || this.#file.known === undefined) return
    // There is nothing for this base in all these records: the next start need not go through them again.
    const mark = { seq: last, identity: this.#file.known ?? NO_FILE }
    try {
      await this.#o.checkpoint.confirm(this.#o.base, mark)
      this.#fileSeq = last
      this.#seq = last
    } catch (error) {
      this.#report.failed(this.#file.path, 'unwritable', error)
    }
  }

  /** Puts the file up to date, then forgets everything; the file stays. */
  async unload(): Promise<void> {
    if (!this.#loaded) return
    this.#cancelTimers()
    await this.#saveAtLast()
    this.#loaded = false
    this.#ready = false
    this.#cancelTimers()
    await this.#turn
    this.#rules.clear(this.#settings)
    this.#settling.forget()
    this.#file.forget()
    this.#fileSeq = 0
    this.#seq = 0
    this.#mustWrite = false
    this.#report.unloaded()
  }

  /** Waits for an administrator who is just changing the file. What cannot be written is in the ledger, and taken from there. */
  async #saveAtLast(): Promise<void> {
    const till = performance.now() + this.#settling.longest + WAIT_AT_LAST_MS
    for (;;) {
      await this.#inTurn(() => this.#save())
      if (!this.#rules.changed && !this.#mustWrite) return
      if (this.#report.state.error !== null || performance.now() > till) break
      await pause(this.#o.settleMs / 4)
    }
    this.#log.warn(
      { file: this.#file.path },
      'not all rules are in the file yet: the next reading takes them from the ledger',
    )
  }

  /** The internal number for a key of `lastDigits` digits. */
  get(key: string): string | null {
    return this.#rules.get(key)
  }

  /** Rules whose number holds a part; see `searchRules`. */
  search(what: RuleSearch): Promise<RulePage> {
    return searchRules(this.#rules, what)
  }

  /** Takes rules of one ledger record; a record that comes late does not undo a later one. */
  apply(rules: Rule[], seq: number): void {
    if (!this.#loaded) return
    this.#rules.apply(rules, seq)
    this.#seq = Math.max(this.#seq, seq)
  }

  /** Takes lines of one ledger record that were acknowledged by other lengths: the file keeps them. */
  keep(lines: readonly string[], seq: number): void {
    if (!this.#loaded) return
    this.#rules.keep(lines, seq)
    this.#seq = Math.max(this.#seq, seq)
  }

  /** `apply`, and the file follows soon. */
  change(rules: Rule[], seq: number): void {
    this.apply(rules, seq)
    if (this.#ready) this.#saveLater()
  }

  get fileState(): FileState {
    return { path: this.#file.path, rules: this.#rules.size, ...this.#report.state }
  }

  /** Sees whether somebody changed the file, and takes what they changed once the file has come to rest. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#ready) await this.#look()
    })
  }

  async #look(): Promise<void> {
    try {
      const now = await this.#file.identity()
      if (now === this.#file.known) {
        this.#settling.forget()
        this.#report.readable()
        if (this.#rules.changed || this.#mustWrite) this.#saveLater()
      } else if (!(await this.#settling.hasRested(this.#file.path, now))) this.#lookLater()
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

  async #readChanged(): Promise<void> {
    const before = this.#rules.size
    const taken = await this.#read()
    this.#settling.forget()
    if (!taken) {
      this.#lookLater()
      return
    }
    this.#log.info(
      { file: this.#file.path, before, rules: this.#rules.size },
      'the file of rules was changed: read again',
    )
    this.#o.edited(before, this.#rules.size)
    // Whoever writes slowly, with pauses, is followed sooner than at the next check.
    this.#lookLater(4)
    if (this.#rules.changed) this.#saveLater()
  }

  /** The file replaces the table; false = it changed meanwhile and nothing was taken. */
  async #read(): Promise<boolean> {
    const first = this.#file.known === undefined
    const read = await this.#file.read(this.#settings)
    if (read === null) return false
    if (first) {
      // What the file holds by the checkpoint may have been undone in it on purpose since.
      this.#fileSeq = this.#o.checkpoint.seqOf(this.#o.base, read.identity)
      this.#rules.forget(this.#fileSeq)
      this.#seq = Math.max(this.#seq, this.#fileSeq)
    }
    this.#rules.replaceTable(read.table)
    this.#mustWrite = false
    this.#report.loaded(this.#file.path, read)
    return true
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
      const written = await this.#file.replace(rules, this.#settings, (identity) =>
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
      this.#report.failed(this.#file.path, 'unwritable', error)
      this.#pause = Math.min(MAX_PAUSE_MS, Math.max(1000, this.#pause * 2))
      this.#saveLater()
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
      this.#log.error({ err: error, file: this.#file.path }, 'the file of rules')
    })
    return this.#turn
  }
}
