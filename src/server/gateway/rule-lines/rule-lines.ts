import type { IncomingMessage } from 'node:http'
import type { Logger } from 'pino'
import { TrubkaError } from '../../../protocol/errors.ts'
import type { RefusedLine } from '../../../protocol/routing.ts'
import { clientAddress } from '../../client-address.ts'
import { type Answer, bearerOf, readBody } from '../../http.ts'
import type { BaseToken, BaseTokens } from '../../identity/base-tokens.ts'
import type { Routing } from '../../routing/routing.ts'
import { tokenWriter } from '../../writers.ts'
import { Bucket } from '../limits.ts'
import { digestOf, keyOf, kindOf, linesIn, type NumberedLine, Refusal } from './request.ts'
import { FAULT_WORDS, type Language, languageOf, lineFault } from './words.ts'

/** Each with its reason; tests set smaller ones. */
export const RULE_LINE_LIMITS = {
  /** 10,000 lines of a good deal more than a rule needs. */
  bodyBytes: 2 * 1024 * 1024,
  /** Of one token: a nightly exchange of a million lines takes ten seconds. */
  requestsPerSecond: 10,
  requestsAtOnce: 100,
  /** Of one address: a token is not guessed at, it is copied wrongly. */
  wrongPerSecond: 0.2,
  wrongAtOnce: 20,
  addresses: 10_000,
}
export type RuleLineLimits = typeof RULE_LINE_LIMITS

const RETRY_S = 30
const PATH = /^\/api\/bases\/([^/]+)\/rules$/

export type RuleLinesOptions = {
  routing: Pick<Routing, 'write' | 'settings'>
  tokens: BaseTokens
  logger: Logger
  limits?: Partial<RuleLineLimits>
  trustedProxies?: readonly string[]
}

/** Rule lines over HTTP, from programs of a 1C base (SPEC C10). */
export class RuleLines {
  readonly #o: RuleLinesOptions
  readonly #limits: RuleLineLimits
  readonly #byToken = new Map<string, Bucket>()
  readonly #wrong = new Map<string, Bucket>()

  constructor(options: RuleLinesOptions) {
    this.#o = options
    this.#limits = { ...RULE_LINE_LIMITS, ...options.limits }
  }

  /** null = the path is none of ours. */
  async answer(request: IncomingMessage, path: string): Promise<Answer | null> {
    const encoded = PATH.exec(path)?.[1]
    if (encoded === undefined) return null
    const language = languageOf(request.headers['accept-language'])
    try {
      if (request.method !== 'POST') return { status: 405, body: { error: 'method' }, headers: { allow: 'POST' } }
      return await this.#take(request, decoded(encoded), language)
    } catch (error) {
      const refusal = this.#refusalOf(error)
      if (refusal === null) throw error
      const { status, fault, field, retryAfterS } = refusal
      return {
        status,
        body: { error: fault, message: FAULT_WORDS[language][fault], ...(field !== undefined && { field }) },
        headers: {
          'content-language': language,
          ...(retryAfterS !== undefined && { 'retry-after': String(retryAfterS) }),
          ...(status === 401 && { 'www-authenticate': 'Bearer' }),
        },
      }
    }
  }

  async #take(request: IncomingMessage, base: string | null, language: Language): Promise<Answer> {
    // A web page must not even try; 1C sends no Origin.
    if (request.headers.origin !== undefined) throw new Refusal(403, 'fromPage', { field: 'Origin' })
    const token = this.#tokenOf(request)
    if (token.base !== base) throw new Refusal(403, 'otherBase', { field: 'Authorization' })
    if (!this.#bucket(token.id).take()) throw new Refusal(429, 'tooMany', { retryAfterS: 1 })
    const kind = kindOf(request.headers)
    const key = keyOf(request.headers)
    const lines = await linesIn(await readBody(request, this.#limits.bodyBytes), kind)
    const { routing, tokens, logger } = this.#o
    const texts = lines.map(({ text }) => text)
    const who = { by: tokenWriter(token.id), from: this.#addressOf(request) }
    const { written, refused } = await tokens.writeUnder({ id: token.id, key, digest: digestOf(lines) }, (commandId) =>
      routing.write({ base, lines: texts, ...who, commandId }),
    )
    logger.info({ base, token: token.id, written, ignored: refused.length }, 'rules taken over HTTP')
    const ignored = refused.map((each) => this.#told(each, lines, language))
    return { status: 200, body: { written, ignored }, headers: { 'content-language': language } }
  }

  #told({ at, line, fault }: RefusedLine, lines: readonly NumberedLine[], language: Language) {
    const words = lineFault(fault, this.#o.routing.settings, language)
    return { line: lines[at - 1]?.at ?? at, text: line, code: fault, fault: words }
  }

  /** A good token is let in however many wrong ones come from its address: a proxy has one address for all. */
  #tokenOf(request: IncomingMessage): BaseToken {
    const token = this.#o.tokens.find(bearerOf(request))
    if (token) return token
    const address = this.#addressOf(request)
    const { wrongPerSecond, wrongAtOnce, addresses } = this.#limits
    if (this.#wrong.size >= addresses) this.#wrong.clear()
    const bucket = this.#wrong.get(address) ?? new Bucket(wrongPerSecond, wrongAtOnce)
    this.#wrong.set(address, bucket)
    if (!bucket.take()) throw new Refusal(429, 'tooMany', { retryAfterS: Math.ceil(1 / wrongPerSecond) })
    this.#o.logger.warn({ address }, 'rules over HTTP with a wrong token: refused')
    throw new Refusal(401, 'unauthorized', { field: 'Authorization' })
  }

  #addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.#o.trustedProxies ?? [])
  }

  #bucket(token: string): Bucket {
    const { requestsPerSecond, requestsAtOnce } = this.#limits
    const bucket = this.#byToken.get(token) ?? new Bucket(requestsPerSecond, requestsAtOnce)
    this.#byToken.set(token, bucket)
    return bucket
  }

  #refusalOf(error: unknown): Refusal | null {
    if (error instanceof Refusal) return error
    if (!(error instanceof TrubkaError)) return null
    switch (error.code) {
      case 'unknownBase':
        return new Refusal(404, 'unknownBase')
      case 'invalidParams':
        return new Refusal(409, 'keyUsed', { field: 'Idempotency-Key' })
      case 'tooLarge':
        return new Refusal(413, 'tooLarge', { field: 'body' })
      case 'routingOff':
        return new Refusal(503, 'routingOff', { retryAfterS: RETRY_S })
      case 'notKept':
        return new Refusal(503, 'notKept', { retryAfterS: RETRY_S })
      default:
        return null
    }
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
