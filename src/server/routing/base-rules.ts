import { renameSync, statSync } from 'node:fs'
import { realpath, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Logger } from 'pino'
import type { RefusedLine, RoutingSettings, Rule } from '../../protocol/routing.ts'
import { errorCode, syncFolder } from '../files.ts'
import type { Checkpoint } from './checkpoint.ts'
import { Layers } from './layers.ts'
import { identity, identityOf, isUnfinished, NotText, readRoustable, writeRoustable } from './roustable.ts'
import { type RulePage, type RuleSearch, searchRules } from './search.ts'

/** How a base's file stands, for the pages of the server manager. */
export type FileState = {
  path: string
  rules: number
  /** Milliseconds since 1970; null = not since the start. */
  loadedAt: number | null
  savedAt: number | null
  /** `missing` and `unwritable` mend themselves at the next save; with `notText` and `unreadable` the file is left alone. */
  error: 'missing' | 'notText' | 'unreadable' | 'unwritable' | null
  /** Lines left out at the last reading, the first hundred of `refusedCount`. */
  refused: RefusedLine[]
  refusedCount: number
}

export type BaseRulesOptions = {
  base: string
  path: string
  settings: RoutingSettings
  checkpoint: Checkpoint
  logger: Logger
  saveAfterMs: number
  settleMs: number
}

/** After a failed save, and the longest pause between two saves of a very large file. */
const MAX_PAUSE_MS = 30_000

/** The rules of one base and their file, which an administrator may edit while we do. */
export class BaseRules {
  readonly #o: BaseRulesOptions
  readonly #settings: RoutingSettings
  readonly #log: Logger
  readonly #rules: Layers
  #path: string
  /** The file as we last read or wrote it; null = there is none; undefined = never read. */
  #known: string | null | undefined
  /** The file holds lines that are no rules; they are carried over. */
  #remarks = false
  /** A changed file, and when it was first seen so: it is read when it has come to rest. */
  #suspect: { identity: string | null; since: number } | null = null
  /** Last ledger record that the file holds, and that has been applied here. */
  #fileSeq = 0
  #seq = 0
  #loaded = false
  /** The ledger's records have been applied; before that, the file is neither looked at nor written. */
  #ready = false
  /** The file has to be written although nothing changed. */
  #mustWrite = false
  #pause = 0
  #saveTimer: NodeJS.Timeout | null = null
  #lookTimer: NodeJS.Timeout | null = null
  #turn: Promise<void> = Promise.resolve()
  #state: Omit<FileState, 'rules' | 'path'>

  constructor(options: BaseRulesOptions) {
    this.#o = options
    this.#path = options.path
    this.#settings = options.settings
    this.#log = options.logger.child({ base: options.base })
    this.#rules = new Layers(options.settings.lastDigits)
    this.#state = { loadedAt: null, savedAt: null, error: null, refused: [], refusedCount: 0 }
  }

