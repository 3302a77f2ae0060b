import type { Customer } from '../../../protocol/customer.ts'
import type { Live } from './live.ts'

/** Who has these numbers is known to the callers' index from now on: the next loading brings the rest. */
export function remember({ loaded: { index, customers } }: Live, customer: Customer, keys: readonly string[]): void {
  for (const key of keys) {
    const known = index.find(key)
    if (known.some(({ ref, person }) => ref === customer.ref && person === customer.person)) continue
    index.add(key, customers.addCustomer(customer))
  }
}
