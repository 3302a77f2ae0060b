import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import { TrubkaError } from '../../protocol/errors.ts'
import type { RefusedLine, RoutingSettings } from '../../protocol/routing.ts'
import { Emitter } from '../events.ts'
import type { Ledger, LedgerRecord } from '../ledger/ledger.ts'
import { Answers, MAX_ANSWERS } from './answers.ts'
import { BaseRules } from './base-rules.ts'
import { Checkpoint } from './checkpoint.ts'
import type { FileEdit } from './file-reading.ts'
import type { FileState } from './file-report.ts'
import { keyOfNumber, readLines } from './read-lines.ts'
import type { RecordOfRules } from './record-of-rules.ts'
import type { RulePage, RuleSearch } from './search.ts'

export type { FileState } from './file-report.ts'
export type { RulePage, RuleSearch } from './search.ts'

export type RoutingOptions = {
  ledger: Ledger
  /** Where the `<base>.roustable` files lie (SPEC C4, D6). */
  folder: string
  /** Where the server keeps what is only its own. */
  dataFolder: string
  /** Their ids; a call is looked for in this order. */
  bases: readonly { id: string }[]
  settings: RoutingSettings
  logger: Logger
  /** How often the files are looked at for an administrator's edits (SPEC C4: 30 s). */
  checkSeconds?: number
  /** Changes within this time go into one writing of the file. */
  saveAfterMs?: number
  /** A file somebody else changes is read once it has not changed for so long. */
  settleMs?: number
}

export type RuleWrite = {
  base: string
  lines: readonly string[]
  by: string
  /** The address it comes from; without one, the server does it by itself. */
  from?: string
  commandId: string
  /** By whose key, over which page; see the ledger. */
  signed?: { keyId: string; signature: string; page: string }
}
/** What tells a good rule from a bad one, and one number from another. */
export type RuleLengths = Omit<RoutingSettings, 'enabled'>
export type RuleAnswer = { written: number; refused: RefusedLine[] }

/** Of records with ten thousand rules each, fewer are read again at a start. */
const MAX_ANSWERS_BYTES = 64 * 1024 * 1024

/** A base's id is the name of its file. */
const FILE_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_. -]{0,99}$/u

/** Dynamic routing (SPEC C1–C5, C10): the rules of all bases, in memory, in the ledger and in their files. */
export class Routing extends Emitter<{ settings: [RoutingSettings] }> {
  readonly #ledger: Ledger
  readonly #folder: string
  readonly #logger: Logger
  readonly #checkpoint: Checkpoint
  readonly #checkSeconds: number
  readonly #bases: ReadonlyMap<string, BaseRules>
  readonly #answers = new Answers()
  /** In force. */
  #settings: RoutingSettings
  /** Asked for; the same, unless the rules could not be read by them. */
  #wanted: RoutingSettings
  #check: NodeJS.Timeout | null = null
  #switching: Promise<void> = Promise.resolve()
  /** Under way, or waiting for another. */
  #switches = 0
  /** On their way into the ledger by the settings of now. */
  readonly #writing = new Set<Promise<unknown>>()
  #reading: Promise<unknown> = Promise.resolve()

