import { connect } from 'node:net'
import { expect } from 'vitest'
import type { PbxAddress } from '../../stand/pbx-address.ts'
import { SOON } from './site.ts'

/** Hears what the gate asks, as the server does, and answers nothing. */
export type GateQuestions = {
  /** Everything heard, as it came. */
  readonly heard: string
  /** How many calls the gate has asked about. */
  readonly count: number
  close(): void
}

export async function hearGate({ host, port, routeUser, routeSecret }: PbxAddress): Promise<GateQuestions> {
  const socket = connect(port, host)
  let heard = ''
  socket.on('data', (chunk) => {
    heard += String(chunk)
  })
  socket.on('error', () => {})
  socket.write(`Action: Login\r\nUsername: ${routeUser}\r\nSecret: ${routeSecret}\r\nEvents: user\r\n\r\n`)
  await expect.poll(() => heard, SOON).toContain('Success')
  return {
    get heard() {
      return heard
    },
    get count() {
      return heard.split('UserEvent: TrubkaRoute').length - 1
    },
    close: () => socket.destroy(),
  }
}
