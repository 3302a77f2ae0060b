import type { Logger } from 'pino'
import * as v from 'valibot'

/** One thing owed to another system. `id` is made of the record it comes from, and is the same after every restart. */
export const Owed = v.object({ id: v.string(), to: v.string(), kind: v.string(), content: v.unknown() })
export type Owed = v.InferOutput<typeof Owed>

/** The other side has looked at it and will not have it; the message says why, in its words. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** Milliseconds. */
export type LaneTiming = {
  /** Before the first repetition; doubled from then on. */
  retryFirst: number
  retryMost: number
  /** How long what was refused lies aside before it is tried again. */
  aside: number
}
const TIMING: LaneTiming = { retryFirst: 1000, retryMost: 60_000, aside: 600_000 }

/** When a later debt takes the place of an earlier one, which may still be owed, or lie aside and come back after it. */
export type Renewal = {
  /** What a debt is about: only those that share one of these are compared. */
  topics: (owed: Owed) => Iterable<string>
  /** What is left of the earlier one; null = nothing, itself = all. */
  left: (earlier: Owed, later: Owed) => Owed | null
}

export type LaneState = {
  owed: number
  /** Of these, refused by the receiver. */
  aside: number
  /** Milliseconds since 1970: since when nothing could be delivered; null = it goes well. */
  since: number | null
  /** Why not, in words for an administrator. */
  fault: string | null
  /** Why the last of those aside was refused, in the receiver's words. */
  refusal: string | null
}

/** Why something was not delivered; `refused` = it lies aside, else it is tried again soon. */
export type Failure = { refused: boolean; why: string }

export type LaneOptions = {
  deliver: (owed: Owed) => Promise<void>
  /** Notes that it was taken; what is noted is removed by `remove`. */
  done: (owed: Owed) => Promise<void>
  changed: () => void
  /** Said at each trial that fails. */
  failed: (owed: Owed, failure: Failure) => void
  renewal: Renewal | null
  stop: AbortSignal
  logger: Logger
  timing: Partial<LaneTiming>
}

/**
 * What one receiver is owed, one after the other. While it fails, nothing is sent but one trial at a time, at growing
 * distances (a circuit breaker); what it refuses lies aside, so that it does not hold up the rest.
 */
export class Lane {
  readonly #o: LaneOptions
  readonly #timing: LaneTiming
  /** In order. */
  readonly #owed = new Map<string, Owed>()
  /** Ids of those that are not aside, in order. */
  readonly #ready = new Set<string>()
  /** Refused → when it may be tried again, by the monotonic clock; the soonest first. */
  readonly #aside = new Map<string, number>()
  /** Topic → ids. */
  readonly #about = new Map<string, Set<string>>()
  #failures = 0
  #since: number | null = null
  #fault: string | null = null
  #refusal: string | null = null
  #running: Promise<void> | null = null
  #wakeUp: () => void = () => {}
  /** Whoever stops does not wait for an answer: what was on its way is delivered again after the next start. */
  readonly #stopping: Promise<never>

