import type { Calls } from '../calls/calls.ts'
import type { Customers } from '../customers/customers.ts'
import type { BaseTokens } from '../identity/base-tokens.ts'
import type { Identity } from '../identity/identity.ts'
import type { Outbox } from '../ledger/outbox.ts'
import type { Directory } from '../people/directory.ts'
import type { Photos } from '../people/photos.ts'
import type { Routing } from '../routing/routing.ts'
import type { Pbx } from '../telephony/pbx.ts'

/** The rooms that the border opens to operators. */
export type Rooms = {
  pbx: Pick<Pbx, 'link' | 'faults' | 'on'>
  calls: Omit<Calls, 'reidentify' | 'stop'>
  routing: Pick<Routing, 'on' | 'settings' | 'write'>
  customers: Pick<Customers, 'on' | 'bases'>
  people: Pick<Directory, 'all' | 'byId' | 'on'>
  photos: Pick<Photos, 'read'>
  identity: Identity
  tokens: BaseTokens
  outbox: Pick<Outbox, 'state'>
}

/** False until every base has been loaded once: an employee who is missing till then may only not be known yet. */
export const everybodyIsKnown = ({ customers }: Pick<Rooms, 'customers'>): boolean =>
  customers.bases().every(({ loadedAt }) => loadedAt !== null)
