import type { Party } from '../../protocol/call.ts'
import type { Customer } from '../../protocol/customer.ts'
import type { IntakeForm } from '../../protocol/intake.ts'
import type { Customers } from '../customers/customers.ts'
import type { Directory } from '../people/directory.ts'

export type Known = {
  customers: Pick<Customers, 'bases' | 'employee'>
  people: Pick<Directory, 'byNumber' | 'byName'>
}

/** 1C cuts longer strings in silence, and the schema refuses them. */
const MAX_SHORT = 150

/** What the wizard begins with (SPEC B1, B2, B7); null where the operator works in no base. */
export function prefilled(party: Party, device: string, known: Known): IntakeForm | null {
  const base = baseFor(party, device, known)
  if (base === null) return null
  const here = party.customers.filter((customer) => customer.base === base)
  const [first, ...others] = here
  // Of several who share a number the operator says who it is.
  const client = first !== undefined && others.length === 0 ? first : null
  return {
    base,
    search: null,
    client,
    interest: null,
    name: '',
    company: '',
    email: '',
    phone: here.length === 0 ? party.number.slice(0, MAX_SHORT) : '',
    topic: '',
    service: '',
    whatToDo: '',
    description: '',
    manager: client ? managerOf(client, known) : '',
    openInterest: false,
  }
}

/** One in which the operator works: that of the client, else the first. */
function baseFor({ customers: found }: Party, device: string, { customers, people }: Known): string | null {
  const bases = customers
    .bases()
    .filter(({ id, loadedAt }) =>
      // Who works in a base that has not been read since the start is known by what was remembered.
      loadedAt === null ? people.byNumber(device) !== null : customers.employee(id, device) !== null,
    )
    .map(({ id }) => id)
  return bases.find((id) => found.some(({ base }) => base === id)) ?? bases[0] ?? null
}

/** The callers' index has only the name of the one who is responsible; two of one name are none. */
function managerOf({ responsible }: Customer, { people }: Known): string {
  const named = responsible === '' ? [] : people.byName(responsible)
  return named.length === 1 ? (named[0]?.id ?? '') : ''
}