  /** Reads the file and returns the number of the ledger record after which this base has to be brought up to date. */
  async load(): Promise<number> {
    this.#path = await realpath(this.#o.path).catch(() => this.#o.path)
    await this.#inTurn(async () => {
      // What a crash left; if it cannot go now, the next save says so.
      await rm(this.#beside, { force: true }).catch(() => undefined)
      try {
        await this.#read()
      } catch (error) {
        if (errorCode(error) === 'ENOENT') this.#known = null
        else this.#unreadable(error)
      }
    })
    this.#loaded = true
    return this.#fileSeq
  }

  /** To be called when the ledger's records have been applied after `load`. */
  ready(): void {
    this.#ready = true
    if (this.#rules.changed) this.#saveSoon()
  }

  /** Puts the file up to date, then forgets everything; the file stays. */
  async unload(): Promise<void> {
    if (!this.#loaded) return
    this.#clearTimers()
    await this.#inTurn(() => this.#save())
    this.#loaded = false
    this.#ready = false
    this.#clearTimers()
    await this.#turn
    this.#rules.clear()
    this.#suspect = null
    this.#known = undefined
    this.#fileSeq = 0
    this.#seq = 0
    this.#mustWrite = false
    this.#state = { ...this.#state, loadedAt: null, error: null, refused: [], refusedCount: 0 }
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

  /** `apply`, and the file follows soon. */
  change(rules: Rule[], seq: number): void {
    this.apply(rules, seq)
    if (this.#ready) this.#saveSoon()
  }

  get fileState(): FileState {
    return { path: this.#path, rules: this.#rules.size, ...this.#state }
  }

  /** Sees whether somebody changed the file, and takes what they changed once the file has come to rest. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#ready) await this.#look()
    })
  }

  get #beside(): string {
    return `${this.#path}.new`
  }

  async #look(): Promise<void> {
    let now: string | null
    try {
      now = await identityOf(this.#path)
    } catch (error) {
      this.#unreadable(error)
      return
    }
    if (now === this.#known) {
      this.#suspect = null
      if (this.#state.error === 'unreadable') this.#state = { ...this.#state, error: null }
      if (this.#rules.changed || this.#mustWrite) this.#saveSoon()
      return
    }
    if (this.#suspect?.identity !== now) this.#suspect = { identity: now, since: performance.now() }
    // An editor may still be writing, or have taken the file away to put a new one in its place.
    const rested = performance.now() - this.#suspect.since
    if (rested < this.#o.settleMs || (rested < this.#o.settleMs * 5 && (await isUnfinished(this.#path)))) {
      this.#lookSoon(this.#o.settleMs)
      return
    }
    if (now === null) {
      this.#fail('missing', 'the file of rules is gone: it is written anew; to remove all rules, empty it')
      this.#known = null
      this.#suspect = null
      this.#mustWrite = true
      this.#saveSoon()
      return
    }
    await this.#readChanged()
  }

  async #readChanged(): Promise<void> {
    const before = this.#rules.size
    try {
      if (!(await this.#read())) {
        this.#suspect = null
        this.#lookSoon(this.#o.settleMs)
        return
      }
    } catch (error) {
      this.#unreadable(error)
      return
    }
    this.#suspect = null
    this.#log.info({ file: this.#path, before, rules: this.#rules.size }, 'the file of rules was changed: read again')
    // Whoever writes slowly, with pauses, is followed sooner than at the next check.
    this.#lookSoon(this.#o.settleMs * 4)
    if (this.#rules.changed) this.#saveSoon()
  }

  /** The file replaces the table; false = it changed meanwhile and nothing was taken. */
  async #read(): Promise<boolean> {
    const read = await readRoustable(this.#path, this.#settings)
    const first = this.#known === undefined
    if (!first && (await identityOf(this.#path)) !== read.identity) return false
    if (first) {
      // What the file holds by the checkpoint may have been undone in it on purpose since.
      this.#fileSeq = this.#o.checkpoint.seqOf(this.#o.base, read.identity)
      this.#rules.forget(this.#fileSeq)
      this.#seq = Math.max(this.#seq, this.#fileSeq)
    }
    this.#rules.replaceTable(read.table)
    this.#known = read.identity
    this.#remarks = read.remarks
    this.#mustWrite = false
    const { refused, refusedCount } = read
    this.#state = { ...this.#state, loadedAt: Date.now(), error: null, refused, refusedCount }
    if (refusedCount > 0) {
      const lines = refused.slice(0, 10)
      this.#log.warn({ file: this.#path, refused: refusedCount, lines }, 'lines in the file of rules are left out')
    }
    return true
  }

  /** Writes the file if there is something to write and nobody else has changed it. Never throws. */
  async #save(): Promise<void> {
    if (!this.#ready || (!this.#rules.changed && !this.#mustWrite)) return
    const begun = performance.now()
    try {
      if ((await identityOf(this.#path)) !== this.#known) {
        // First what an administrator did; #look comes back here.
        await this.#look()
        return
      }
      const seq = this.#seq
      const written = await writeRoustable(this.#beside, {
        rules: this.#rules.beginWriting(),
        before: this.#known === null ? null : this.#path,
        remarks: this.#remarks,
        settings: this.#settings,
      })
      await this.#o.checkpoint.announce(this.#o.base, { seq, identity: written })
      if (!this.#putInPlace()) {
        this.#rules.takeBack()
        await rm(this.#beside, { force: true })
        await this.#look()
        return
      }
      if (this.#known === null) this.#remarks = false
      this.#known = written
      this.#fileSeq = seq
      this.#mustWrite = false
      this.#rules.written()
      this.#state = { ...this.#state, savedAt: Date.now(), error: null }
      await syncFolder(dirname(this.#path))
      await this.#o.checkpoint.confirm(this.#o.base, { seq, identity: written })
      // A file of millions of rules is not written at every moment.
      this.#pause = Math.min(MAX_PAUSE_MS, (performance.now() - begun) * 4)
    } catch (error) {
      // A failure after the file is in place costs no more than another save.
      if (this.#rules.writing) this.#rules.takeBack()
      else this.#mustWrite = true
      this.#fail('unwritable', 'the file of rules cannot be written; the rules are safe in the ledger', error)
      this.#pause = Math.min(MAX_PAUSE_MS, Math.max(1000, this.#pause * 2))
      this.#saveSoon()
    }
  }

  /** Looks once more and renames in one breath, so that an edit made while we wrote is not covered. */
  #putInPlace(): boolean {
    const file = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
    if ((file === undefined ? null : identity(file)) !== this.#known) return false
    renameSync(this.#beside, this.#path)
    return true
  }

  #unreadable(error: unknown): void {
    const [word, why] =
      error instanceof NotText
        ? (['notText', 'the file of rules is not a text file: left alone'] as const)
        : (['unreadable', 'the file of rules cannot be read: left alone'] as const)
    this.#fail(word, why, error)
  }

  #fail(error: FileState['error'], why: string, cause?: unknown): void {
    // Said once, not at every check.
    if (this.#state.error !== error) this.#log.error({ file: this.#path, err: cause }, why)
    this.#state = { ...this.#state, error }
  }

  #saveSoon(): void {
    this.#saveTimer ??= setTimeout(
      () => {
        this.#saveTimer = null
        void this.#inTurn(() => this.#save())
      },
      Math.max(this.#o.saveAfterMs, this.#pause),
    )
  }

  #lookSoon(ms: number): void {
    if (!this.#ready) return
    this.#lookTimer ??= setTimeout(() => {
      this.#lookTimer = null
      void this.look()
    }, ms)
  }

  #clearTimers(): void {
    if (this.#saveTimer !== null) clearTimeout(this.#saveTimer)
    if (this.#lookTimer !== null) clearTimeout(this.#lookTimer)
    this.#saveTimer = null
    this.#lookTimer = null
  }

  /** Reading and writing of the file one after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work)
    this.#turn = done.catch((error) => {
      this.#log.error({ err: error, file: this.#path }, 'the file of rules')
    })
    return this.#turn
  }
}
