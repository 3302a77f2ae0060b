import { writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { CITY_NUMBER, CITY_NUMBER_PLAIN } from '../../stand/asterisk/configuration.ts'
import { installSipp } from '../../stand/asterisk/sipp.ts'
import { AsteriskUnavailable } from '../../stand/asterisk/unavailable.ts'
import { type BaseOptions, startServer } from '../../stand/cti-server.ts'
import { type AsteriskLab, openAsteriskLab } from '../support/asterisk-lab.ts'
import { Callers } from './gate/callers.ts'
import { DialTimes } from './gate/dial-times.ts'
import { failures } from './gate/failures.ts'
import { print, type Row, rowOf } from './report.ts'

// What the gate adds to a call at a real Asterisk: the same dialplan with and without it, the built server behind it.

const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values
const ROUNDS = quick ? 3 : 9
const DOWN_ROUNDS = quick ? 2 : 5
const CALLS = quick ? 30 : 100
const PER_SECOND = 20
/** Until the dialplan takes the server's heartbeat for stale. */
const STALE_MS = 7000
const RULES = 100_000
const TARGET = '103'
const OPERATOR = '101'

const BASE: BaseOptions = {
  id: 'trade',
  name: 'Торговля',
  urls: ['http://127.0.0.1:9/trade'],
  odata: { url: 'http://127.0.0.1:9/trade/odata/standard.odata', user: 'trubka', password: '' },
}

const FAILING = quick ? 4 : 10

/** Numbers with a rule, and numbers without one. */
const known = Array.from({ length: CALLS }, (_, n) => `7916${String(n).padStart(7, '0')}`)
/** Their rules point to a phone that does not exist. */
const lost = Array.from({ length: FAILING }, (_, n) => `7936${String(n).padStart(7, '0')}`)
const strangers = Array.from({ length: CALLS }, (_, n) => `7926${String(n).padStart(7, '0')}`)

type Way = { name: string; to: string; from: readonly string[]; rings: string }
const PLAIN: Way = { name: 'without the gate', to: CITY_NUMBER_PLAIN, from: strangers, rings: OPERATOR }
const USUAL: Way = { name: 'with the gate, no rule', to: CITY_NUMBER, from: strangers, rings: OPERATOR }
const ROUTED: Way = { name: 'with the gate, a rule', to: CITY_NUMBER, from: known, rings: TARGET }
const DOWN: Way = { ...USUAL, name: 'with the gate, server down' }

type Samples = { dial: number[]; ringing: number[]; dialMedians: number[]; ringingMedians: number[] }

const median = (samples: readonly number[]): number =>
  [...samples].sort((a, b) => a - b)[Math.floor((samples.length - 1) / 2)] ?? Number.NaN

class Bench {
  readonly #callers: Callers
  readonly #times: DialTimes
  readonly #samples = new Map<string, Samples>()

  constructor(callers: Callers, times: DialTimes) {
    this.#callers = callers
    this.#times = times
  }

  /** One after the other, in another order each round. */
  async rounds(count: number, ways: readonly Way[], phase: string): Promise<void> {
    for (let round = 0; round < count; round++)
      for (let at = 0; at < ways.length; at++) {
        const way = ways[(at + round) % ways.length]
        if (way) await this.#run(way, phase)
      }
  }

  async #run(way: Way, phase: string): Promise<void> {
    this.#times.take()
    const ringing = await this.#callers.ring(way.to, way.from)
    // The last events of the last call.
    await pause(200)
    const { micros, to } = this.#times.take()
    if (to[way.rings] !== way.from.length || ringing.length !== way.from.length)
      throw new Error(`${way.name}: ${JSON.stringify(to)} of ${way.from.length} calls, ${ringing.length} rang`)
    const key = `${phase}${way.name}`
    const all = this.#samples.get(key) ?? { dial: [], ringing: [], dialMedians: [], ringingMedians: [] }
    this.#samples.set(key, all)
    all.dial.push(...micros)
    all.ringing.push(...ringing.map((ms) => ms * 1000))
    all.dialMedians.push(median(micros))
    all.ringingMedians.push(median(ringing) * 1000)
  }

  rows({ name }: Way, phase: string): Row[] {
    const { dial, ringing } = this.#of(name, phase)
    return [rowOf(`a phone is rung, ${name}`, 'µs', dial), rowOf(`INVITE → 180, ${name}`, 'µs', ringing)]
  }

  /** The medians of each round, less those of the same round without the gate. */
  added({ name }: Way, phase: string): Row[] {
    const way = this.#of(name, phase)
    const plain = this.#of(PLAIN.name, phase)
    const less = (a: number[], b: number[]) => a.map((each, at) => each - (b[at] ?? Number.NaN))
    return [
      rowOf(`added until a phone is rung, ${name}`, 'µs', less(way.dialMedians, plain.dialMedians)),
      rowOf(`added to INVITE → 180, ${name}`, 'µs', less(way.ringingMedians, plain.ringingMedians)),
    ]
  }

  #of(name: string, phase: string): Samples {
    const samples = this.#samples.get(`${phase}${name}`)
    if (!samples) throw new Error(`${name} was not measured`)
    return samples
  }
}

async function measure(lab: AsteriskLab, sipp: readonly [string, ...string[]]): Promise<Row[]> {
  const answering = [OPERATOR, TARGET].map((number) =>
    lab.phone(number).onRing((call) => void call.answer().catch(() => {})),
  )
  const server = await startServer({ program: 'out/bench/server/main.js', ami: lab.ami, bases: [BASE] })
  const times = await DialTimes.open(lab.ami)
  try {
    await server.stop()
    const others = Array.from({ length: RULES }, (_, n) => `7901${String(n).padStart(7, '0')}=105\n`)
    const rules = known.map((number) => `${number}=${TARGET}\n`)
    await writeFile(
      server.roustable(BASE.id),
      [...others, ...rules, ...lost.map((number) => `${number}=999\n`)].join(''),
    )
    await server.restart()
    // Until its first heartbeat, calls are not asked about.
    await pause(1500)
    const callers = new Callers({ sipp, pbx: lab.asterisk.sip, perSecond: PER_SECOND })
    for (const way of [PLAIN, USUAL, ROUTED]) await callers.ring(way.to, way.from.slice(0, 10))
    const bench = new Bench(callers, times)
    await bench.rounds(ROUNDS, [PLAIN, USUAL, ROUTED], '')
    await server.kill()
    await pause(STALE_MS)
    await bench.rounds(DOWN_ROUNDS, [PLAIN, DOWN], 'down ')
    for (const stop of answering) stop()
    await server.restart()
    const amiss = await failures({
      ...{ lab, server, times, lost, operator: OPERATOR, target: TARGET },
      known: known.slice(0, FAILING),
    })
    return [
      ...[PLAIN, USUAL, ROUTED].flatMap((way) => bench.rows(way, '')),
      ...bench.rows(DOWN, 'down '),
      ...[USUAL, ROUTED].flatMap((way) => bench.added(way, '')),
      ...bench.added(DOWN, 'down '),
      ...amiss,
    ]
  } finally {
    times.close()
    await server.close()
  }
}

try {
  const sipp = await installSipp()
  const lab = await openAsteriskLab()
  try {
    print('gate', await measure(lab, sipp))
  } finally {
    await lab.close()
  }
} catch (error) {
  if (!(error instanceof AsteriskUnavailable)) throw error
  console.log(`nothing measured: ${error.message}`)
  console.log(JSON.stringify({ bench: 'gate', rows: [] }))
}
