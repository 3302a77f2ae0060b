import type { Logger } from 'pino'
import { Emitter } from '../events.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { type Failure, Lane, type LaneState, type LaneTiming, Owed, type Renewal } from './outbox-lane.ts'
import { ReadModel } from './read-model.ts'

export type OutboxOptions = {
  ledger: Ledger
  /** Of its snapshot. */
  path: string
  /** What a record obliges to. The record is the obligation: once it is in the ledger, no crash can lose what is owed. */
  owes: (entry: LedgerEntry) => Owed[]
  /**
   * Puts it where it belongs. May be asked twice for the same: after a crash, or when an answer was lost.
   * @throws `Refused` when the other side has looked at it and will not have it; anything else = not now, try again.
   */
  deliver: (owed: Owed) => Promise<void>
  /** Why a receiver gets nothing of a kind for now, in words; null = it gets what it is owed. What is owed is kept either way. */
  held?: (to: string, kind: string) => string | null
  /** Of a kind. */
  renewal?: (kind: string) => Renewal | null
  logger: Logger
  timing?: Partial<LaneTiming>
}

/** One receiver's lane for one kind: what cannot be delivered holds up its own kind only. */
type Way = { to: string; kind: string; lane: Lane }

export type OutboxEvents = {
  changed: [to: string]
  /** At each trial of it that fails. */
  failed: [id: string, failure: Failure]
}

/**
 * What is owed to other systems (DESIGN 6): taken from the ledger, delivered in order for each receiver and kind, repeated
 * until it is taken, and noted in the ledger when it has been.
 */
export class Outbox extends Emitter<OutboxEvents> {
  readonly #o: OutboxOptions
  /** By receiver and kind. */
  readonly #ways = new Map<string, Way>()
  readonly #model: ReadModel<Owed>
  readonly #stop = new AbortController()
  #running = false

  constructor(options: OutboxOptions) {
    super()
    this.#o = options
    this.#model = new ReadModel({
      ledger: options.ledger,
      path: options.path,
      item: Owed,
      restore: (owed) => {
        for (const each of owed) this.#lane(each).restore(each)
      },
      apply: (entry) => this.#apply(entry),
      snapshot: () => [...this.#ways.values()].flatMap(({ lane }) => lane.owed),
      logger: options.logger,
    })
  }

  /** Knows what is owed when this resolves, and begins to deliver. */
  async start(): Promise<void> {
    await this.#model.start()
    this.#running = true
    for (const { to, kind, lane } of this.#ways.values()) {
      const why = this.#heldBy(to, kind)
      const { owed } = lane.state
      if (why === null) lane.start()
      else if (owed > 0)
        this.#o.logger.warn({ to, kind, owed, why }, 'owed to a receiver that gets nothing for now: kept')
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.all([...this.#ways.values()].map(({ lane }) => lane.stopped()))
    await this.#model.stop()
  }

  /** The receiver has just been seen to live: no need to wait any longer. */
  wake(to: string): void {
    for (const lane of this.#lanesOf(to)) lane.wake()
  }

  /** Of all kinds together. */
  state(to: string): LaneState {
    const states = this.#lanesOf(to).map(({ state }) => state)
    const waiting = states.filter(({ since }) => since !== null)
    return {
      owed: states.reduce((sum, { owed }) => sum + owed, 0),
      aside: states.reduce((sum, { aside }) => sum + aside, 0),
      since: waiting.length === 0 ? null : Math.min(...waiting.flatMap(({ since }) => since ?? [])),
      fault: waiting[0]?.fault ?? null,
      refusal: states.find(({ refusal }) => refusal !== null)?.refusal ?? null,
    }
  }

  #lanesOf(to: string): Lane[] {
    return [...this.#ways.values()].filter((way) => way.to === to).map(({ lane }) => lane)
  }

  #heldBy(to: string, kind: string): string | null {
    return this.#o.held?.(to, kind) ?? null
  }

  #apply(entry: LedgerEntry): void {
    if (entry.record.type === 'outbox.done') for (const { lane } of this.#ways.values()) lane.remove(entry.record.id)
    for (const owed of this.#o.owes(entry)) this.#lane(owed).add(owed)
  }

  #lane({ to, kind }: Pick<Owed, 'to' | 'kind'>): Lane {
    const name = `${kind} ${to}`
    const known = this.#ways.get(name)
    if (known) return known.lane
    const { ledger, deliver, renewal, logger, timing } = this.#o
    const lane = new Lane({
      deliver,
      done: async ({ id }) => {
        await ledger.append({ type: 'outbox.done', id })
      },
      changed: () => this.emit('changed', to),
      failed: ({ id }, failure) => this.emit('failed', id, failure),
      renewal: renewal?.(kind) ?? null,
      stop: this.#stop.signal,
      logger: logger.child({ to, kind }),
      timing: timing ?? {},
    })
    this.#ways.set(name, { to, kind, lane })
    if (this.#running && this.#heldBy(to, kind) === null) lane.start()
    return lane
  }
}