  constructor(options: LaneOptions) {
    this.#o = options
    this.#timing = { ...TIMING, ...options.timing }
    this.#stopping = new Promise((_, reject) => {
      options.stop.addEventListener('abort', () => reject(new Error('stopping')), { once: true })
    })
    this.#stopping.catch(() => undefined)
  }

  get owed(): Owed[] {
    return [...this.#owed.values()]
  }

  get state(): LaneState {
    return {
      owed: this.#owed.size,
      aside: this.#aside.size,
      since: this.#since,
      fault: this.#fault,
      refusal: this.#aside.size === 0 ? null : this.#refusal,
    }
  }

  /** What a snapshot held, in its order. */
  restore(owed: Owed): void {
    this.#owed.set(owed.id, owed)
    this.#ready.add(owed.id)
    this.#note(owed)
  }

  add(owed: Owed): void {
    this.#renew(owed)
    this.restore(owed)
    // Somebody who fails is not asked sooner because there is more.
    if (this.#failures === 0) this.#wakeUp()
  }

  remove(id: string): void {
    const owed = this.#owed.get(id)
    if (owed === undefined) return
    this.#unnote(owed)
    this.#owed.delete(id)
    this.#ready.delete(id)
    this.#aside.delete(id)
  }

  /** Nothing older comes after what is newer. */
  #renew(later: Owed): void {
    const { renewal } = this.#o
    if (renewal === null) return
    const ids = new Set<string>()
    for (const topic of renewal.topics(later)) for (const id of this.#about.get(topic) ?? []) ids.add(id)
    for (const id of ids) {
      const earlier = this.#owed.get(id)
      if (earlier === undefined) continue
      const left = renewal.left(earlier, later)
      if (left === null) this.remove(id)
      else if (left !== earlier) {
        this.#unnote(earlier)
        this.#owed.set(id, left)
        this.#note(left)
      }
    }
  }

  #note(owed: Owed): void {
    for (const topic of this.#o.renewal?.topics(owed) ?? []) {
      const ids = this.#about.get(topic) ?? new Set()
      this.#about.set(topic, ids.add(owed.id))
    }
  }

  #unnote(owed: Owed): void {
    for (const topic of this.#o.renewal?.topics(owed) ?? []) {
      const ids = this.#about.get(topic)
      ids?.delete(owed.id)
      if (ids?.size === 0) this.#about.delete(topic)
    }
  }

  start(): void {
    this.#running ??= this.#run()
  }

  async stopped(): Promise<void> {
    await this.#running
  }

  wake(): void {
    this.#wakeUp()
  }

  async #run(): Promise<void> {
    const { stop } = this.#o
    while (!stop.aborted) {
      const next = this.#next()
      if (next === null) await this.#pause(this.#untilAside())
      else if (!(await this.#try(next))) await this.#pause(this.#backOff())
    }
  }

  /** False = not now. */
  async #try(owed: Owed): Promise<boolean> {
    const { deliver, done, stop, logger, changed, failed } = this.#o
    try {
      await Promise.race([deliver(owed), this.#stopping])
      await done(owed)
      this.remove(owed.id)
      this.#wentWell()
      return true
    } catch (error) {
      if (stop.aborted) return false
      const fault = error instanceof Error ? error.message : String(error)
      failed(owed, { refused: error instanceof Refused, why: fault })
      if (error instanceof Refused) {
        if (!this.#aside.has(owed.id)) logger.error({ id: owed.id, kind: owed.kind, fault }, 'refused by the receiver')
        this.#refusal = fault
        this.#putAside(owed.id)
        this.#wentWell()
        return true
      }
      this.#failures++
      this.#since ??= Date.now()
      // The same fault is said once, not at every trial.
      if (this.#fault !== fault) logger.warn({ fault, owed: this.#owed.size }, 'not delivered, tried again later')
      this.#fault = fault
      changed()
      return false
    }
  }

  #wentWell(): void {
    if (this.#failures > 0) this.#o.logger.info('delivered again')
    this.#failures = 0
    this.#since = null
    this.#fault = null
    this.#o.changed()
  }

  #putAside(id: string): void {
    // It may have been renewed while it was on its way.
    if (!this.#owed.has(id)) return
    this.#ready.delete(id)
    this.#aside.delete(id)
    this.#aside.set(id, performance.now() + this.#timing.aside)
  }

  /** What is new goes before what has been refused. */
  #next(): Owed | null {
    for (const id of this.#ready) return this.#owed.get(id) ?? null
    const [id, until] = this.#soonest()
    return until <= performance.now() ? (this.#owed.get(id) ?? null) : null
  }

  /** Null = until there is something new. */
  #untilAside(): number | null {
    const [, until] = this.#soonest()
    return until === Number.POSITIVE_INFINITY ? null : Math.max(1, until - performance.now())
  }

  /** Of those aside: all lie there for the same time, so it is the first. */
  #soonest(): [id: string, until: number] {
    for (const first of this.#aside) return first
    return ['', Number.POSITIVE_INFINITY]
  }

  #backOff(): number {
    const { retryFirst, retryMost } = this.#timing
    const wait = Math.min(retryMost, retryFirst * 2 ** Math.min(this.#failures - 1, 20))
    // Not all receivers of one machine at the same moment.
    return wait * (0.75 + Math.random() / 2)
  }

  async #pause(ms: number | null): Promise<void> {
    const { stop } = this.#o
    if (stop.aborted) return
    await new Promise<void>((resolve) => {
      const end = () => {
        if (timer) clearTimeout(timer)
        stop.removeEventListener('abort', end)
        this.#wakeUp = () => {}
        resolve()
      }
      const timer = ms === null ? null : setTimeout(end, ms)
      stop.addEventListener('abort', end)
      this.#wakeUp = end
    })
  }
}
