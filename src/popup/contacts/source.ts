import { ask } from '../../platform/page.ts'
import type { Params, Result } from '../../protocol/methods.ts'
import { newCommandId } from '../../ui/command-id.ts'

type Wish<
  M extends 'contacts.keep' | 'contacts.remove' | 'contacts.import' | 'favourites.place' | 'favourites.remove',
> = Omit<Params<M>, 'commandId'>

/** What the lists of people ask of the server. */
export type ContactsSource = {
  search: (wish: Params<'contacts.search'>) => Promise<Result<'contacts.search'>>
  list: (wish: Params<'contacts.list'>) => Promise<Result<'contacts.list'>>
  keep: (wish: Wish<'contacts.keep'>) => Promise<unknown>
  remove: (wish: Wish<'contacts.remove'>) => Promise<unknown>
  importFile: (wish: Wish<'contacts.import'>) => Promise<Result<'contacts.import'>>
  exportText: (wish: Params<'contacts.export'>) => Promise<Result<'contacts.export'>>
  place: (wish: Wish<'favourites.place'>) => Promise<unknown>
  unplace: (wish: Wish<'favourites.remove'>) => Promise<unknown>
  call: (to: string) => Promise<unknown>
  consult: (callId: string, to: string) => Promise<unknown>
}

const commandId = newCommandId

export const contactsSource: ContactsSource = {
  search: (wish) => ask('contacts.search', wish),
  list: (wish) => ask('contacts.list', wish),
  keep: (wish) => ask('contacts.keep', { commandId: commandId(), ...wish }),
  remove: (wish) => ask('contacts.remove', { commandId: commandId(), ...wish }),
  importFile: (wish) => ask('contacts.import', { commandId: commandId(), ...wish }),
  exportText: (wish) => ask('contacts.export', wish),
  place: (wish) => ask('favourites.place', { commandId: commandId(), ...wish }),
  unplace: (wish) => ask('favourites.remove', { commandId: commandId(), ...wish }),
  call: (to) => ask('call.make', { commandId: commandId(), to }),
  consult: (callId, to) => ask('call.consult', { commandId: commandId(), callId, to }),
}
