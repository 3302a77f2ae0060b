import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * Who asks: whoever is at the other end, unless that is a proxy of the administrator's (`trusted`), which says in
 * `X-Forwarded-For` for whom it asks. Anybody else could say there what they like.
 */
export function clientAddress({ socket, headers }: IncomingMessage, trusted: readonly string[]): string {
  let address = plain(socket.remoteAddress ?? '')
  const said = headers['x-forwarded-for']
  const chain = typeof said === 'string' ? said.split(',') : []
  // Each proxy puts at the end whom it was asked by.
  while (trusted.includes(address)) {
    const before = plain(chain.pop()?.trim() ?? '')
    if (isIP(before) === 0) break
    address = before
  }
  return address
}

/** An address of IPv4 as it looks to a server that listens for both. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase()
