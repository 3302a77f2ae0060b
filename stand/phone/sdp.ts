/** Session descriptions (RFC 4566, 3264) of one audio stream in PCMA, with keys pressed as events (RFC 4733). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
export type Description = { host: string; port: number; direction: Direction }

/** The payload type by which we know pressed keys; Asterisk takes the same. */
export const TELEPHONE_EVENT = 101

export function writeSdp({ host, port, direction }: Description, session: number, version: number): string {
  const lines = [
    'v=0',
    `o=phone ${session} ${version} IN IP4 ${host}`,
    's=-',
    `c=IN IP4 ${host}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 8 ${TELEPHONE_EVENT}`,
    'a=rtpmap:8 PCMA/8000',
    `a=rtpmap:${TELEPHONE_EVENT} telephone-event/8000`,
    `a=fmtp:${TELEPHONE_EVENT} 0-16`,
    'a=ptime:20',
    `a=${direction}`,
  ]
  return lines.map((line) => `${line}\r\n`).join('')
}

/** null when there is no audio in it. */
export function readSdp(body: string): Description | null {
  const host = /^c=IN IP4 (\S+)/m.exec(body)?.[1]
  const port = Number(/^m=audio (\d+)/m.exec(body)?.[1] ?? 0)
  if (host === undefined || port === 0) return null
  const word = /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(body)?.[1] ?? 'sendrecv'
  return { host, port, direction: DIRECTIONS.find((each) => each === word) ?? 'sendrecv' }
}

const DIRECTIONS: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive']

/** What we may do when the other side says what it does. */
export const mirrored = (theirs: Direction): Direction =>
  theirs === 'sendonly' ? 'recvonly' : theirs === 'recvonly' ? 'sendonly' : theirs
