import type { Logger } from 'pino'
import * as v from 'valibot'
import type { Ledger, LedgerEntry } from '../ledger/ledger.ts'
import { ReadModel } from '../ledger/read-model.ts'
import { type RecordedCall, RecordsPlace } from '../ledger/recorded-call.ts'

/** Which calls a base registers: those with the world outside, also those between colleagues, or none. */
export type RegisterCalls = 'external' | 'all' | 'off'

export type RecorderOptions = {
  ledger: Ledger
  /** Of its snapshot. */
  path: string
  bases: readonly { id: string; registerCalls: RegisterCalls }[]
  /** The PBX's own records are read: they know more, so what was seen waits for them for a while. */
  records: boolean
  logger: Logger
  /** Milliseconds. */
  patience?: number
}

/** How long a call that was seen to end waits for what the PBX has written of it. */
const PATIENCE = 15_000
/** Calls told twice are told soon after each other, or after a restart: so many are remembered. */
const REMEMBERED = 20_000

const Item = v.variant('is', [
  v.object({ is: v.literal('call'), callId: v.string() }),
  v.object({ is: v.literal('place'), place: RecordsPlace }),
])

/** Puts each call into the ledger once: as the PBX's own records tell it, or as it was seen where they do not. */
export class Recorder {
  readonly #o: RecorderOptions
  readonly #model: ReadModel<v.InferOutput<typeof Item>>
  readonly #known = new Set<string>()
  readonly #waiting = new Map<string, { call: RecordedCall; timer: NodeJS.Timeout }>()
  #place: RecordsPlace | null = null
  /** One after the other, so that each sees which calls are in the ledger. */
  #turn: Promise<void> = Promise.resolve()

  constructor(options: RecorderOptions) {
    this.#o = options
    this.#model = new ReadModel({
      ledger: options.ledger,
      path: options.path,
      item: Item,
      restore: (items) => {
        for (const item of items)
          if (item.is === 'call') this.#know(item.callId)
          else this.#place = item.place
      },
      apply: (entry) => this.#apply(entry),
      snapshot: () => this.#items(),
      logger: options.logger,
    })
  }

  start(): Promise<void> {
    return this.#model.start()
  }

  /** What is waiting is in the ledger when this resolves. */
  async stop(): Promise<void> {
    for (const { call, timer } of [...this.#waiting.values()]) {
      clearTimeout(timer)
      this.#waiting.delete(call.callId)
      void this.#keep(call, null)
    }
    await this.#turn
    await this.#model.stop()
  }

  /** Where the PBX's records are to be read on from; null = they have never been read. */
  get place(): RecordsPlace | null {
    return this.#place
  }

  has(callId: string): boolean {
    return this.#known.has(callId)
  }

  /** The records are read from here on, as never before. */
  async begin(place: RecordsPlace): Promise<void> {
    await this.#o.ledger.append({ type: 'records.begun', place })
  }

  /** A call that was followed to its end. */
  seen(call: RecordedCall): void {
    if (!this.#o.records) {
      void this.#keep(call, null)
      return
    }
    if (this.#known.has(call.callId) || this.#waiting.has(call.callId)) return
    const timer = setTimeout(() => {
      this.#waiting.delete(call.callId)
      void this.#keep(call, null)
    }, this.#o.patience ?? PATIENCE)
    this.#waiting.set(call.callId, { call, timer })
  }

  /** A call that the PBX's own records tell of. In the ledger, or known to be there, when this resolves; rejects when it cannot be kept. */
  async told(call: RecordedCall, place: RecordsPlace): Promise<void> {
    const waiting = this.#waiting.get(call.callId)
    if (waiting) clearTimeout(waiting.timer)
    this.#waiting.delete(call.callId)
    if (!(await this.#keep(call, place))) throw new Error('the ledger cannot be written')
  }

  /** Whether it is in the ledger now. */
  #keep(call: RecordedCall, place: RecordsPlace | null): Promise<boolean> {
    const { ledger, bases, logger } = this.#o
    const kept = this.#turn.then(async () => {
      if (this.#known.has(call.callId)) return true
      const wanted = bases.filter(
        ({ registerCalls }) =>
          registerCalls === 'all' || (registerCalls === 'external' && call.direction !== 'internal'),
      )
      try {
        await ledger.append({ type: 'call.recorded', ...call, bases: wanted.map(({ id }) => id), place })
        return true
      } catch (error) {
        logger.error({ err: error, call: call.callId }, 'a call is not kept')
        return false
      }
    })
    this.#turn = kept.then(() => undefined)
    return kept
  }

  #apply({ record }: LedgerEntry): void {
    if (record.type === 'records.begun') this.#place = record.place
    if (record.type !== 'call.recorded') return
    this.#know(record.callId)
    this.#place = record.place ?? this.#place
  }

  #know(callId: string): void {
    this.#known.add(callId)
    if (this.#known.size <= REMEMBERED) return
    for (const oldest of this.#known) {
      this.#known.delete(oldest)
      return
    }
  }

  *#items(): Generator<v.InferOutput<typeof Item>, void, undefined> {
    for (const callId of this.#known) yield { is: 'call', callId }
    if (this.#place) yield { is: 'place', place: this.#place }
  }
}
