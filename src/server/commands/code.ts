import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import type { Config } from '../config/schema.ts'
import { errorCode } from '../files.ts'
import { shownCode } from '../identity/codes.ts'
import { managerTokenPath } from '../identity/manager-token.ts'
import { reachableHost } from './address.ts'

const WITHIN_MS = 10_000

const Answer = v.object({
  code: v.string(),
  expiresAt: v.number(),
  operator: v.object({ name: v.string(), number: v.string() }),
})
const Refusal = v.object({ error: v.string() })

const NOT_RUNNING = 'the server is not running here; start it first, with the same --config'

/** What the server's answers mean to the person at the keyboard. */
const WORDS: Readonly<Record<string, (number: string) => string>> = {
  noSuchOperator: (number) => `nobody in 1C has the internal number ${number}`,
  sharedNumber: (number) => `several people in 1C have the internal number ${number}; give each their own`,
  notLoaded: (number) => `${number} is not known yet: 1C has not been read; see GET /health, and ask again`,
  tooMany: () => 'too many codes are waiting to be used; ask again in a quarter of an hour',
  unauthorized: () => 'another server answers at this address than the one whose data folder is set',
}

export type CodeOutcome = { ok: true; text: string } | { ok: false; text: string }

/** Asks the running server for a pairing code. The text is for people. */
export async function askForCode({ listen, data }: Config, number: string): Promise<CodeOutcome> {
  if (listen.port === 0) return no('listen.port is 0, so the port of the running server is not known here')
  let token: string
  try {
    token = (await readFile(managerTokenPath(data), 'utf8')).trim()
  } catch (error) {
    return no(errorCode(error) === 'EACCES' ? 'run this as the user that the server runs as' : NOT_RUNNING)
  }
  let response: Response
  try {
    response = await fetch(`http://${reachableHost(listen.host)}:${listen.port}/manager/codes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ operator: number }),
      signal: AbortSignal.timeout(WITHIN_MS),
    })
  } catch {
    return no(NOT_RUNNING)
  }
  const answer: unknown = await response.json().catch(() => null)
  if (v.is(Answer, answer)) return { ok: true, text: told(answer) }
  const error = v.is(Refusal, answer) ? answer.error : ''
  return no(WORDS[error]?.(number) ?? `the server answered ${response.status} ${error}`)
}

function told({ code, expiresAt, operator }: v.InferOutput<typeof Answer>): string {
  const minutes = Math.max(1, Math.round((expiresAt - Date.now()) / 60_000))
  return `${shownCode(code)}\nfor ${printable(operator.name)} (${operator.number}); good for ${minutes} minutes, once`
}

/** Names come from 1C and go to a terminal. */
const printable = (name: string) => name.replace(/\p{C}/gu, '')

const no = (text: string): CodeOutcome => ({ ok: false, text })
