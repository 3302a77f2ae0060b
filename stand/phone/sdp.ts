/** Session descriptions (RFC 4566, 3264) of one audio stream in PCMA. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
export type Description = { host: string; port: number; direction: Direction }

export function writeSdp({ host, port, direction }: Description, session: number, version: number): string {
  const lines = [
    'v=0',
    `o=phone ${session} ${version} IN IP4 ${host}`,
    's=-',
    `c=IN IP4 ${host}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 8`,
    'a=rtpmap:8 PCMA/8000',
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
