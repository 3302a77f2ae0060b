import type { IncomingMessage } from 'node:http'

/** No command is longer. */
const maxBody = 4096

/**
 * Whether a request comes from the page itself. Another site open in the same browser must not ring phones: it shows
 * in `Origin` and `Sec-Fetch-Site`, or, with a name of its own made to point here, in `Host`.
 */
export function isOurs(request: IncomingMessage, ownHost: string): boolean {
  const host = request.headers.host ?? ''
  const name = host.replace(/:\d+$/, '')
  if (![ownHost, 'localhost', '127.0.0.1', '[::1]'].includes(name)) return false
  const { origin } = request.headers
  if (origin !== undefined && origin !== `http://${host}`) return false
  const site = request.headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}

/** A form of another site cannot send this type without asking first. */
export function isJson(request: IncomingMessage): boolean {
  return /^application\/json\b/i.test(request.headers['content-type'] ?? '')
}

/** The body as JSON; undefined when it is too long or none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) return undefined
    size += chunk.length
    if (size > maxBody) return undefined
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}')
  } catch {
    return undefined
  }
}
