import { createHash, randomBytes } from 'node:crypto'
import type { SipResponse } from './message.ts'
import { header } from './message.ts'

export type Credentials = { user: string; password: string }

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** The header that answers a 401 or 407 (RFC 2617 with MD5, all that SIP phones share); null when there is no challenge. */
export function authorisation(
  challenge: SipResponse,
  request: { method: string; uri: string },
  { user, password }: Credentials,
): [name: string, value: string] | null {
  const proxy = challenge.status === 407
  const text = header(challenge, proxy ? 'proxy-authenticate' : 'www-authenticate')
  const part = (name: string) => new RegExp(`\\b${name}="?([^",]+)`, 'i').exec(text)?.[1] ?? ''
  const realm = part('realm')
  const nonce = part('nonce')
  if (nonce === '') return null
  const secret = md5(`${user}:${realm}:${password}`)
  const what = md5(`${request.method}:${request.uri}`)
  const cnonce = randomBytes(6).toString('hex')
  const qop = part('qop') !== ''
  const response = qop ? md5(`${secret}:${nonce}:00000001:${cnonce}:auth:${what}`) : md5(`${secret}:${nonce}:${what}`)
  const fields = [
    `username="${user}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${request.uri}"`,
    `response="${response}"`,
    'algorithm=MD5',
    ...(qop ? ['qop=auth', 'nc=00000001', `cnonce="${cnonce}"`] : []),
    ...(part('opaque') === '' ? [] : [`opaque="${part('opaque')}"`]),
  ]
  return [proxy ? 'Proxy-Authorization' : 'Authorization', `Digest ${fields.join(', ')}`]
}
