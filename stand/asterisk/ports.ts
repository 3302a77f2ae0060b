import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

export type Ports = { ami: number; sip: number; trunk: number; rtp: { from: number; to: number } }

/** Below the range from which the kernel takes ports for outgoing connections. */
const LOWEST = 10_000
const HIGHEST = 32_000
/** Each leg takes two. */
const RTP_SPAN = 200

/**
 * Free ports on the loopback addresses. Not asked of the kernel (port 0), which gives ports of the range that clients
 * get theirs from: while the PBX is down, one that connects again and again would in the end be connected to itself.
 */
export async function freePorts(host: string, trunkHost: string): Promise<Ports> {
  const ami = await freePort(host)
  const sip = await free((port) => udpIsFree(host, port))
  const trunk = await free((port) => udpIsFree(trunkHost, port))
  const from = await free((port) => udpIsFree(host, port))
  return { ami, sip, trunk, rtp: { from: from - (from % 2), to: from - (from % 2) + RTP_SPAN - 1 } }
}

export const freePort = (host: string): Promise<number> => free((port) => tcpIsFree(host, port))

async function free(isFree: (port: number) => Promise<boolean>): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (await isFree(port)) return port
  }
  throw new Error(`no free port found between ${LOWEST} and ${HIGHEST}`)
}

async function tcpIsFree(host: string, port: number): Promise<boolean> {
  const server = createServer().listen(port, host)
  const bound = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (bound) await new Promise((resolve) => server.close(resolve))
  return bound
}

async function udpIsFree(host: string, port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  const listening = once(socket, 'listening').then(
    () => true,
    () => false,
  )
  socket.bind(port, host)
  const bound = await listening
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return bound
}
