import type { IncomingMessage } from 'node:http'

/** No request of a test is larger; a stray one must not eat the memory. */
const MOST_BYTES = 4 * 1024 * 1024

export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    const bytes = Buffer.from(part)
    size += bytes.length
    if (size > MOST_BYTES) throw new Error('the body is too large')
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}
