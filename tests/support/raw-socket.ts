import { connect, type Socket } from 'node:net'

/** A TCP connection that says what no client would; it is told of its end, and of what came. */
export async function rawSocket(http: string): Promise<{ socket: Socket; closed: Promise<void>; heard: () => string }> {
  const { hostname, port } = new URL(http)
  const socket = connect(Number(port), hostname)
  let heard = ''
  socket.on('data', (data: Buffer) => {
    heard += data.toString('latin1')
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await new Promise<void>((resolve) => {
    socket.once('connect', () => resolve())
    socket.once('close', () => resolve())
  })
  return { socket, closed, heard: () => heard }
}

/** What a WebSocket's client says first. */
export const upgradeRequest = (http: string): string =>
  [
    'GET /ws HTTP/1.1',
    `Host: ${new URL(http).host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: trubka.v1',
    '\r\n',
  ].join('\r\n')
