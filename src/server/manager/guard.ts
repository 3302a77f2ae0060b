import type { IncomingMessage } from 'node:http'
import { CSRF_HEADER } from './contract.ts'
import { csrfIsRight, type ManagerSession, type Sessions } from './sessions.ts'
import type { SignIn } from './sign-in.ts'

const COOKIE = 'trubka_manager'
const PATH = '/manager/'

/** Who asks, as far as their cookie says. */
export async function sessionOf(
  request: IncomingMessage,
  { sessions, signIn, active }: { sessions: Sessions; signIn: SignIn; active: boolean },
): Promise<ManagerSession | null> {
  const secret = secretIn(request)
  return secret === null ? null : sessions.find(secret, await signIn.mark(), active)
}

export function secretIn(request: IncomingMessage): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=')
    if (name === COOKIE && value !== undefined && /^[\w-]{43}$/.test(value)) return value
  }
  return null
}

export const cookieFor = (request: IncomingMessage, secret: string | null): string =>
  [
    `${COOKIE}=${secret ?? ''}`,
    `Path=${PATH}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isSecure(request) ? ['Secure'] : []),
    ...(secret === null ? ['Max-Age=0'] : []),
  ].join('; ')

/** Behind a proxy with a certificate, or with one of our own. Whoever lies about it harms only their own cookie. */
function isSecure(request: IncomingMessage): boolean {
  const forwarded = request.headers['x-forwarded-proto']
  return 'encrypted' in request.socket || (typeof forwarded === 'string' && forwarded.split(',')[0]?.trim() === 'https')
}

/**
 * Whether it comes from our own page. Browsers say so themselves where they may; else by the page's origin, which must be
 * the host that was asked. A request that changes something and names neither comes from no browser of today.
 */
export function isOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = headers
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false
  return new URL(origin).host === host
}

export const mayChange = (request: IncomingMessage, session: ManagerSession): boolean =>
  isOwnPage(request) && csrfIsRight(session, request.headers[CSRF_HEADER])
