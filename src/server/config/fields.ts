import { isIP, isIPv6 } from 'node:net'
import * as v from 'valibot'
import { ThinClientAddress } from '../../protocol/navigation-link.ts'

/** The kinds of values a setting can have. Numbers and switches may come as text: the environment knows nothing else. */

export const wholeNumber = (min: number, max: number, example: number) => {
  const message = `must be a whole number from ${min} to ${max}, such as ${example}`
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number))], message),
    v.integer(message),
    v.minValue(min, message),
    v.maxValue(max, message),
  )
}

export const yesOrNo = v.pipe(
  v.union([v.boolean(), v.picklist(['true', 'false'])], 'must be true or false'),
  v.transform((value) => value === true || value === 'true'),
)

export const text = (example: string) => {
  const message = `must be text on one line, such as "${example}"`
  return v.pipe(v.string(message), v.regex(/^[^\p{Cc}]{1,1000}$/u, message))
}

/** By its name in the IANA database. */
export const timeZone = (example: string) => {
  const message = `must be the name of a time zone, such as "${example}"`
  return v.pipe(v.string(message), v.check(isTimeZone, message))
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A machine, and nothing else: what is written around it (scheme, port, path) would be looked up as part of its name. */
export const hostName = (example: string) => {
  const message = `must be a host name or an IP address alone, without a scheme and a port, such as "${example}"`
  return v.pipe(
    v.string(message),
    v.check((value) => /^[\p{L}\p{N}._-]{1,253}$/u.test(value) || isIPv6(value), message),
  )
}

/** A machine by number alone: what is compared with it is not looked up. */
export const ipAddress = (example: string) => {
  const message = `must be an IP address, such as "${example}"`
  return v.pipe(
    v.string(message),
    v.check((value) => isIP(value) !== 0, message),
    v.toLowerCase(),
  )
}

/** `tls:` is checked against the machine's authorities, or against the one that is named. */
export const natsAddress = () => {
  const message =
    'must be an address such as "nats://nats.example.ru:4222" or "tls://nats.example.ru:4222", without a user'
  return v.pipe(
    v.string(message),
    v.check((value) => /^(nats|tls):\/\/[^\s@/]+$/.test(value) && URL.canParse(value), message),
  )
}

/** What must not be shown: errors name its kind, never its value. */
export const secret = () => text('a long random word')

/** Of the base in the thin client. */
export const thinClientAddress = () => {
  const message = 'must be an address of the thin client without #, such as "e1c://server/srv-1c/trade"'
  return v.pipe(
    v.string(message),
    v.check((value) => v.is(ThinClientAddress, value), message),
  )
}

const ADDRESS_EXAMPLE = 'https://1c.example.ru/trade'

/** Without query or fragment, and without a slash at its end. */
export const httpAddress = (example = ADDRESS_EXAMPLE) => {
  const message = `must be an http or https address without ? and #, such as "${example}"`
  return v.pipe(
    v.string(message),
    v.maxLength(1000, message),
    v.check((value) => isPlainHttp(value), message),
    v.transform((value) => new URL(value).href.replace(/\/+$/, '')),
  )
}

function isPlainHttp(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, search, hash, username, password } = new URL(value)
  return /^https?:$/.test(protocol) && search === '' && hash === '' && username === '' && password === ''
}
