import { TrubkaError } from '../protocol/errors.ts'
import { definite } from './definite.ts'
import type { OwedIntake, OwedIntakes } from './owed-intakes.ts'
import { Rest } from './rest.ts'
import type { RpcSocket } from './rpc.ts'

/** Milliseconds. `settle` = how long typing has to pause before it is sent; `retry` is doubled with each failure. */
export type Timing = { settle: number; retry: number; retryMost: number; answer: number }
export const TIMING: Timing = { settle: 300, retry: 2_000, retryMost: 60_000, answer: 30_000 }

const DEFINITE = definite('unknownBase', 'noSuchIntake')

export type DeliveryOptions = {
  owed: OwedIntakes
  /** Brings one; rejects with what the server says. */
  bring: (owed: OwedIntake, rpc: RpcSocket) => Promise<void>
  /** The server will never take it. */
  refused: (owed: OwedIntake, error: TrubkaError) => Promise<void>
  timing: Timing
}

/** When what is owed goes to the server: each wizard's in order, again until it is acknowledged. */
export class IntakeDelivery {
  readonly #o: DeliveryOptions
  /** By wizard: not before then. */
  readonly #due = new Map<string, number>()
  readonly #failures = new Map<string, number>()
  readonly #underWay = new Set<string>()
  #sending: RpcSocket | null = null
  readonly #rest = new Rest()

  constructor(options: DeliveryOptions) {
    this.#o = options
  }

  isUnderWay(id: string): boolean {
    return this.#underWay.has(id)
  }

  /** More is being typed. */
  settles(id: string): void {
    this.#due.set(id, Date.now() + this.#o.timing.settle)
  }

  /** It need not wait any longer. */
  isReady(id: string): void {
    this.#due.delete(id)
  }

  wake(): void {
    this.#rest.end()
  }

  /** Brings all there is over this connection; ends when nothing is left, or when the connection does. */
  async send(rpc: RpcSocket): Promise<void> {
    if (this.#sending === rpc) {
      this.#rest.end()
      return
    }
    this.#sending = rpc
    // A new connection may be to a mended server.
    this.#failures.clear()
    this.#due.clear()
    this.#underWay.clear()
    try {
      while (rpc.isOpen && this.#sending === rpc) {
        const all = this.#o.owed.all()
        if (all.length === 0) return
        const now = Date.now()
        const idle = all.filter(({ id }) => !this.#underWay.has(id))
        for (const owed of idle) if ((this.#due.get(owed.id) ?? 0) <= now) void this.#deliver(owed, rpc)
        const waits = idle.map(({ id }) => this.#due.get(id) ?? 0).filter((due) => due > now)
        await this.#rest.take(Math.min(...waits) - now, rpc)
      }
    } finally {
      if (this.#sending === rpc) this.#sending = null
    }
  }

  async #deliver(owed: OwedIntake, rpc: RpcSocket): Promise<void> {
    this.#underWay.add(owed.id)
    try {
      await this.#o.bring(owed, rpc)
      this.#failures.delete(owed.id)
    } catch (error) {
      const fault = error instanceof TrubkaError ? error : new TrubkaError('internal', String(error))
      if (DEFINITE.has(fault.code)) await this.#o.refused(owed, fault)
      // That the connection broke is not its fault.
      else if (rpc.isOpen) this.#failed(owed.id)
    } finally {
      if (this.#sending === rpc) {
        this.#underWay.delete(owed.id)
        this.#rest.end()
      }
    }
  }

  #failed(id: string): void {
    const failures = (this.#failures.get(id) ?? 0) + 1
    this.#failures.set(id, failures)
    const { retry, retryMost } = this.#o.timing
    this.#due.set(id, Date.now() + Math.min(retryMost, retry * 2 ** (failures - 1)))
  }
}
