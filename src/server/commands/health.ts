import * as v from 'valibot'
import type { Config } from '../config/schema.ts'
import { askServer, type Outcome } from './ask.ts'

const Health = v.looseObject({ version: v.string() })

/** Asks the running server how it goes, in all detail. */
export function askForHealth(config: Config): Promise<Outcome> {
  const question = { path: '/manager/health', body: {}, answer: Health, words: {} }
  return askServer(config, question, (health) => JSON.stringify(health, null, 2))
}
