import type { AddressBooks } from '../address-books/address-books.ts'
import type { Calls } from '../calls/calls.ts'
import type { Chat } from '../chat/chat.ts'
import type { ODataCustomers } from '../customers/odata/odata-customers.ts'
import type { BaseTokens } from '../identity/base-tokens.ts'
import type { Identity } from '../identity/identity.ts'
import type { Outbox } from '../ledger/outbox.ts'
import type { Directory } from '../people/directory.ts'
import type { Retention } from '../recordings/retention.ts'
import type { Interactions } from '../routing/interactions.ts'
import type { Routing } from '../routing/routing.ts'
import type { CallRecords } from '../telephony/asterisk/records/call-records.ts'
import type { Pbx } from '../telephony/pbx.ts'

/** What the manager page shows and changes. */
export type ManagerRooms = {
  pbx: Pick<Pbx, 'link' | 'faults'>
  calls: Pick<Calls, 'lines'>
  routing: Routing
  interactions: Pick<Interactions, 'setNeeded'>
  chat: Pick<Chat, 'setKeepDays'>
  /** null = there are no recordings. */
  retention: Pick<Retention, 'setDays'> | null
  customers: Pick<ODataCustomers, 'bases' | 'fault' | 'lacks' | 'progress' | 'setLengths'>
  outbox: Pick<Outbox, 'state'>
  callRecords: Pick<CallRecords, 'path' | 'state'> | null
  people: Pick<Directory, 'all' | 'byId'>
  identity: Pick<Identity, 'makeCode' | 'operators' | 'publicKey'>
  tokens: BaseTokens
  addressBooks: Pick<AddressBooks, 'shared' | 'sharedContact' | 'entriesOf' | 'name' | 'remove' | 'preview' | 'fill'>
}
