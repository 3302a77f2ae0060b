import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import * as v from 'valibot'
import { TrubkaError } from '../../protocol/errors.ts'
import type { MadeCode } from '../identity/codes.ts'
import { everybodyIsKnown, type Rooms } from './rooms.ts'

const MAX_BODY = 1024
/** Nothing here is a page; nobody may show, keep or guess at it. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'content-type': 'application/json; charset=utf-8',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const CodeRequest = v.strictObject({ operator: v.pipe(v.string(), v.regex(/^\d{1,9}$/)) })

export type CodeAnswer = MadeCode & { operator: { name: string; number: string } }
export type HttpOptions = { rooms: Rooms; version: string; managerToken: string; logger: Logger }

/** The few things that are asked over plain HTTP: how it goes, and a pairing code for the server's own command line. */
export function httpHandler({ rooms, version, managerToken, logger }: HttpOptions) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '').split('?')[0]
    const answer = async (): Promise<[status: number, body: unknown]> => {
      if (request.method === 'GET' && path === '/health') return [200, health(rooms, version)]
      if (request.method !== 'POST' || path !== '/manager/codes') return [404, { error: 'notFound' }]
      // A web page must not even try; the command line sends no Origin.
      if (request.headers.origin !== undefined || !bearerIs(request, managerToken))
        return [401, { error: 'unauthorized' }]
      return makeCode(rooms, await readBody(request))
    }
    answer().then(
      ([status, body]) => send(request, response, status, body),
      (error: unknown) => {
        if (error instanceof TrubkaError) return send(request, response, 400, { error: error.code })
        logger.error({ err: error }, 'an HTTP request failed')
        send(request, response, 500, { error: 'internal' })
      },
    )
  }
}

const health = ({ pbx, customers }: Rooms, version: string) => ({
  pbx: pbx.link,
  pbxFault: pbx.link === 'up' ? null : (pbx.faults.main ?? 'notConnected'),
  /** Whether the PBX can ask us where calls go. */
  routing: pbx.faults.routing === null ? 'asked' : 'notAsked',
  routingFault: pbx.faults.routing,
  bases: customers.bases().map(({ id, state, loadedAt }) => ({ id, state, loadedAt })),
  version,
})

async function makeCode(rooms: Rooms, body: string): Promise<[number, unknown]> {
  const number = numberIn(body)
  if (number === null) return [400, { error: 'invalidRequest' }]
  const { people, identity } = rooms
  const [colleague, ...others] = people.all.filter((each) => each.number === number)
  if (others.length > 0) return [409, { error: 'sharedNumber' }]
  if (!colleague) return everybodyIsKnown(rooms) ? [404, { error: 'noSuchOperator' }] : [503, { error: 'notLoaded' }]
  const answer: CodeAnswer = { ...(await identity.makeCode(colleague.id)), operator: { name: colleague.name, number } }
  return [200, answer]
}

function numberIn(body: string): string | null {
  try {
    const result = v.safeParse(CodeRequest, JSON.parse(body))
    return result.success ? result.output.operator : null
  } catch {
    return null
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue
    length += part.length
    if (length > MAX_BODY) throw new TrubkaError('tooLarge')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function bearerIs(request: IncomingMessage, token: string): boolean {
  const given = /^Bearer ([\w-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}

function send(request: IncomingMessage, response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return
  // Whatever of the request has not been read is not worth reading.
  const rest = request.complete ? {} : { connection: 'close' }
  response.writeHead(status, { ...HEADERS, ...rest })
  response.end(`${JSON.stringify(body)}\n`)
}
