import { serverAsker } from '../ask-server.ts'
import type { Connection } from '../connection.ts'
import type { Answers } from './answers.ts'

type Room = { started: Promise<unknown>; connection: Connection }

/** Address books and favourites: the server has and keeps them all. */
export function contactAnswers(room: Room): Answers<'contacts' | 'favourites'> {
  const askServer = serverAsker(room)
  return {
    'contacts.search': (params) => askServer('contacts.search', params),
    'contacts.list': (params) => askServer('contacts.list', params),
    'contacts.keep': (params) => askServer('contacts.keep', params),
    'contacts.remove': (params) => askServer('contacts.remove', params),
    'contacts.import': (params) => askServer('contacts.import', params),
    'contacts.export': (params) => askServer('contacts.export', params),
    'favourites.place': (params) => askServer('favourites.place', params),
    'favourites.remove': (params) => askServer('favourites.remove', params),
  }
}
