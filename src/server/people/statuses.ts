import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { TrubkaError } from '../../protocol/errors.ts'
import { AVAILABLE, isPlain, type ShownStatus, Status } from '../../protocol/status.ts'
import { Emitter } from '../events.ts'
import { errorCode, SECRET, writeWhole } from '../files.ts'

const File = v.object({ version: v.literal(1), statuses: v.record(v.string(), Status) })
/** The longest that a timer of Node waits is 24.8 days; whoever is away for longer is looked at again. */
const LONGEST_MS = 24 * 3600_000

/**
 * What employees say of themselves, by their id (SPEC A8). Kept in `<data>/statuses.json`. `changed` says what is shown
 * from now on; null = available, and nothing to say.
 */
export class Statuses extends Emitter<{ changed: [id: string, status: ShownStatus | null] }> {
  readonly #path: string
  readonly #logger: Logger
  readonly #now: () => number
  #own = new Map<string, Status>()
  readonly #idle = new Set<string>()
  #writing: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null

  constructor(path: string, { logger, now = Date.now }: { logger: Logger; now?: () => number }) {
    super()
    this.#path = path
    this.#logger = logger
    this.#now = now
  }

  /** A missing file is an empty one; one that makes no sense is reported, and replaced at the next change. */
  async load(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true })
    try {
      const { statuses } = v.parse(File, JSON.parse(await readFile(this.#path, 'utf8')))
      this.#own = new Map(Object.entries(statuses).filter(([, status]) => !this.#isOver(status)))
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') this.#logger.warn({ err: error, file: this.#path }, 'statuses not readable')
    }
    this.#wait()
  }

  /** What is shown of this person. */
  of(id: string): ShownStatus | null {
    const own = this.#own.get(id) ?? AVAILABLE
    if (own.kind === 'available' && this.#idle.has(id)) return { ...own, kind: 'away', idle: true }
    return isPlain(own) ? null : own
  }

  /** Everybody of whom there is something to show. */
  all(): Map<string, ShownStatus> {
    const shown = new Map<string, ShownStatus>()
    for (const id of [...this.#own.keys(), ...this.#idle]) {
      const status = this.of(id)
      if (status) shown.set(id, status)
    }
    return shown
  }

  /**
   * Resolves once it is on disk; shown from then on.
   *
   * @throws TrubkaError `invalidParams` for a time that is over
   */
  set(id: string, status: Status): Promise<void> {
    if (this.#isOver(status)) throw new TrubkaError('invalidParams', 'it is over already', 'params.status.until')
    const done = this.#writing.then(async () => {
      const own = new Map(this.#own)
      if (isPlain(status)) own.delete(id)
      else own.set(id, status)
      await writeWhole(this.#path, JSON.stringify({ version: 1, statuses: Object.fromEntries(own) }), SECRET)
      this.#change([id], () => {
        this.#own = own
      })
      this.#wait()
    })
    this.#writing = done.catch(() => {})
    return done
  }

  /** Whether nobody is at any of this person's machines. */
  setIdle(id: string, idle: boolean): void {
    if (idle === this.#idle.has(id)) return
    this.#change([id], () => {
      if (idle) this.#idle.add(id)
      else this.#idle.delete(id)
    })
  }

  async stop(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    await this.#writing
  }

  #isOver({ until }: Status): boolean {
    return until !== null && until <= this.#now()
  }

  /** What is over is left in the file until something else is written: it is over there, too. */
  #end(): void {
    const over = [...this.#own].filter(([, status]) => this.#isOver(status)).map(([id]) => id)
    this.#change(over, () => {
      for (const id of over) this.#own.delete(id)
    })
    this.#wait()
  }

  #wait(): void {
    if (this.#timer) clearTimeout(this.#timer)
    const next = Math.min(...[...this.#own.values()].map(({ until }) => until ?? Number.POSITIVE_INFINITY))
    if (next === Number.POSITIVE_INFINITY) return
    this.#timer = setTimeout(() => this.#end(), Math.min(Math.max(next - this.#now(), 0), LONGEST_MS))
  }

  #change(ids: readonly string[], change: () => void): void {
    const before = new Map(ids.map((id) => [id, JSON.stringify(this.of(id))]))
    change()
    for (const id of ids) if (JSON.stringify(this.of(id)) !== before.get(id)) this.emit('changed', id, this.of(id))
  }
}
