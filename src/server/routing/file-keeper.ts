import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { RoutingSettings } from '../../protocol/routing.ts'
import { errorCode } from '../files.ts'
import type { Checkpoint } from './checkpoint.ts'
import { isUnfinished } from './file-identity.ts'
import { type FileEdit, FileReading } from './file-reading.ts'
import { FileReport } from './file-report.ts'
import { type FileParts, Standing } from './file-standing.ts'
import { FileWriting } from './file-writing.ts'
import { takeLateEdits } from './late-edits.ts'
import type { Layers } from './layers.ts'
import { RulesFile } from './rules-file.ts'
import { Settling } from './settling.ts'
import { Soon } from './soon.ts'

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

type RulesOfBase = Pick<FileParts, 'recent' | 'betweenRecords' | 'written'> & { inForce: Layers }

/** Before the rules leave memory, so much longer than a file may have to rest. */
const WAIT_AT_LAST_MS = 1000

/** Keeps a base's rules and their file alike, while an administrator may be editing it. */
export class FileKeeper {
  readonly #o: FileKeeperOptions
  readonly #report: FileReport
  readonly #settling: Settling
  readonly #saveSoon: Soon
  readonly #lookSoon: Soon
  readonly #file: RulesFile
  readonly #rules: Layers
  readonly #standing = new Standing()
  readonly #reading: FileReading
  readonly #writing: FileWriting
  #settings: RoutingSettings
  /** The rules have taken the ledger's records; before that, the file is neither looked at nor written. */
  #ready = false
  #turn: Promise<void> = Promise.resolve()

  constructor(options: FileKeeperOptions, settings: RoutingSettings, rules: RulesOfBase) {
    const { base, checkpoint, path, settleMs, log } = options
    this.#o = options
    this.#settings = settings
    this.#file = new RulesFile(path, settleMs)
    this.#rules = rules.inForce
    this.#report = new FileReport(log)
    const { inForce, ...others } = rules
    const standing = this.#standing
    const parts = { base, checkpoint, file: this.#file, rules: inForce, ...others, report: this.#report, standing }
    this.#reading = new FileReading(parts, log)
    this.#writing = new FileWriting(parts)
    this.#settling = new Settling(settleMs)
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
    return this.#reading.removes(key)
  }

  /**
   * Reads the file and returns the number of the ledger record after which the rules have to be brought up to date; `last`
   * is the ledger's last.
   */
  async open(settings: RoutingSettings, last: number): Promise<number> {
    this.#settings = settings
    this.#standing.ledgerLast = last
    await this.#inTurn(async () => {
      await this.#file.find()
      try {
        await this.#reading.open(settings)
      } catch (error) {
        if (errorCode(error) === 'ENOENT') this.#writing.none()
        else {
          this.#reading.doubt()
          this.#report.unreadable(this.#file.path, error)
        }
      }
    })
    return this.#standing.held
  }

  /** The rules have taken what the ledger has of them, up to `last`. */
  async ready(last: number): Promise<void> {
    this.#ready = true
    let edited = false
    await this.#inTurn(async () => {
      const edit = await this.#reading.startWith()
      if (edit === null) return
      edited = true
      this.#o.edited(edit)
    })
    if (this.#writing.isDue) return this.#saveLater()
    if ((last === this.#standing.held && !edited) || this.#file.known === undefined) return
    // There is nothing for this base in all these records: the next start need not go through them again.
    this.#standing.taken = last
    await this.#writing.confirm()
  }

  /** The rules have taken a record of the ledger. */
  took(seq: number): void {
    this.#standing.take(seq)
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
    this.#standing.leave()
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
    await this.#inTurn(() => this.#takeLate(() => this.#takeEdit()))
    await this.#inTurn(() => this.#seeWhetherGone())
    for (;;) {
      await this.#inTurn(() => this.#save())
      if (!this.#writing.isDue) return
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
        if (this.#writing.isDue) this.#saveLater()
      } else if (!(await this.#settling.hasRested(now, () => isUnfinished(this.#file.path)))) this.#lookLater()
      else if (now === null) await this.#gone()
      else await this.#takeEdit()
    } catch (error) {
      this.#report.unreadable(this.#file.path, error)
    }
  }

  /** Deleted just now: the next start would take it for deleted while nobody was there, and know only the ledger's rules. */
  async #seeWhetherGone(): Promise<void> {
    const now = await this.#file.identity().catch(() => undefined)
    if (now === null && this.#file.known) await this.#gone()
  }

  async #gone(): Promise<void> {
    if (this.#rules.doubtful) await this.#rules.trust()
    this.#report.failed(this.#file.path, 'missing')
    this.#settling.forget()
    this.#file.gone()
    this.#standing.mustWrite = true
    this.#saveLater()
  }

  async #takeLate(putAlso?: () => Promise<void>): Promise<void> {
    if (!this.#ready) return
    try {
      const late = { editedAt: this.#standing.editedAt, report: this.#report, ...(putAlso && { putAlso }) }
      if (await takeLateEdits(this.#file, late)) this.#lookLater()
    } catch (error) {
      this.#report.failed(this.#file.path, 'unwritable', error)
    }
  }

  async #takeEdit(): Promise<void> {
    const edit = await this.#reading.takeEdit(this.#settings)
    this.#settling.forget()
    if (edit === null) return this.#lookLater()
    this.#o.edited(edit)
    // Whoever writes slowly, with pauses, is followed sooner than at the next check.
    this.#lookLater(4)
    if (this.#writing.isDue) this.#saveLater()
    else await this.#writing.confirm()
  }

  /** Writes the file if there is something to write and nobody else has changed it. Never throws. */
  async #save(): Promise<void> {
    if (!this.#ready || !this.#writing.isDue) return
    const saved = await this.#writing.save(this.#settings)
    // First comes what an administrator did; #look comes back to saving.
    if (saved === 'overtaken') await this.#look()
    else if (saved === 'failed') this.#saveLater()
  }

  #saveLater(): void {
    this.#saveSoon.in(Math.max(this.#o.saveAfterMs, this.#writing.pauseMs))
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
