import { connect } from 'node:tls'
import type { BaseConfig, Config } from '../config/schema.ts'
import { ODataClient, ODataError } from '../customers/odata/client.ts'
import { readMetadata, wantedFrom } from '../customers/odata/metadata.ts'
import { presetOf } from '../customers/odata/presets/presets.ts'
import { doubtful, type Finding, right, wrong } from './finding.ts'
import { clockFinding } from './machine.ts'
import type { DoctorWords } from './words.ts'

const WITHIN_MS = 20_000
/** The header has whole seconds, and an answer of 1C may take some. */
const CLOCK_APART_S = 60
const DAY_MS = 24 * 3_600_000
const SOON_DAYS = 30
const LOOPBACK = /^(?:127\.|localhost$|\[::1\]$)/

/** Each base of 1C: whether it answers, whether it lets us in, and what it lacks. */
export async function lookAtBases({ bases }: Pick<Config, 'bases'>, words: DoctorWords): Promise<Finding[]> {
  if (bases.length === 0) return [doubtful('bases', words.noBases)]
  return (await Promise.all(bases.map((base) => lookAtBase(base, words)))).flat()
}

async function lookAtBase(base: BaseConfig, words: DoctorWords): Promise<Finding[]> {
  const about = `bases: ${base.id}`
  const { protocol, hostname, port } = new URL(base.odata.url)
  const findings: Finding[] = []
  if (protocol === 'https:') findings.push(await certificate(about, hostname, Number(port || 443), words))
  else if (!LOOPBACK.test(hostname)) findings.push(doubtful(about, words.plainHttp))
  if (findings.some(({ state }) => state === 'wrong')) return findings
  return [...findings, ...(await odata(about, base, words)), ...(await clock(about, base, words))]
}

async function odata(about: string, { odata, preset, names, phoneRegister }: BaseConfig, words: DoctorWords) {
  const client = new ODataClient(odata, { timeoutMs: WITHIN_MS, retryMs: 500, stop: new AbortController().signal })
  const own = presetOf(preset, { ...names, ...(phoneRegister ? {} : { 'phoneRegister.set': '' }) })
  try {
    const { absent } = wantedFrom(readMetadata(await client.metadata()), own)
    if (absent.length === 0) return [right(about, words.baseRight)]
    return absent.map(({ part, names }) => doubtful(about, words.baseDoesWithout(part, names.join(', '))))
  } catch (error) {
    if (!(error instanceof ODataError)) throw error
    return [wrong(about, faultOf(error, odata.user, words))]
  }
}

function faultOf({ status, message }: ODataError, user: string, words: DoctorWords): string {
  if (status === null) return words.baseAway(message)
  if (status === 401) return words.baseRefuses(user)
  if (status === 403) return words.baseForbids(user)
  if (status === 404) return words.baseNotPublished
  const lacks = /^the OData interface of 1C lacks ([^:]+):/.exec(message)?.[1]
  return lacks === undefined ? words.baseOther(message) : words.baseLacks(lacks)
}

/** By the header that every web server sends. */
async function clock(about: string, { odata }: BaseConfig, words: DoctorWords): Promise<Finding[]> {
  const answer = await fetch(odata.url, { method: 'HEAD', signal: AbortSignal.timeout(WITHIN_MS) }).catch(() => null)
  const date = Date.parse(answer?.headers.get('date') ?? '')
  return Number.isNaN(date) ? [] : clockFinding(about, date, words.baseClock, CLOCK_APART_S)
}

function certificate(about: string, host: string, port: number, words: DoctorWords): Promise<Finding> {
  return new Promise((done) => {
    const socket = connect({ host, port, servername: host, rejectUnauthorized: false, timeout: WITHIN_MS }, () => {
      const days = Math.floor((Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / DAY_MS)
      const untrusted = socket.authorized ? null : String(socket.authorizationError)
      socket.destroy()
      if (untrusted !== null) done(wrong(about, words.certificateUntrusted(untrusted)))
      else
        done(
          days < SOON_DAYS ? doubtful(about, words.certificateEnds(days)) : right(about, words.certificateRight(days)),
        )
    })
    const away = (why: string) => {
      socket.destroy()
      done(wrong(about, words.baseAway(why)))
    }
    socket.once('error', (error) => away(error.message))
    socket.once('timeout', () => away('ETIMEDOUT'))
  })
}
