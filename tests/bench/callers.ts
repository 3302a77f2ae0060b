import { once } from 'node:events'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { numberOf, serve, settings } from './callers/base.ts'
import { plainMap } from './callers/map.ts'
import { named } from './callers/named.ts'
import { indexAlone, ours } from './callers/ours.ts'
import type { Subject } from './callers/subject.ts'
import { now } from './clock.ts'
import { comparison, print, quantile, type Row, rowOf } from './report.ts'
import { watched } from './routing/loop.ts'

// Who calls: the index of a base with a million phones beside a plain Map of objects, both read over OData from a thread
// of its own. `--quick` takes a tenth of them.

const TURN = 1000
const TURNS = 300
/** Calls that are made. */
const NAMED = 100

/** In the form in which a PBX sends them; texts not seen before. */
const asked = (count: number, from: number, phones: number) =>
  Array.from({ length: count }, (_, n) => `+7${numberOf((from + n * 7919) % phones)}`)
/** Of no phone of the base. */
const unknown = (count: number, from: number) =>
  Array.from({ length: count }, (_, n) => `+7${8_000_000_000 + ((from + n * 104_729) % 999_999_937)}`)

/** Nanoseconds a lookup, in turns. */
function lookups(subjects: readonly Subject[], numbers: (turn: number) => readonly string[], found: number) {
  const samples = new Map(subjects.map(({ name }) => [name, [] as number[]]))
  for (let turn = 0; turn < TURNS; turn++) {
    for (const subject of turn % 2 === 0 ? subjects : subjects.toReversed()) {
      const some = numbers(turn)
      const begun = now()
      const count = subject.lookups(some)
      samples.get(subject.name)?.push(((now() - begun) * 1e6) / TURN)
      if (count !== found) throw new Error(`${subject.name}: ${count} of ${found} found`)
    }
  }
  return new Map([...samples].map(([name, list]) => [name, quantile(list, 0.5)]))
}

function row(name: string, unit: string, values: ReadonlyMap<string, number>): Row {
  const peers = new Map([...values].filter(([subject]) => subject !== 'ours'))
  return comparison(name, unit, values.get('ours') ?? Number.NaN, peers, 0)
}

async function main(): Promise<void> {
  const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values
  const phones = quick ? 100_000 : 1_000_000
  const label = quick ? '100k' : '1M'
  const base = new Worker(new URL(import.meta.url), { workerData: phones })
  const [url] = await once(base, 'message')
  const subjects: readonly Subject[] = [ours(), plainMap()]
  const load = new Map<string, number>()
  const longest = new Map<string, number>()
  const p99 = new Map<string, number>()
  for (const subject of subjects) {
    const seen = await watched(
      () => subject.load(String(url)),
      () => subject.lookups(asked(1, 0, phones)),
    )
    load.set(subject.name, seen.took)
    longest.set(subject.name, seen.longest)
    p99.set(subject.name, seen.p99)
    console.log(`${label}, ${subject.name}: loaded in ${Math.round(seen.took)} ms`)
  }
  const hit = lookups(subjects, (turn) => asked(TURN, turn * TURN, phones), TURN)
  const miss = lookups(subjects, (turn) => unknown(TURN, turn * TURN), 0)
  const bytes = new Map(subjects.map((subject) => [subject.name, subject.bytes() / phones]))
  const times = await named(settings(String(url)), asked(NAMED, 0, phones))
  await base.terminate()
  console.log(`load average at the end: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`)
  print('callers', [
    row(`lookup hit, ${label}`, 'ns', hit),
    row(`lookup miss, ${label}`, 'ns', miss),
    rowOf(`the PBX's event → the caller's name leaves the server, ${label}`, 'ms', times),
    row(`bytes a phone, the index alone, ${label}`, 'B', indexAlone(phones, numberOf)),
    row(`bytes a phone with who has it, ${label}`, 'B', bytes),
    row(`load over OData, ${label}`, 'ms', load),
    row(`event loop's delay p99 while loading, ${label}`, 'ms', p99),
    row(`longest pause while loading, ${label}`, 'ms', longest),
  ])
}

if (isMainThread) await main()
else serve(Number(workerData), (url) => parentPort?.postMessage(url))
