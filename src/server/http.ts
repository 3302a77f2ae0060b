import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { TrubkaError } from '../protocol/errors.ts'

/** Answers for programs: nobody may show, keep or guess at them. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'content-type': 'application/json; charset=utf-8',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

export type Answer = { status: number; body: unknown; headers?: Readonly<Record<string, string>> }

/** @throws TrubkaError tooLarge, before more than `max` bytes are held */
export async function readBody(request: IncomingMessage, max: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > max) throw new TrubkaError('tooLarge')
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue
    length += part.length
    if (length > max) throw new TrubkaError('tooLarge')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** The token of `Authorization: Bearer …`; empty when there is none. */
export const bearerOf = (request: IncomingMessage): string =>
  /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compared in the same time whatever they are. */
export const sameSecret = (given: string, right: string): boolean => timingSafeEqual(sha256(given), sha256(right))

export function sendJson(request: IncomingMessage, response: ServerResponse, { status, body, headers }: Answer): void {
  if (response.headersSent || response.destroyed) return
  // Whatever of the request has not been read is not worth reading.
  const rest = request.complete ? {} : { connection: 'close' }
  response.writeHead(status, { ...HEADERS, ...headers, ...rest })
  response.end(`${JSON.stringify(body)}\n`)
}
