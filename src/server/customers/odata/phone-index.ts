import { findNumbers } from '../../../phone/find.ts'
import type { Customer } from '../../../protocol/customer.ts'
import { NumberTable } from '../../numbers/number-table.ts'
import type { CustomerRows, Owner } from './customer-rows.ts'
import { Growing } from './growing.ts'

/** A power of two. A table that grows moves all it holds at once: many small ones never hold anything up. */
const TABLES = 64
/** A number that so many share tells nothing of who calls. */
const MAX_SHOWN = 50
/** Added to what a table holds of a number that several have. */
const SHARED = 2 ** 31

/**
 * Who has a number: by its last digits; a number with fewer of them (local, without the city's code) as a whole.
 *
 * Table: number → the customer's row + 1; of a number that several have, the place of the last of its entries, each of
 * which holds a row and the place of the entry before it (0 = none).
 */
export class PhoneIndex {
  readonly lastDigits: number
  readonly #customers: CustomerRows
  readonly #tables: NumberTable[]
  readonly #rows = new Growing()
  readonly #before = new Growing()

  constructor(lastDigits: number, customers: CustomerRows) {
    this.lastDigits = lastDigits
    this.#customers = customers
    this.#tables = Array.from({ length: TABLES }, () => new NumberTable(lastDigits))
    this.#append(0, 0)
  }

  /** Numbers. */
  get size(): number {
    return this.#tables.reduce((sum, { size }) => sum + size, 0)
  }

  /** `key` as `keysOf` gives it. Rows come in their order: the second time for one is told by the last. */
  add(key: string, row: number): void {
    const number = asNumber(key)
    const table = this.#table(number)
    const there = table.find(number)
    if (there === 0) {
      table.put(number, row + 1)
      return
    }
    const last = there < SHARED ? there - 1 : this.#rows.at(there - SHARED)
    if (last === row) return
    // Who has it no more makes room, where nobody else has it.
    if (there < SHARED && !this.#customers.isPresent(last)) {
      table.put(number, row + 1)
      return
    }
    const before = there < SHARED ? this.#append(last, 0) : there - SHARED
    table.put(number, SHARED + this.#append(row, before))
  }

  /** `number` in any form a PBX sends. Where a person of a firm has the number, the firm alone is not named beside them. */
  find(number: string): Customer[] {
    const rows = this.#having(this.#key(number.length > 100 ? '' : number.replace(/[^0-9]/g, '')))
    const [only, ...others] = rows
    if (only !== undefined && others.length === 0) return [this.#customers.customer(only)]
    const told = new Set(rows.map((row) => this.#customers.firmOf(row)))
    return rows
      .filter((row) => !told.has(row))
      .slice(0, MAX_SHOWN)
      .map((row) => this.#customers.customer(row))
  }

  /** Whether this row has the number; `key` as `keysOf` gives it. */
  has(key: string, row: number): boolean {
    return this.#having(key).includes(row)
  }

  ownersOf(key: string): Owner[] {
    return this.#having(key).map((row) => this.#customers.owner(row))
  }

  /** Keys of the numbers in contact information; a number may stand in several fields, a field may hold several numbers. */
  keysOf(texts: readonly string[]): Set<string> {
    const keys = new Set<string>()
    for (const text of texts) {
      // An extension belongs to the exchange behind the number; an internal number means nothing outside of it.
      for (const { digits, kind } of findNumbers(text)) if (kind !== 'internal') keys.add(this.#key(digits))
    }
    return keys
  }

  /** In the order in which they were added, but for those who are gone. */
  #having(key: string): number[] {
    const number = asNumber(key)
    const there = this.#table(number).find(number)
    if (there < SHARED) return there === 0 || !this.#customers.isPresent(there - 1) ? [] : [there - 1]
    const rows: number[] = []
    for (let entry = there - SHARED; entry !== 0; entry = this.#before.at(entry)) rows.push(this.#rows.at(entry))
    return rows.filter((row) => this.#customers.isPresent(row)).reverse()
  }

  #append(row: number, before: number): number {
    this.#rows.push(row)
    this.#before.push(before)
    return this.#rows.length - 1
  }

  #table(number: number): NumberTable {
    const table = this.#tables[number % TABLES]
    if (table === undefined) throw new RangeError(`no table for ${number}`)
    return table
  }

  #key(digits: string): string {
    return digits.slice(-this.lastDigits)
  }
}

/** With a 1 before it: a number that begins with zeros is another one without them. At most 15 digits. */
const asNumber = (key: string) => Number(`1${key}`)
