import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { now } from './clock.ts'
import { comparison, print, quantile, type Row } from './report.ts'
import { plainMap } from './routing/map.ts'
import { held, oneRead } from './routing/memory.ts'
import { inTheServer, ours } from './routing/ours.ts'
import { redis } from './routing/redis.ts'
import { callers, writeRules } from './routing/rules.ts'
import { sqlite } from './routing/sqlite.ts'
import type { Subject } from './routing/subject.ts'

// The table of rules beside what one might take instead, all in one run, in turns. `--quick` leaves out ten million rules,
// and fetches nothing.

const FOLDER = resolve('out/bench/peers')
const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values
/** As many as a request of 1C may bring. Fewer would measure how long memory takes to come back after the others' turns. */
const TURN = 10_000
const TURNS = quick ? 30 : 100

await mkdir(FOLDER, { recursive: true })
/** Of this run alone: another one at the same time would write its files over ours. */
const own = await mkdtemp(join(FOLDER, 'run-'))

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = now()
  await work()
  return now() - begun
}

/**
 * Nanoseconds a lookup, by subject. The subjects take turns, so that what else the machine does befalls them alike. Numbers
 * come as texts just made.
 */
async function lookups(
  subjects: readonly Subject[],
  rules: number,
  areThere: boolean,
  alone: boolean,
): Promise<Map<string, number>> {
  const samples = new Map(subjects.map(({ name }) => [name, [] as number[]]))
  const numbers = callers(rules, areThere, 1)
  for (let turn = 0; turn < TURNS; turn++) {
    for (const subject of turn % 2 === 0 ? subjects : subjects.toReversed()) {
      const some = numbers(TURN * subject.share)
      let found = 0
      const took = await timed(async () => {
        found = await (alone ? (subject.lookupsAlone?.(some) ?? subject.lookups(some)) : subject.lookups(some))
      })
      if (found !== (areThere ? some.length : 0)) throw new Error(`${subject.name}: ${found} of ${some.length} found`)
      samples.get(subject.name)?.push((took * 1e6) / some.length)
    }
  }
  return new Map([...samples].map(([name, list]) => [name, quantile(list, 0.5)]))
}

function row(name: string, unit: string, values: ReadonlyMap<string, number>): Row {
  const peers = new Map([...values].filter(([subject]) => subject !== 'ours'))
  return comparison(name, unit, values.get('ours') ?? Number.NaN, peers, 0)
}

async function measure(peers: readonly Subject[], count: number, label: string): Promise<Row[]> {
  const file = join(own, `${label}.roustable`)
  await writeRules(file, count)
  const { size } = await stat(file)
  console.log(`${label}: a file of ${Math.round(size / 1e6)} MB`)
  const mine = ours()
  const subjects = [mine, ...peers]
  const load = new Map<string, number>()
  const bytes = new Map<string, number>()
  for (const subject of subjects) {
    const took = await timed(() => subject.load(file))
    const loaded = await subject.size()
    if (loaded !== count) throw new Error(`${subject.name}: ${loaded} rules loaded of ${count}`)
    load.set(subject.name, took)
    bytes.set(subject.name, (await subject.bytes()) / count)
    console.log(`${label}, ${subject.name}: loaded in ${Math.round(took)} ms`)
  }
  const hit = await lookups(subjects, count, true, false)
  const miss = await lookups(subjects, count, false, false)
  const hitAlone = await lookups(subjects, count, true, true)
  const missAlone = await lookups(subjects, count, false, true)
  const atLeast = oneRead((bytes.get(mine.name) ?? 0) * count)
  const save = new Map<string, number>()
  for (const peer of peers) save.set(peer.name, await timed(() => peer.save(join(own, 'saved'))))
  for (const subject of subjects) await subject.forget()
  // What the others leave is not to be swept up on the server's time.
  held()
  const server = await inTheServer(own, file)
  load.set('ours', server.load.took)
  save.set('ours', server.save.took)
  await rm(file)
  await rm(join(own, 'saved'), { force: true })
  const blocked = (of: Map<string, number>) => new Map([['Map<string,string>', of.get('Map<string,string>') ?? 0]])
  console.log(`${label}: ${server.load.answered} lookups answered while loading, ${server.save.answered} while saving`)
  return [
    row(`lookup hit, ${label}`, 'ns', hit),
    row(`lookup miss, ${label}`, 'ns', miss),
    row(`lookup of one alone, hit, ${label}`, 'ns', hitAlone),
    row(`lookup of one alone, miss, ${label}`, 'ns', missAlone),
    { name: `one read of as much memory, ${label}`, unit: 'ns', ours: round(atLeast) },
    row(`bytes a rule, ${label}`, 'B', bytes),
    row(`load, ${label}`, 'ms', load),
    row(`save, ${label}`, 'ms', save),
    { name: `event loop's delay p99 with nothing to do, ${label}`, unit: 'ms', ours: round(server.idle.p99) },
    { name: `event loop's delay p99 while loading, ${label}`, unit: 'ms', ours: round(server.load.p99) },
    { name: `event loop's delay p99 while saving, ${label}`, unit: 'ms', ours: round(server.save.p99) },
    comparison(`longest pause while loading, ${label}`, 'ms', server.load.longest, blocked(load), 0),
    comparison(`longest pause while saving, ${label}`, 'ms', server.save.longest, blocked(save), 0),
  ]
}

const round = (value: number): number => Math.round(value * 100) / 100

const peers = [plainMap(), await sqlite(own), await redis(FOLDER, !quick)].filter((peer) => peer !== null)
try {
  const rows = await measure(peers, 1_000_000, '1M')
  if (!quick) rows.push(...(await measure(peers, 10_000_000, '10M')))
  console.log(`load average at the end: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`)
  print('routing', rows)
} finally {
  for (const peer of peers) await peer.close()
  await rm(own, { recursive: true, force: true })
}
