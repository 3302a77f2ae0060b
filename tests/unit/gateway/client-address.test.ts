import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { clientAddress } from '../../../src/server/client-address.ts'

const PROXIES = ['10.0.0.5', '10.0.0.6']

function requestFrom(remoteAddress: string, forwarded?: string): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress })
  const request = new IncomingMessage(socket)
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded
  return request
}

test.each<[string, string | undefined, string]>([
  ['192.0.2.7', undefined, '192.0.2.7'],
  ['192.0.2.7', '203.0.113.1', '192.0.2.7'],
  ['127.0.0.1', '203.0.113.1', '127.0.0.1'],
  ['10.0.0.5', '203.0.113.1', '203.0.113.1'],
  ['::ffff:10.0.0.5', '203.0.113.1', '203.0.113.1'],
  ['10.0.0.5', '198.51.100.9, 203.0.113.1', '203.0.113.1'],
  ['10.0.0.5', '198.51.100.9, 203.0.113.1, 10.0.0.6', '203.0.113.1'],
  ['10.0.0.5', '10.0.0.6, 10.0.0.5', '10.0.0.6'],
  ['10.0.0.5', '2001:DB8::1', '2001:db8::1'],
  ['10.0.0.5', 'unknown', '10.0.0.5'],
  ['10.0.0.5', '203.0.113.1, <script>', '10.0.0.5'],
  ['10.0.0.5', '', '10.0.0.5'],
  ['10.0.0.5', undefined, '10.0.0.5'],
])('%s that says it asks for %s is %s', (peer, forwarded, address) => {
  expect(clientAddress(requestFrom(peer, forwarded), PROXIES)).toBe(address)
})
