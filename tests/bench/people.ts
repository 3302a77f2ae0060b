import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { Clerk } from '../../src/server/journal/clerk.ts'
import { stepsOf } from '../../src/server/journal/steps.ts'
import { now } from './clock.ts'
import { crowd } from './people/crowd.ts'
import { mirrorRows } from './people/mirror.ts'
import { presenceRows } from './people/presence.ts'
import { searchRows } from './people/search.ts'
import { BEGAN, DEPARTMENT, fill, PHONES, YEAR_MS } from './people/year.ts'
import { comparison, print, quantile, type Row, rowOf } from './report.ts'

// People looked for in an address book, presence told to a crowd of operators, and calls of a year asked about as the panel does. `--quick` takes a tenth of the calls; `--only search|panel|presence|year` measures that part alone.

const {
  quick,
  crowd: isCrowd,
  only,
} = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    crowd: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
}).values
const CALLS = quick ? 100_000 : 1_000_000
const LABEL = quick ? '100k calls' : '1M calls'
const TURNS = quick ? 10 : 20

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = now()
  await work()
  return now() - begun
}
async function samples(work: () => Promise<unknown>): Promise<number[]> {
  const found: number[] = []
  for (let turn = 0; turn < TURNS; turn++) found.push(await timed(work))
  return found
}

const time = { from: BEGAN, to: BEGAN + YEAR_MS }
const days = stepsOf('day', time.from, time.to, 'Europe/Moscow')

/** The same figures as SQLite groups them. */
function grouped(db: Database.Database, devices: readonly string[]): () => void {
  const those = JSON.stringify(devices)
  const query = db.prepare<[string, number, number]>(
    `WITH those AS (
       SELECT call, sum(talk) AS talk, max(role = 3) AS talked, max(role = 1) AS called FROM sides
       WHERE device IN (SELECT value FROM json_each(?)) GROUP BY call)
     SELECT (c.started + 10800000) / 86400000 AS day, sum(c.direction = 0), sum(c.direction = 0 AND c.answered = 0),
       sum(c.direction = 1 AND t.called), sum(c.direction = 1 AND c.answered = 1 AND t.called), sum(t.talk),
       avg(CASE WHEN c.direction = 0 AND t.talked THEN c.wait END)
     FROM those t JOIN calls c ON c.id = t.call WHERE c.started >= ? AND c.started < ? GROUP BY day`,
  )
  return () => void query.all(those, time.from, time.to)
}

async function yearRows(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'trubka-bench-'))
  const path = join(folder, 'journal.sqlite')
  const rows: Row[] = []
  try {
    const clerk = new Clerk(path, (why) => console.error(why))
    const filled = await timed(() => fill(clerk, CALLS))
    rows.push(rowOf(`journal made anew, ${LABEL}`, 's', [filled / 1000]))
    const { size } = await stat(path)
    console.log(`${LABEL}: ${Math.round(size / 1e6)} MB, ${Math.round(CALLS / (filled / 1000))} calls a second`)
    rows.push(rowOf('columns for statistics read, once', 'ms', [await timed(() => clerk.warm())]))

    const db = new Database(path, { readonly: true })
    for (const [name, devices] of [
      ['own', DEPARTMENT.slice(0, 1)],
      ['department of 10', DEPARTMENT],
      ['all 200', PHONES],
    ] as const) {
      const ours = await samples(() => clerk.ask('figures', { devices, ...time, starts: days }))
      const sqlite = grouped(db, devices)
      const theirs: number[] = []
      for (let turn = 0; turn < 3; turn++) theirs.push(await timed(async () => sqlite()))
      const peers = new Map([['SQLite, GROUP BY', quantile(theirs, 0.5)]])
      rows.push(comparison(`statistics by day, ${name}`, 'ms', quantile(ours, 0.5), peers, 0.01))
    }
    db.close()
    const client = { devices: DEPARTMENT, client: '9100', limit: 50 }
    const scopes = { devices: DEPARTMENT, limit: 50 }
    rows.push(
      rowOf(
        'statistics of a client by part of a number',
        'ms',
        await samples(() => clerk.ask('figures', { ...client, ...time, starts: days })),
      ),
      rowOf('history, own, a page', 'ms', await samples(() => clerk.ask('calls', { devices: ['1000'], limit: 50 }))),
      rowOf('history, department, a page', 'ms', await samples(() => clerk.ask('calls', scopes))),
      rowOf('history, department, a client', 'ms', await samples(() => clerk.ask('calls', client))),
      rowOf(
        'missed calls, department, a month',
        'ms',
        await samples(() => clerk.ask('missed', { ...scopes, since: time.to - 30 * 86_400_000 })),
      ),
    )
    await clerk.close()
    return rows
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function main(): Promise<void> {
  const parts: Record<string, () => Promise<Row[]>> = {
    search: async () => searchRows(50_000, TURNS),
    panel: () => mirrorRows(10_000, TURNS),
    presence: async () => {
      const rows: Row[] = []
      for (const count of quick ? [1_000] : [1_000, 10_000])
        rows.push(...(await presenceRows(count, TURNS, import.meta.url)))
      return rows
    },
    year: yearRows,
  }
  const rows: Row[] = []
  for (const [name, measure] of Object.entries(parts))
    if (only === undefined || only === name) rows.push(...(await measure()))
  print('people', rows)
}

if (isCrowd)
  crowd(
    (message) => process.send?.(message),
    (hear) => process.on('message', hear),
  )
else await main()
