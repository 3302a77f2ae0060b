/** SIP messages (RFC 3261, 7) as far as a test phone needs them. */
export type SipHeaders = readonly (readonly [name: string, value: string])[]
export type SipRequest = { method: string; uri: string; headers: SipHeaders; body: string }
export type SipResponse = { status: number; reason: string; headers: SipHeaders; body: string }
export type SipMessage = SipRequest | SipResponse

export const isResponse = (message: SipMessage): message is SipResponse => 'status' in message

/** RFC 3261, 7.3.3. */
const COMPACT: Readonly<Record<string, string>> = {
  c: 'content-type',
  f: 'from',
  i: 'call-id',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  t: 'to',
  v: 'via',
}

/** null for what is no SIP message (keep-alives, noise). */
export function parseMessage(text: string): SipMessage | null {
  const end = text.indexOf('\r\n\r\n')
  const head = end < 0 ? text : text.slice(0, end)
  const body = end < 0 ? '' : text.slice(end + 4)
  // A line that begins with white space continues the one before it.
  const [first = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':')
    if (colon < 1) return []
    const name = line.slice(0, colon).trim().toLowerCase()
    return [[COMPACT[name] ?? name, line.slice(colon + 1).trim()]]
  })
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first)
  if (response) return { status: Number(response[1]), reason: response[2] ?? '', headers, body }
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(first)
  if (request) return { method: request[1] ?? '', uri: request[2] ?? '', headers, body }
  return null
}

export function serialise(message: SipMessage): string {
  const first = isResponse(message)
    ? `SIP/2.0 ${message.status} ${message.reason}`
    : `${message.method} ${message.uri} SIP/2.0`
  const lines = message.headers.map(([name, value]) => `${name}: ${value}`)
  return [first, ...lines, `Content-Length: ${Buffer.byteLength(message.body)}`, '', message.body].join('\r\n')
}

/** The first header of this name; empty when there is none. `name` in lower case. */
export function header(message: SipMessage, name: string): string {
  return message.headers.find(([each]) => each.toLowerCase() === name)?.[1] ?? ''
}

export function headersOf(message: SipMessage, name: string): string[] {
  return message.headers.flatMap(([each, value]) => (each.toLowerCase() === name ? [value] : []))
}

/** The part of `To`, `From` or `Contact` in angle brackets, or all of it before the parameters. */
export function uriOf(value: string): string {
  return /<([^>]*)>/.exec(value)?.[1] ?? value.split(';')[0]?.trim() ?? ''
}

export const tagOf = (value: string): string => /;\s*tag=([^;\s]+)/i.exec(value.replace(/<[^>]*>/, ''))?.[1] ?? ''
export const branchOf = (via: string): string => /;\s*branch=([^;\s,]+)/i.exec(via)?.[1] ?? ''

/** Name and number of a `From` or `P-Asserted-Identity`. */
export function partyOf(value: string): { number: string; name: string } {
  const uri = uriOf(value.replace(/^\s*"(?:[^"\\]|\\.)*"/, ''))
  const user = /^sips?:([^@;>]*)@/i.exec(uri)?.[1] ?? ''
  const quoted = /^\s*"((?:[^"\\]|\\.)*)"/.exec(value)?.[1]
  const name = quoted?.replace(/\\(.)/g, '$1') ?? /^([^<"]*)</.exec(value)?.[1]?.trim() ?? ''
  return { number: unescapeUri(user), name }
}

/** A display name as a quoted string (RFC 3261, 25.1). It cannot hold a line break. */
export const quoted = (name: string): string => `"${name.replace(/[\r\n]/g, ' ').replace(/["\\]/g, '\\$&')}"`

function unescapeUri(user: string): string {
  try {
    return decodeURIComponent(user)
  } catch {
    return user
  }
}
