import type { Customer } from '../../protocol/customer.ts'
import type { Colleague } from '../../protocol/people.ts'
import type { Base } from '../../protocol/state.ts'
import type { Emitter } from '../events.ts'

export type CustomersEvents = {
  /** A base came, went, or was loaded again. */
  base: [Base]
  /** The employees of all bases, whole. */
  people: [Colleague[]]
}

/** 1C as the source of who calls and who works here. Any number of bases behind one port. */
export interface Customers extends Emitter<CustomersEvents> {
  bases(): Base[]
  people(): Colleague[]
  /**
   * Everybody who has this number, by its last digits; from memory, at once: a call never waits for 1C (DESIGN 11).
   * null = no base has been loaded yet, so nothing can be said.
   */
  identify(number: string): Customer[] | null
  start(): void
  stop(): Promise<void>
}
