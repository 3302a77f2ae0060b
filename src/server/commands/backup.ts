import * as v from 'valibot'
import type { Config } from '../config/schema.ts'
import { askServer, type Outcome } from './ask.ts'

const Answer = v.object({ path: v.string() })

/** A large journal takes its time to be copied. */
const WITHIN_MS = 10 * 60_000

/** Asks the running server to copy the journal of calls. */
export function askForBackup(config: Config): Promise<Outcome> {
  const words = { internal: 'the copy was not made: the server’s log says why' }
  const question = { path: '/manager/backups', body: {}, answer: Answer, words, withinMs: WITHIN_MS }
  return askServer(config, question, ({ path }) => path)
}
