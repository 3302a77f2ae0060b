import { setImmediate as breathe } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { RoutingSettings } from '../../protocol/routing.ts'
import { FileKeeper, type FileKeeperOptions } from './file-keeper.ts'
import type { FileState } from './file-report.ts'
import { Layers } from './layers.ts'
import { Recent } from './recent.ts'
import type { RecordOfRules } from './record-of-rules.ts'
import { type RulePage, type RuleSearch, searchRules } from './search.ts'

export type BaseRulesOptions = Omit<FileKeeperOptions, 'log'> & {
  settings: RoutingSettings
  logger: Logger
  /** The base's records after `after` up to `to`, read by these lengths. */
  written: (after: number, to: number, settings: RoutingSettings) => AsyncIterable<RecordOfRules>
}

/** So many rules of a record are taken before other work gets its turn: half a millisecond, and some in the first request. */
const AT_ONCE = 250

/** The rules of one base, in force and in their file. */
export class BaseRules {
  readonly #rules: Layers
  readonly #recent = new Recent()
  readonly #file: FileKeeper
  #settings: RoutingSettings
  #loaded = false
  #changing: Promise<void> = Promise.resolve()

  constructor(options: BaseRulesOptions) {
    const { settings, logger, base, written } = options
    this.#settings = settings
    this.#rules = new Layers(settings)
    const betweenRecords = <T>(work: () => T) => this.#inOrder(work)
    const rules = {
      inForce: this.#rules,
      recent: this.#recent,
      betweenRecords,
      written: (after: number, to: number) => written(after, to, this.#settings),
    }
    this.#file = new FileKeeper({ ...options, log: logger.child({ base }) }, settings, rules)
  }

  /**
   * Reads the file and returns the number of the ledger record after which this base has to be brought up to date; `last` is
   * the ledger's last.
   */
  async load(settings: RoutingSettings, last: number): Promise<number> {
    this.#settings = settings
    this.#rules.clear(settings)
    this.#recent.begin(0)
    const after = await this.#file.open(settings, last)
    this.#loaded = true
    return after
  }

  /** Between `load` and `ready`: it is going to be told of the ledger's records after `seq`. */
  begin(seq: number): void {
    this.#recent.begin(seq)
  }

  /** To be called when the ledger's records, up to `last`, have been applied after `load`. */
  ready(last: number): Promise<void> {
    return this.#file.ready(last)
  }

  /** Puts the file up to date, then forgets everything; the file stays. */
  async unload(): Promise<void> {
    if (!this.#loaded) return
    await this.#file.leave()
    this.#loaded = false
    this.#rules.clear(this.#settings)
    this.#recent.begin(0)
  }

  /** To be called once it is unloaded for good. */
  close(): Promise<void> {
    return this.#file.close()
  }

  /** The internal number for a key of `lastDigits` digits. */
  get(key: string): string | null {
    return this.#rules.get(key)
  }

  /** They are loaded, and the file has been read: a number without a rule has none. */
  get known(): boolean {
    return this.#loaded && !this.#rules.doubtful
  }

  /** Rules whose number holds a part; see `searchRules`. */
  search(what: RuleSearch): Promise<RulePage> {
    return searchRules(this.#rules, what)
  }

  /** A record from the ledger that the file holds already. */
  remember({ good, seq, at }: RecordOfRules): void {
    for (const { key, target } of good) this.#recent.add({ key, after: target, seq, at })
  }

  /** A record from the ledger that the file does not hold. */
  apply(record: RecordOfRules): void {
    this.remember(record)
    const { good, asleep = [], seq } = record
    this.#rules.apply(good, seq)
    this.#rules.keep(asleep, seq)
    this.#file.took(seq)
  }

  /** Takes the rules of a new record, one record after the other, and the file follows soon. They are in force when this resolves. */
  change(record: RecordOfRules): Promise<void> {
    return this.#inOrder(() => this.#change(record))
  }

  #inOrder<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#changing.then(work)
    this.#changing = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }

  async #change({ good, seq, at }: RecordOfRules): Promise<void> {
    for (let from = 0; from < good.length; from += AT_ONCE) {
      if (from > 0) await breathe()
      if (!this.#loaded) return
      const some = good.slice(from, from + AT_ONCE)
      for (const { key, target } of some) {
        const before = { target: this.#rules.get(key), removed: this.#file.removes(key) }
        this.#recent.add({ key, ...(!this.#rules.doubtful && { before }), after: target, seq, at })
      }
      this.#rules.apply(some, seq)
    }
    this.#file.took(seq)
    this.#file.change()
  }

  get fileState(): FileState {
    return { path: this.#file.path, rules: this.#rules.size, ...this.#file.report.state }
  }

  /** Sees whether somebody changed the file; see `FileKeeper`. */
  look(): Promise<void> {
    return this.#file.look()
  }
}
