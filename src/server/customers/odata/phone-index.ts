import { findNumbers } from '../../../phone/find.ts'
import type { Customer } from '../../../protocol/customer.ts'

/** Whose contact information holds a number: the catalog's set, and the item's Ref_Key. */
export type Owner = { set: string; ref: string }

/** Who has a number: by its last digits; a number with fewer of them (local, without the city's code) as a whole. */
export class PhoneIndex {
  readonly lastDigits: number
  readonly #byKey = new Map<string, Customer[]>()
  readonly #owners = new Map<Customer, Owner>()

  constructor(lastDigits: number) {
    this.lastDigits = lastDigits
  }

  get size(): number {
    return this.#byKey.size
  }

  add(key: string, customer: Customer, owner: Owner): void {
    this.#owners.set(customer, owner)
    const there = this.#byKey.get(key)
    if (there === undefined) this.#byKey.set(key, [customer])
    else if (!there.includes(customer)) there.push(customer)
  }

  /** `number` in any form a PBX sends. Where a person of a firm has the number, the firm alone is not named beside them. */
  find(number: string): Customer[] {
    const key = this.#key(number.length > 100 ? '' : number.replace(/[^0-9]/g, ''))
    const found = this.#byKey.get(key) ?? []
    return found.filter(
      ({ contact, base, ref }) =>
        contact !== '' || !found.some((other) => other.contact !== '' && other.base === base && other.ref === ref),
    )
  }

  ownersOf(key: string): Owner[] {
    return (this.#byKey.get(key) ?? []).flatMap((customer) => this.#owners.get(customer) ?? [])
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

  #key(digits: string): string {
    return digits.slice(-this.lastDigits)
  }
}
