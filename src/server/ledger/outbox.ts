import type { Logger } from 'pino'
import { Emitter } from '../events.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { Lane, type LaneState, type LaneTiming, Owed, type Renewal } from './outbox-lane.ts'
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
  /** Why a receiver gets nothing for now, in words; null = it gets what it is owed. What is owed is kept either way. */
  held?: (to: string) => string | null
  renewal?: Renewal
  logger: Logger
  timing?: Partial<LaneTiming>
}

/**
 * What is owed to other systems (DESIGN 6): taken from the ledger, delivered in order for each receiver, repeated until it
 * is taken, and noted in the ledger when it has been.
 */
export class Outbox extends Emitter<{ changed: [to: string] }> {
  readonly #o: OutboxOptions
  readonly #lanes = new Map<string, Lane>()
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
        for (const each of owed) this.#lane(each.to).restore(each)
      },
      apply: (entry) => this.#apply(entry),
      snapshot: () => [...this.#lanes.values()].flatMap((lane) => lane.owed),
      logger: options.logger,
    })
  }

  /** Knows what is owed when this resolves, and begins to deliver. */
  async start(): Promise<void> {
    await this.#model.start()
    this.#running = true
    for (const [to, lane] of this.#lanes) {
      const why = this.#heldBy(to)
      const { owed } = lane.state
      if (why === null) lane.start()
      else if (owed > 0) this.#o.logger.warn({ to, owed, why }, 'owed to a receiver that gets nothing for now: kept')
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.all([...this.#lanes.values()].map((lane) => lane.stopped()))
    await this.#model.stop()
  }

  /** The receiver has just been seen to live: no need to wait any longer. */
  wake(to: string): void {
    this.#lanes.get(to)?.wake()
  }

  state(to: string): LaneState {
    return this.#lanes.get(to)?.state ?? { owed: 0, aside: 0, since: null, fault: null }
  }

  #heldBy(to: string): string | null {
    return this.#o.held?.(to) ?? null
  }

  #apply(entry: LedgerEntry): void {
    if (entry.record.type === 'outbox.done') for (const lane of this.#lanes.values()) lane.remove(entry.record.id)
    for (const owed of this.#o.owes(entry)) this.#lane(owed.to).add(owed)
  }

  #lane(to: string): Lane {
    const known = this.#lanes.get(to)
    if (known) return known
    const { ledger, deliver, renewal, logger, timing } = this.#o
    const lane = new Lane({
      deliver,
      done: async ({ id }) => {
        await ledger.append({ type: 'outbox.done', id })
      },
      changed: () => this.emit('changed', to),
      renewal: renewal ?? null,
      stop: this.#stop.signal,
      logger: logger.child({ to }),
      timing: timing ?? {},
    })
    this.#lanes.set(to, lane)
    if (this.#running && this.#heldBy(to) === null) lane.start()
    return lane
  }
}
