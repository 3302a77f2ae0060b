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

/** Numbers (by their last digits) whose rules have changed, and where each one's calls go now; null = no rule. */
export type Routes = { keys: readonly string[]; targetOf: (key: string) => string | null }

/** 1C as the source of who calls and who works here. Any number of bases behind one port. */
export interface Customers extends Emitter<CustomersEvents> {
  bases(): Base[]
  people(): Colleague[]
  /**
   * Everybody who has this number, by its last digits; from memory, at once: a call never waits for 1C (DESIGN 11).
   * null = no base has been loaded yet, so nothing can be said.
   */
  identify(number: string): Customer[] | null
  /** Who has this internal number in this base; the first of two. */
  employee(base: string, number: string): Colleague | null
  /**
   * Brings the register «Номера телефонов для поиска» up to date with the rules of these numbers, for all numbers of the
   * contacts who have them (SPEC C8). Asked twice, done once.
   * @throws Refused when 1C will not have it; anything else = not now
   */
  writeRoutes(base: string, routes: Routes): Promise<void>
  start(): void
  stop(): Promise<void>
}
