import type { Party } from '../../protocol/call.ts'
import type { Colleague } from '../../protocol/people.ts'
import type { AddressBooks } from '../address-books/address-books.ts'
import type { Calls } from '../calls/calls.ts'
import type { Chat } from '../chat/chat.ts'
import type { Typing } from '../chat/typing.ts'
import type { Customers } from '../customers/customers.ts'
import type { BaseTokens } from '../identity/base-tokens.ts'
import type { Identity } from '../identity/identity.ts'
import type { Acceptances } from '../intake/acceptances.ts'
import type { Intakes } from '../intake/intakes.ts'
import type { Journal } from '../journal/journal.ts'
import type { Outbox } from '../ledger/outbox.ts'
import type { Directory } from '../people/directory.ts'
import type { DoNotDisturb } from '../people/do-not-disturb.ts'
import type { Photos } from '../people/photos.ts'
import type { Statuses } from '../people/statuses.ts'
import type { Recordings } from '../recordings/recordings.ts'
import type { Routing } from '../routing/routing.ts'
import type { Pbx } from '../telephony/pbx.ts'

/** The rooms that the border opens to operators. */
export type Rooms = {
  pbx: Pick<Pbx, 'link' | 'faults' | 'on'>
  calls: Omit<Calls, 'reidentify' | 'stop'>
  routing: Pick<Routing, 'on' | 'settings' | 'write'>
  customers: Pick<Customers, 'on' | 'bases' | 'employee' | 'search' | 'details' | 'services' | 'articles' | 'phoneCall'>
  people: Pick<Directory, 'all' | 'byId' | 'byNumber' | 'on'>
  photos: Pick<Photos, 'read'>
  doNotDisturb: Pick<DoNotDisturb, 'isOn'>
  recordings: Pick<Recordings, 'open' | 'find' | 'pathOf' | 'isOffered'>
  statuses: Pick<Statuses, 'on' | 'of' | 'all' | 'set' | 'setIdle'>
  intakes: Omit<Intakes, 'load' | 'stop'>
  acceptances: Pick<Acceptances, 'on' | 'noticesFor' | 'owedBy' | 'seen'>
  addressBooks: Pick<
    AddressBooks,
    | 'on'
    | 'booksOf'
    | 'favouritesOf'
    | 'search'
    | 'list'
    | 'contact'
    | 'ownContact'
    | 'entriesOf'
    | 'keep'
    | 'keepAll'
    | 'forget'
    | 'place'
    | 'unplace'
  >
  journal: Pick<Journal, 'on' | 'book' | 'missedOf' | 'recorded' | 'mark' | 'backup'>
  chat: Pick<Chat, 'on' | 'send' | 'history' | 'search' | 'read' | 'got' | 'list' | 'summary' | 'chatOf' | 'pairFor'>
  typing: Pick<Typing, 'on' | 'begin' | 'end' | 'namesIn'>
  /** Who has a number (SPEC A1, A3). */
  identify: (number: string, name: string) => Party
  identity: Identity
  tokens: BaseTokens
  outbox: Pick<Outbox, 'state'>
}

/** False until every base has been loaded once: an employee who is missing till then may only not be known yet. */
export const everybodyIsKnown = ({ customers }: Pick<Rooms, 'customers'>): boolean =>
  customers.bases().every(({ loadedAt }) => loadedAt !== null)

/** Whether a user of some base is this operator: one person is another user in each base, with the same phone. */
export function isSelf(user: string, self: Colleague, people: Pick<Directory, 'byId'>): boolean {
  return user === self.id || (self.number !== null && people.byId(user)?.number === self.number)
}
