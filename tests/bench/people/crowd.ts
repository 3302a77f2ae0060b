import type { WebSocket } from 'ws'
import { newKeyPair, publicKeyOf, thumbprint } from '../../../src/protocol/proof.ts'
import type { PublicKey } from '../../../src/protocol/session.ts'
import { Line, signInOver } from '../../support/operator.ts'
import { now } from '../clock.ts'

/** What the benchmark tells its crowd, a process of its own with all the operators' connections. */
export type ToCrowd =
  | { do: 'makeKeys'; count: number }
  | { do: 'signIn'; url: string; serverKey: PublicKey; operators: string[] }
  /** Each operator is to get a frame with this in it, once. */
  | { do: 'await'; text: string }
  | { do: 'leave' }
export type FromCrowd =
  | { is: 'keys'; keys: { keyId: string; key: PublicKey }[] }
  | { is: 'here'; bytes: number }
  | { is: 'ready' }
  /** By the machine's clock. */
  | { is: 'got'; lastAt: number }

const AT_ONCE = 20

export function crowd(send: (message: FromCrowd) => void, listen: (hear: (message: ToCrowd) => void) => void): void {
  const own: { keyId: string; privateKey: CryptoKey }[] = []
  const sockets: WebSocket[] = []
  let wanted = ''
  let missing = 0

  const hear = (data: unknown) => {
    if (missing === 0 || !Buffer.isBuffer(data) || !data.includes(wanted)) return
    missing--
    if (missing === 0) send({ is: 'got', lastAt: now() })
  }
  const makeKeys = async (count: number) => {
    const keys: { keyId: string; key: PublicKey }[] = []
    for (let i = 0; i < count; i++) {
      const { privateKey, publicKey } = await newKeyPair(false)
      const key = await publicKeyOf({ publicKey })
      const keyId = await thumbprint(key)
      own.push({ keyId, privateKey })
      keys.push({ keyId, key })
    }
    send({ is: 'keys', keys })
  }
  /** Signed in, and with the whole state, which is counted and not looked at. */
  const enter = async (
    url: string,
    serverKey: PublicKey,
    name: string,
    mine: (typeof own)[number],
  ): Promise<number> => {
    const line = await Line.open(url)
    await signInOver(line, { ...mine, serverKey, operator: { id: name, name, department: '', number: null } })
    const { socket } = line
    socket.removeAllListeners('message')
    const state = new Promise<number>((resolve) => {
      socket.once('message', (data) => resolve(Buffer.isBuffer(data) ? data.length : 0))
    })
    socket.send('{"jsonrpc":"2.0","id":"state","method":"state.sync","params":{"since":null}}')
    const bytes = await state
    socket.on('message', hear)
    sockets.push(socket)
    return bytes
  }
  const signIn = async ({ url, serverKey, operators }: Extract<ToCrowd, { do: 'signIn' }>) => {
    const waiting = operators.flatMap((name, i) => (own[i] ? [{ name, mine: own[i] }] : []))
    let bytes = 0
    const some = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const got = await enter(url, serverKey, next.name, next.mine)
        bytes += got
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, some))
    send({ is: 'here', bytes })
  }
  listen((message) => {
    if (message.do === 'makeKeys') void makeKeys(message.count)
    else if (message.do === 'signIn') void signIn(message)
    else if (message.do === 'await') {
      wanted = message.text
      missing = sockets.length
      send({ is: 'ready' })
    } else {
      for (const socket of sockets) socket.terminate()
      process.disconnect()
    }
  })
}
