import type { Colleague } from '../../protocol/people.ts'
import type { Calls } from '../calls/calls.ts'
import type { Customers } from '../customers/customers.ts'
import type { Identity } from '../identity/identity.ts'
import type { Routing } from '../routing/routing.ts'
import type { Pbx } from '../telephony/pbx.ts'

/** The employees, as far as the border needs them. */
export interface People {
  all(): Colleague[]
  byId(id: string): Colleague | undefined
  /** Several people may share a phone. */
  byNumber(number: string): Colleague[]
  /** False until every base has been loaded once: who is missing till then may only not be known yet. */
  complete(): boolean
  /** Somebody came, went or changed. Returns how to stop listening. */
  onChange(listener: () => void): () => void
}

/** The rooms that the border opens to operators. */
export type Rooms = {
  pbx: Pick<Pbx, 'link' | 'on'>
  calls: Pick<Calls, 'on' | 'forDevice' | 'make' | 'answer' | 'clear'>
  routing: Pick<Routing, 'on' | 'settings' | 'write'>
  customers: Pick<Customers, 'on' | 'bases'>
  people: People
  identity: Identity
}
