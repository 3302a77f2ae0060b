import { pino } from 'pino'
import { onTestFinished, vi } from 'vitest'
import type { ReleaseCause } from '../../../src/protocol/call.ts'
import { AsteriskPbx, type AsteriskTiming } from '../../../src/server/telephony/asterisk/adapter.ts'
import type { Leg } from '../../../src/server/telephony/pbx.ts'
import { AmiPeer } from './ami-peer.ts'

export const SECRET = 'd0n-t-t3ll'
export const silent = pino({ level: 'silent' })

/** Short enough for tests, long enough for a busy machine. */
const QUICK: Partial<AsteriskTiming> = {
  retryFirst: 10,
  retryMost: 50,
  retryRefused: 50,
  talkWithin: 100,
  autoAnswerWithin: 1000,
}

export type Heard =
  | { event: 'link'; link: 'up' | 'down' }
  | { event: 'picture'; legs: Leg[] }
  | { event: 'leg'; leg: Leg }
  | { event: 'ended'; leg: Leg; cause: ReleaseCause }

export function pbxTo(port: number, timing: Partial<AsteriskTiming> = {}, logger = silent): AsteriskPbx {
  const pbx = new AsteriskPbx(
    {
      host: '127.0.0.1',
      port,
      user: 'cti',
      secret: SECRET,
      routeUser: 'ctiroute',
      routeSecret: SECRET,
      internalLength: { min: 2, max: 5 },
      outboundContext: 'from-internal',
      technology: 'PJSIP',
    },
    logger,
    { ...QUICK, ...timing },
  )
  onTestFinished(() => pbx.stop())
  return pbx
}

export function heardFrom(pbx: AsteriskPbx): Heard[] {
  const heard: Heard[] = []
  pbx.on('link', (link) => heard.push({ event: 'link', link }))
  pbx.on('picture', (legs) => heard.push({ event: 'picture', legs }))
  pbx.on('leg', (leg) => heard.push({ event: 'leg', leg }))
  pbx.on('legEnded', (leg, cause) => heard.push({ event: 'ended', leg, cause }))
  return heard
}

/** A scripted PBX and ours, connected; both end with the test. */
export async function connected(timing: Partial<AsteriskTiming> = {}, prepare: (peer: AmiPeer) => void = () => {}) {
  const peer = await AmiPeer.start()
  onTestFinished(() => peer.stop())
  prepare(peer)
  const pbx = pbxTo(peer.port, timing)
  const heard = heardFrom(pbx)
  pbx.start()
  await vi.waitFor(() => {
    if (pbx.link !== 'up' || !peer.login('ctiroute')) throw new Error('not connected yet')
  })
  return { peer, pbx, heard }
}
