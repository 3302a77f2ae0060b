import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { Connection, type ConnectionOptions, type Timing } from '../../../src/background/connection.ts'
import { pair } from '../../../src/background/pairing.ts'
import type { OpenSocket } from '../../../src/background/rpc.ts'
import type { Connection as State } from '../../../src/protocol/mirror.ts'
import { CODE, Peer } from '../../support/peer.ts'

export const openSocket: OpenSocket = (url, protocol) => new WebSocket(url, protocol)

/** As the browser keeps things: a copy, and only what can be copied. */
export function memorySlot<T>() {
  let kept: string | null = null
  return {
    get: async (): Promise<T | null> => (kept === null ? null : JSON.parse(kept)),
    set: async (value: T) => {
      kept = JSON.stringify(value)
    },
    clear: async () => {
      kept = null
    },
  }
}

export async function startPeer(port = 0, like?: Peer): Promise<Peer> {
  const peer = await Peer.start(port, like)
  onTestFinished(() => peer.close())
  return peer
}

const FAST: Timing = { retry: 20, retryMax: 50, retryRefused: 40, ping: 60_000, pingAnswer: 100 }

/** A paired connection with its history of states; not yet begun. */
export async function connectionWith(
  peer: Peer,
  options: Partial<ConnectionOptions> = {},
  timing: Partial<Timing> = {},
) {
  const states: State[] = []
  const connection = new Connection({
    openSocket,
    onSignedIn: async () => {},
    onNotification: () => {},
    onState: (state) => states.push(state),
    timing: { ...FAST, ...timing },
    ...options,
  })
  onTestFinished(() => connection.stop())
  const pairing = await pair(peer.url, CODE, openSocket)
  return { connection, states, pairing }
}
