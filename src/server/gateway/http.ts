import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { TrubkaError } from '../../protocol/errors.ts'
import { LINK_PATH } from '../../protocol/link-page.ts'
import { errorCode } from '../files.ts'
import { type Answer, sendJson } from '../http.ts'
import { CommandLine } from './command-line.ts'
import { isWell } from './health.ts'
import { sendRecording } from './recording-file.ts'
import type { Rooms } from './rooms.ts'
import { RuleLines } from './rule-lines/rule-lines.ts'
import { TEL_PAGE, TEL_PAGE_HEADERS } from './tel/tel-page.ts'

/** Answers what is its own; false = it is not. */
export type Pages = (request: IncomingMessage, response: ServerResponse, path: string) => boolean

export type HttpOptions = {
  rooms: Rooms
  hsts?: boolean
  version: string
  managerToken: string
  logger: Logger
  managerLink?: () => { code: string; expiresAt: number }
  /** Asked when nobody else knows the path. */
  pages?: Pages
  /** Addresses of reverse proxies whose word counts for whom they ask. */
  trustedProxies?: readonly string[]
}

/** What is asked over plain HTTP: how it goes, telephone links' page, the command line's wishes, rule lines from 1C, recordings. */
export function httpHandler(options: HttpOptions) {
  const { rooms, logger, pages, trustedProxies } = options
  const ruleLines = new RuleLines({ ...rooms, logger, ...(trustedProxies && { trustedProxies }) })
  const commandLine = new CommandLine(options)
  const answer = async (request: IncomingMessage, path: string): Promise<Answer | null> => {
    // Nothing of PBX and 1C: starting the server anew would mend neither.
    if (request.method === 'GET' && path === '/health/live') return { status: 200, body: { ok: true } }
    if (request.method === 'GET' && path === '/health') return { status: 200, body: { ok: isWell(rooms) } }
    return (await ruleLines.answer(request, path)) ?? (await commandLine.answer(request, path))
  }
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (options.hsts === true && 'encrypted' in request.socket)
      response.setHeader('strict-transport-security', 'max-age=31536000')
    if (request.method === 'GET' && path === LINK_PATH) {
      response.writeHead(200, TEL_PAGE_HEADERS).end(TEL_PAGE)
      return
    }
    if (sendRecording(rooms, request, response, path)) return
    answer(request, path).then(
      (found) => {
        if (found) sendJson(request, response, found)
        else if (!pages?.(request, response, path))
          sendJson(request, response, { status: 404, body: { error: 'notFound' } })
      },
      (error: unknown) => {
        if (error instanceof TrubkaError)
          return sendJson(request, response, { status: 400, body: { error: error.code } })
        // Whoever asked is gone.
        if (errorCode(error) === 'ECONNRESET') return
        logger.error({ err: error }, 'an HTTP request failed')
        sendJson(request, response, { status: 500, body: { error: 'internal' } })
      },
    )
  }
}
