import * as v from 'valibot'
import type { Config } from '../config/schema.ts'
import { shownCode } from '../identity/codes.ts'
import { askServer, minutesUntil, type Outcome, printable } from './ask.ts'

const Answer = v.object({
  code: v.string(),
  expiresAt: v.number(),
  operator: v.object({ name: v.string(), number: v.string() }),
})

/** Asks the running server for a pairing code. */
export function askForCode(config: Config, number: string): Promise<Outcome> {
  const words = {
    noSuchOperator: `nobody in 1C has the internal number ${number}`,
    sharedNumber: `several people in 1C have the internal number ${number}; give each their own`,
    notLoaded: `${number} is not known yet: 1C has not been read; see the command health, and ask again`,
    tooMany: 'too many codes are waiting to be used; ask again in a quarter of an hour',
  }
  const question = { path: '/manager/codes', body: { operator: number }, answer: Answer, words }
  return askServer(
    config,
    question,
    ({ code, expiresAt, operator }) =>
      `${shownCode(code)}\nfor ${printable(operator.name)} (${operator.number}); good for ${minutesUntil(expiresAt)} minutes, once`,
  )
}
