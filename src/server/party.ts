import type { Party } from '../protocol/call.ts'
import type { Customer } from '../protocol/customer.ts'
import type { Customers } from './customers/customers.ts'
import type { Directory } from './people/directory.ts'

/** Who has a number: an employee by the internal number, else whom 1C knows by it (SPEC A1, A3). From memory, at once. */
export const partyFinder =
  ({ people, customers }: { people: Pick<Directory, 'byNumber'>; customers: Pick<Customers, 'identify' | 'link'> }) =>
  (number: string, name: string): Party => {
    const colleague = number === '' ? null : people.byNumber(number)
    if (colleague) return { number, name, identity: 'colleague', customers: [], colleague }
    if (number === '') return { number, name, identity: 'unknown', customers: [], colleague: null }
    const found = customers.identify(number)
    const identity = found === null ? 'unavailable' : found.length > 0 ? 'known' : 'unknown'
    return { number, name, identity, customers: (found ?? []).map(withLink(customers)), colleague: null }
  }

/** By which names somebody with a number is looked for. */
export const namesOf =
  (identify: (number: string, name: string) => Party) =>
  (number: string): string[] => {
    const { colleague, customers } = identify(number, '')
    if (colleague) return [colleague.name, colleague.department]
    return customers.flatMap(({ contact, counterparty }) => [contact, counterparty])
  }

const withLink =
  (customers: Pick<Customers, 'link'>) =>
  (customer: Customer): Customer => {
    const link = customers.link(customer.base, customer.kind ?? 'counterparty', customer.ref)
    return link === null ? customer : { ...customer, link }
  }
