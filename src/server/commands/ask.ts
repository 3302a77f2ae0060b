import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import type { Config } from '../config/schema.ts'
import { errorCode } from '../files.ts'
import { managerTokenPath } from '../identity/manager-token.ts'
import { reachableHost } from './address.ts'
import { post } from './post.ts'

const WITHIN_MS = 10_000

const Refusal = v.object({ error: v.string() })

const NOT_RUNNING = 'the server is not running here; start it first, with the same --config'

/** What a command has to say to the person at the keyboard. */
export type Outcome = { ok: boolean; text: string }
export const yes = (text: string): Outcome => ({ ok: true, text })
export const no = (text: string): Outcome => ({ ok: false, text })

type Where = Pick<Config, 'listen' | 'data'>

/** Where the running server is, as seen from its own machine. */
export const serverAddress = ({ listen }: Where): string =>
  `http${listen.tls ? 's' : ''}://${reachableHost(listen.host)}:${listen.port}`

/** Asks the running server; `words` say what its refusals mean. */
export async function askServer<S extends v.GenericSchema>(
  config: Where,
  {
    path,
    body,
    answer,
    words,
    withinMs = WITHIN_MS,
  }: { path: string; body: unknown; answer: S; words: Readonly<Record<string, string>>; withinMs?: number },
  told: (answer: v.InferOutput<S>) => string,
): Promise<Outcome> {
  if (config.listen.port === 0) return no('listen.port is 0, so the port of the running server is not known here')
  let token: string
  try {
    token = (await readFile(managerTokenPath(config.data), 'utf8')).trim()
  } catch (error) {
    return no(errorCode(error) === 'EACCES' ? 'run this as the user that the server runs as' : NOT_RUNNING)
  }
  let response: { status: number; said: unknown }
  try {
    const url = `${serverAddress(config)}${path}`
    response = await post(url, { token, body, withinMs, ...(config.listen.tls && { tls: config.listen.tls }) })
  } catch {
    return no(NOT_RUNNING)
  }
  const { status, said } = response
  if (status === 200 && v.is(answer, said)) return yes(told(said))
  const error = v.is(Refusal, said) ? said.error : ''
  if (error === 'unauthorized')
    return no('another server answers at this address than the one whose data folder is set')
  return no(words[error] ?? `the server answered ${status} ${error}`)
}

/** Names come from 1C and go to a terminal. */
export const printable = (name: string): string => name.replace(/\p{C}/gu, '')

export const minutesUntil = (time: number): number => Math.max(1, Math.round((time - Date.now()) / 60_000))
