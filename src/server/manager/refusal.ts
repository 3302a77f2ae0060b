import { type ErrorCode, TrubkaError } from '../../protocol/errors.ts'
import type { Answer } from '../http.ts'
import type { RefusalWord } from './contract.ts'

/** What is not done, and HTTP's number for it. */
export class PageRefusal extends Error {
  override readonly name = 'PageRefusal'
  readonly status: number
  readonly word: RefusalWord
  readonly retryAfterS: number | undefined

  constructor(status: number, word: RefusalWord, retryAfterS?: number) {
    super(word)
    this.status = status
    this.word = word
    this.retryAfterS = retryAfterS
  }
}

const BY_CODE: Partial<Record<ErrorCode, [number, RefusalWord]>> = {
  unknownBase: [404, 'unknownBase'],
  routingOff: [409, 'routingOff'],
  notKept: [503, 'notKept'],
  tooLarge: [413, 'tooLarge'],
  tooMany: [429, 'tooMany'],
  invalidParams: [400, 'invalidRequest'],
}

/** null = our own fault. */
export function refusalAnswer(error: unknown): Answer | null {
  if (error instanceof TrubkaError) {
    const [status, word] = BY_CODE[error.code] ?? []
    return status && word ? { status, body: { error: word } } : null
  }
  if (!(error instanceof PageRefusal)) return null
  const { status, word, retryAfterS } = error
  if (retryAfterS === undefined) return { status, body: { error: word } }
  return { status, body: { error: word, retryAfterS }, headers: { 'retry-after': String(retryAfterS) } }
}
