import { serverAsker } from '../ask-server.ts'
import type { Connection } from '../connection.ts'
import type { Answers } from './answers.ts'

type Room = { started: Promise<unknown>; connection: Connection }

/** Calls that are over: the server has them all. */
export function journalAnswers(room: Room): Answers<'journal'> {
  const askServer = serverAsker(room)
  return {
    'journal.history': (params) => askServer('journal.history', params),
    'journal.missed': (params) => askServer('journal.missed', params),
    'journal.document': (params) => askServer('journal.document', params),
    'journal.mark': (params) => askServer('journal.mark', params),
    'journal.statistics': (params) => askServer('journal.statistics', params),
  }
}
