import { createHash, randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import * as v from 'valibot'
import { MAX_RULE_LINES } from '../../../protocol/methods.ts'
import { isTooDeep } from '../../depth.ts'
import { textLines } from '../../text-lines.ts'
import type { Fault } from './words.ts'

/** Why a request is not taken; `status` is HTTP's. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly fault: Fault
  /** The header or the part of the body at fault. */
  readonly field: string | undefined
  readonly retryAfterS: number | undefined

  constructor(status: number, fault: Fault, more: { field?: string; retryAfterS?: number } = {}) {
    super(fault)
    this.status = status
    this.fault = fault
    this.field = more.field
    this.retryAfterS = more.retryAfterS
  }
}

type Kind = { json: boolean; charset: 'utf-8' | 'windows-1251' }

const CHARSETS: Readonly<Record<string, Kind['charset']>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'windows-1251': 'windows-1251',
  cp1251: 'windows-1251',
}

/** What the body will be; without a word of it, text in UTF-8, which is what 1C sends. @throws Refusal */
export function kindOf(headers: IncomingHttpHeaders): Kind {
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') throw new Refusal(415, 'encoding', { field: 'Content-Encoding' })
  const [type = '', ...parameters] = (headers['content-type'] ?? 'text/plain').toLowerCase().split(';')
  const json = type.trim() === 'application/json'
  if (!json && type.trim() !== 'text/plain') throw new Refusal(415, 'mediaType', { field: 'Content-Type' })
  const named = parameters.map((each) => /^\s*charset\s*=\s*"?([\w-]+)"?\s*$/.exec(each)?.[1]).find(Boolean)
  const charset = CHARSETS[named ?? 'utf-8']
  if (charset === undefined) throw new Refusal(415, 'charset', { field: 'Content-Type' })
  return { json, charset }
}

/** `key` as the asker made it; one of our own when they made none, so that nothing is taken for a repetition. @throws Refusal */
export function keyOf(headers: IncomingHttpHeaders): string {
  const given = headers['idempotency-key']
  if (given === undefined) return randomUUID()
  if (typeof given !== 'string' || !/^[\x21-\x7e]{1,100}$/.test(given))
    throw new Refusal(400, 'badKey', { field: 'Idempotency-Key' })
  return given
}

/** A line and its number, counted from 1; blank lines of a text count, and are nothing. */
export type NumberedLine = { at: number; text: string }

const Lines = v.strictObject({ lines: v.array(v.string()) })
const ManyLines = v.object({
  lines: v.custom<unknown[]>((list) => Array.isArray(list) && list.length > MAX_RULE_LINES),
})

/** However large the body, other work gets its turn meanwhile; only JSON is read in one go. @throws Refusal */
export async function linesIn(body: Buffer, { json, charset }: Kind): Promise<NumberedLine[]> {
  const field = json ? 'lines' : 'body'
  const numbered: NumberedLine[] = []
  let at = 0
  for await (const some of json ? [fromJson(body, charset)] : ofText(body, charset)) {
    for (const text of some) {
      at++
      if (text.trim() !== '') numbered.push({ at, text })
    }
    if (numbered.length > MAX_RULE_LINES) throw new Refusal(413, 'tooManyLines', { field })
  }
  if (numbered.length === 0) throw new Refusal(400, 'noLines', { field })
  return numbered
}

export const digestOf = (lines: readonly NumberedLine[]): string => {
  const texts = lines.map(({ text }) => `${text}\n`)
  return createHash('sha256').update(texts.join('')).digest('base64url')
}

async function* ofText(body: Buffer, charset: Kind['charset']): AsyncGenerator<string[], void, undefined> {
  try {
    yield* textLines(body, new TextDecoder(charset, { fatal: true }))
  } catch {
    throw new Refusal(400, 'notText', { field: 'body' })
  }
}

function fromJson(body: Buffer, charset: Kind['charset']): string[] {
  if (isTooDeep(body)) throw new Refusal(400, 'notJson', { field: 'body' })
  let text: string
  let value: unknown
  try {
    text = new TextDecoder(charset, { fatal: true }).decode(body)
  } catch {
    throw new Refusal(400, 'notText', { field: 'body' })
  }
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refusal(400, 'notJson', { field: 'body' })
  }
  // Before each of them is looked at.
  if (v.is(ManyLines, value)) throw new Refusal(413, 'tooManyLines', { field: 'lines' })
  const result = v.safeParse(Lines, value)
  if (result.success) return result.output.lines
  const path = result.issues[0].path?.map(({ key }) => String(key)).join('.')
  throw new Refusal(400, 'lines', { field: path ?? 'body' })
}
