import type { Logger } from 'pino'
import * as v from 'valibot'
import { TrubkaError } from '../../protocol/errors.ts'
import { AVAILABLE, isPlain, type ShownStatus, Status } from '../../protocol/status.ts'
import { Emitter } from '../events.ts'
import type { Kept } from '../kept/kept.ts'

const File = v.object({ version: v.literal(1), statuses: v.record(v.string(), Status) })
const NONE: v.InferOutput<typeof File> = { version: 1, statuses: {} }
/** The longest that a timer of Node waits is 24.8 days; whoever is away for longer is looked at again. */
const LONGEST_MS = 24 * 3600_000

/**
 * What employees say of themselves, by their id (SPEC A8). `changed` says what is shown
 * from now on; null = available, and nothing to say.
 */
export class Statuses extends Emitter<{ changed: [id: string, status: ShownStatus | null] }> {
  readonly #kept: Kept
  readonly #logger: Logger
  readonly #now: () => number
  #own = new Map<string, Status>()
  readonly #idle = new Set<string>()
  #writing: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null

  constructor(kept: Kept, { logger, now = Date.now }: { logger: Logger; now?: () => number }) {
    super()
    this.#kept = kept
    this.#logger = logger
    this.#now = now
  }

  /** A missing file is an empty one; one that makes no sense is reported, and replaced at the next change. */
  async load(): Promise<void> {
    const text = await this.#kept.read()
    try {
      const { statuses } = text === null ? NONE : v.parse(File, JSON.parse(text))
      this.#own = new Map(Object.entries(statuses).filter(([, status]) => !this.#isOver(status)))
    } catch (error) {
      this.#logger.warn({ err: error, file: this.#kept.place }, 'statuses not readable')
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
   * Resolves once it is kept; shown from then on.
   *
   * @throws TrubkaError `invalidParams` for a time that is over
   */
  set(id: string, status: Status): Promise<void> {
    if (this.#isOver(status)) throw new TrubkaError('invalidParams', 'it is over already', 'params.status.until')
    const done = this.#writing.then(async () => {
      const own = new Map(this.#own)
      if (isPlain(status)) own.delete(id)
      else own.set(id, status)
      await this.#kept.write(JSON.stringify({ version: 1, statuses: Object.fromEntries(own) }))
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
