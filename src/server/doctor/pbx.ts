import { pino } from 'pino'
import type { Config } from '../config/schema.ts'
import { TIMING } from '../telephony/asterisk/options.ts'
import { AmiSession, type SessionOptions } from '../telephony/asterisk/protocol.ts'
import { doubtful, type Finding, right, wrong } from './finding.ts'
import { clockFinding } from './machine.ts'
import type { DoctorWords } from './words.ts'

const WITHIN_MS = 8000
/** Of extensions_trubka.conf: the gate first, then what later versions brought; each with an extension that it takes. */
const GATE = 'trubka-ask,s,1'
const LATER = ['trubka-hold,100,1', 'trubka-wait,s,1', 'trubka-given,100,1', 'trubka-phone,s,1']
const OUTSIDE = ['79990000000', '+79990000000']

/** Both logins to the PBX, what its dialplan has of ours, and its clock. */
export async function lookAtPbx({ pbx }: Pick<Config, 'pbx'>, words: DoctorWords): Promise<Finding[]> {
  const { host, port, user, secret, routeUser, routeSecret, outboundContext } = pbx
  const main = { host, port, user, secret, events: 'off', use: '' }
  const findings = await within('pbx.user', main, words, async (session) => [
    ...(await clock(session, words)),
    ...(await dialplan(session, outboundContext, words)),
  ])
  // The same address: what is not there for one is not there for the other.
  if (findings.some(({ text }) => text === words.pbxAway(`${host}:${port}`))) return findings
  const route = { host, port, user: routeUser, secret: routeSecret, events: 'off', use: '' }
  return [...findings, ...(await within('pbx.routeUser', route, words, async () => []))]
}

async function within(
  about: string,
  options: SessionOptions,
  words: DoctorWords,
  look: (session: AmiSession) => Promise<Finding[]>,
): Promise<Finding[]> {
  const session = new AmiSession(options, TIMING, pino({ level: 'silent' }))
  try {
    const outcome = await loggedIn(session)
    if (outcome === 'loginRefused') return [wrong(about, words.pbxRefuses(options.user))]
    if (outcome !== null) return [wrong(about, words.pbxAway(`${options.host}:${options.port}`))]
    const settings = await session.action({ Action: 'CoreSettings' }).catch(() => null)
    const version = settings?.get('AsteriskVersion') ?? ''
    try {
      return [right(about, words.pbxRight(options.user, version)), ...(await look(session))]
    } catch {
      return [wrong(about, words.pbxSlow)]
    }
  } finally {
    session.stop()
  }
}

/** Why not; null = it is. */
function loggedIn(session: AmiSession): Promise<'loginRefused' | 'notConnected' | null> {
  return new Promise((done) => {
    const timer = setTimeout(() => done('notConnected'), WITHIN_MS)
    const end = (outcome: 'loginRefused' | null) => {
      clearTimeout(timer)
      done(outcome)
    }
    session.on('up', () => end(null))
    session.on('fault', () => session.fault === 'loginRefused' && end('loginRefused'))
    session.start()
  })
}

const clock = async (session: AmiSession, words: DoctorWords): Promise<Finding[]> =>
  clockFinding('pbx', await session.ping(), words.pbxClock)

async function dialplan(session: AmiSession, outbound: string, words: DoctorWords): Promise<Finding[]> {
  const has = async (place: string) => {
    const answer = await session.action({ Action: 'Getvar', Variable: `DIALPLAN_EXISTS(${place})` })
    return answer.get('Value') === '1'
  }
  if (!(await has(GATE))) return [wrong('dialplan', words.dialplanMissing)]
  const findings: Finding[] = []
  for (const place of LATER)
    if (!(await has(place))) findings.push(wrong('dialplan', words.dialplanOld(place.split(',')[0] ?? place)))
  if (findings.length === 0) findings.push(right('dialplan', words.dialplanRight))
  const dials = (await Promise.all(OUTSIDE.map((number) => has(`${outbound},${number},1`)))).includes(true)
  const about = 'pbx.outboundContext'
  findings.push(dials ? right(about, words.outboundRight(outbound)) : doubtful(about, words.outboundDoubtful(outbound)))
  return findings
}