  constructor(o: RoutingOptions) {
    super()
    this.#ledger = o.ledger
    this.#folder = o.folder
    this.#logger = o.logger
    this.#settings = o.settings
    this.#wanted = o.settings
    this.#checkSeconds = o.checkSeconds ?? 30
    this.#checkpoint = new Checkpoint(join(o.dataFolder, 'routing-checkpoint.json'))
    this.#bases = new Map(
      o.bases.map(({ id }) => {
        if (!FILE_NAME.test(id)) throw new Error(`base «${id}»: its id must be fit for a file's name`)
        const options = {
          base: id,
          path: join(o.folder, `${id}.roustable`),
          settings: o.settings,
          checkpoint: this.#checkpoint,
          edited: (edit: FileEdit) => this.#edited(id, edit),
          written: (after: number, to: number, by: RuleLengths) => this.#written(id, { after, to, by }),
          logger: o.logger,
          saveAfterMs: o.saveAfterMs ?? 200,
          settleMs: o.settleMs ?? 500,
        }
        return [id, new BaseRules(options)]
      }),
    )
  }

  /** For whoever asks later why calls go elsewhere (SPEC C11). */
  #edited(base: string, { before, after, putBack, changed }: FileEdit): void {
    this.#ledger
      .append({
        type: 'file.edited',
        base,
        before,
        after,
        ...(putBack > 0 && { putBack }),
        ...(changed && { changed }),
      })
      .catch((error: unknown) => this.#logger.error({ err: error, base }, 'an edit of the file is not noted'))
  }

  get settings(): RoutingSettings {
    return this.#settings
  }

  /** Reads files and ledger. @throws what the ledger throws when it is damaged */
  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    await this.#checkpoint.load(this.#logger)
    if (this.#settings.enabled) await this.#load(this.#settings)
    else {
      const from = this.#readFrom(this.#ledger.last)
      for await (const { record } of this.#ledger.read(from, ['rules.written'])) this.#remember(record)
    }
    this.#check = setInterval(() => {
      for (const base of this.#bases.values()) void base.look()
      // What has failed is said each time, and asked again.
      if (this.failing && this.#switches === 0) this.#switch((wanted) => wanted).catch(() => undefined)
    }, this.#checkSeconds * 1000)
  }

  /** The files are up to date when this resolves. */
  async stop(): Promise<void> {
    if (this.#check !== null) clearInterval(this.#check)
    this.#check = null
    await this.#switching
    await Promise.allSettled(this.#writing)
    await this.#unload()
    for (const base of this.#bases.values()) await base.close()
  }

  /**
   * Good lines are in the ledger and in force when this resolves; the others are named (SPEC C2, C3). The same command of
   * the same operator is done once, however often it is asked, also after a restart.
   * @throws TrubkaError unknownBase, routingOff, notKept
   */
  async write({ base, lines, by, from, commandId, signed }: RuleWrite): Promise<RuleAnswer> {
    const rules = this.#bases.get(base)
    if (rules === undefined) throw new TrubkaError('unknownBase', `no base «${base.slice(0, 80)}»`)
    // What the lines are checked by may just be changing, and be about to change again.
    for (let seen: unknown; seen !== this.#switching; ) {
      seen = this.#switching
      await seen
    }
    const writing = this.#write(
      rules,
      { base, lines, by, ...(from && { from }), commandId, ...(signed && { signed }) },
      this.#settings,
    )
    this.#writing.add(writing)
    try {
      return await writing
    } finally {
      this.#writing.delete(writing)
    }
  }

  async #write(rules: BaseRules, write: RuleWrite, settings: RoutingSettings): Promise<RuleAnswer> {
    const { by, commandId, lines, signed, ...where } = write
    // One after the other, however many lines they have: what is sent in order comes into the ledger in order.
    const reading = this.#reading.then(() => readLines(lines, settings))
    this.#reading = reading
    const { good, refused } = await reading
    if (!settings.enabled && !this.#answers.has(by, commandId)) throw new TrubkaError('routingOff')
    if (good.length === 0) return { written: 0, refused }
    const written = await this.#answers.once(by, commandId, async () => {
      const texts = good.map(({ key, target }) => `${key}=${target ?? ''}`)
      const trail = signed && { signed: { ...signed, ...(!isDeepStrictEqual(texts, lines) && { lines: [...lines] }) } }
      const seq = await this.#ledger.append({ type: 'rules.written', ...where, lines: texts, by, commandId, ...trail })
      await rules.change({ good, seq, at: Date.now() })
      return good.length
    })
    return { written, refused }
  }

  /** Where to send a call from `number` (any form), from memory, at once; null = its usual way (SPEC C1). */
  decide(number: string): string | null {
    const { enabled, lastDigits } = this.#settings
    const key = enabled ? keyOfNumber(number, lastDigits) : null
    if (key === null) return null
    for (const base of this.#bases.values()) {
      const target = base.get(key)
      if (target !== null) return target
    }
    return null
  }

  /** All rules of a base are; not so while rules are off, or its file cannot be read at a start. */
  knows(base: string): boolean {
    return this.#settings.enabled && (this.#bases.get(base)?.known ?? false)
  }

  /** The rule of one base for a number in any form; null = none, or no such base. Off, there are none. */
  ruleOf(base: string, number: string): string | null {
    const key = keyOfNumber(number, this.#settings.lastDigits)
    return key === null ? null : (this.#bases.get(base)?.get(key) ?? null)
  }

  /**
   * The rules of a base whose number holds `part`, page after page, in the numbers' order (SPEC C11). Even among millions
   * of rules it does not hold up other work; off, there are none.
   * @throws TrubkaError unknownBase
   */
  async search(base: string, what: RuleSearch): Promise<RulePage> {
    const rules = this.#bases.get(base)
    if (rules === undefined) throw new TrubkaError('unknownBase', `no base «${base.slice(0, 80)}»`)
    return rules.search(what)
  }

  /** «Использовать маршрутизацию звонков сервером по переданной таблице» (SPEC C5). Resolves once it is in force. */
  setEnabled(enabled: boolean): Promise<void> {
    return this.#switch((now) => ({ ...now, enabled }))
  }

  /** Other lengths: the files are read anew by them. Resolves once they are in force. */
  setLengths({ lastDigits, internalLength }: RuleLengths): Promise<void> {
    return this.#switch((now) => ({ ...now, lastDigits, internalLength }))
  }

  /** The rules could not be read when they were to be: calls go their usual way, and it is tried again at each check. */
  get failing(): boolean {
    return this.#wanted.enabled && !this.#settings.enabled
  }

  #switch(change: (wanted: RoutingSettings) => RoutingSettings): Promise<void> {
    this.#switches++
    const done = this.#switching
      .then(() => {
        this.#wanted = change(this.#wanted)
        return this.#reach(this.#wanted)
      })
      .finally(() => {
        this.#switches--
      })
    this.#switching = done.catch(() => undefined)
    return done
  }

  async #reach(settings: RoutingSettings): Promise<void> {
    if (isDeepStrictEqual(settings, this.#settings)) return
    if (this.#settings.enabled) {
      // A call that comes while files are read by other lengths goes its usual way.
      this.#settings = { ...settings, enabled: false }
      await Promise.allSettled(this.#writing)
      await this.#unload()
    }
    try {
      if (settings.enabled) await this.#load(settings)
      this.#settings = settings
      this.#logger.info({ settings }, 'routing by the table switched')
    } catch (error) {
      this.#settings = { ...settings, enabled: false }
      await this.#unload()
      this.#logger.error({ err: error }, 'the rules cannot be read: calls go their usual way, and it is tried again')
      throw error
    } finally {
      this.emit('settings', this.#settings)
    }
  }

  /** null = no such base. */
  fileState(base: string): FileState | null {
    return this.#bases.get(base)?.fileState ?? null
  }

  async #load(settings: RoutingSettings): Promise<void> {
    const after = new Map<string, number>()
    let { last } = this.#ledger
    for (const [id, base] of this.#bases) after.set(id, await base.load(settings, last))
    const from = this.#readFrom(Math.min(last, ...after.values()))
    for (const base of this.#bases.values()) base.begin(from)
    for await (const { seq, at, record } of this.#ledger.read(from, ['rules.written'])) {
      last = Math.max(last, seq)
      this.#remember(record)
      if (record.type !== 'rules.written') continue
      const { good, refused } = await readLines(record.lines, settings)
      const base = this.#bases.get(record.base)
      if (seq <= (after.get(record.base) ?? 0)) base?.remember({ good, seq, at })
      else base?.apply({ good, asleep: refused.map(({ line }) => line), seq, at })
    }
    for (const base of this.#bases.values()) await base.ready(last)
  }

  /** What files do not hold after `seq`, and before it what may be asked again: a start does not read years of records. */
  #readFrom(seq: number): number {
    const recent = Math.max(0, this.#ledger.last - MAX_ANSWERS, this.#ledger.tail(MAX_ANSWERS_BYTES))
    return Math.min(seq, recent)
  }

  async *#written(
    base: string,
    { after, to, by }: { after: number; to: number; by: RuleLengths },
  ): AsyncGenerator<RecordOfRules, void, undefined> {
    for await (const { seq, at, record } of this.#ledger.read(after, ['rules.written'], to)) {
      if (record.type !== 'rules.written' || record.base !== base) continue
      const { good } = await readLines(record.lines, { ...by, enabled: true })
      yield { seq, at, good }
    }
  }

  async #unload(): Promise<void> {
    for (const base of this.#bases.values()) await base.unload()
  }

  #remember(record: LedgerRecord): void {
    if (record.type === 'rules.written') this.#answers.add(record.by, record.commandId, record.lines.length)
  }
}
