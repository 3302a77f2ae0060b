import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import * as v from 'valibot'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Ledger, LedgerRecord } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { ReadModel } from '../../../src/server/ledger/read-model.ts'
import { memoryLog } from '../../support/log.ts'

const MANY = 200_000
const Item = v.tuple([v.string(), v.number()])
const log = memoryLog()
let folder: string
let ledger: Ledger
let counts: Map<string, number>
let model: ReadModel<v.InferOutput<typeof Item>>
/** Numbers of the records that were applied since the start. */
let applied: number[]

const path = () => join(folder, 'counts.json')
const record = (line: string): LedgerRecord => ({
  type: 'rules.written',
  base: 'b',
  lines: [line],
  by: 'op',
  commandId: '',
})

/** Counts how often each line was written. */
async function start(every = 3): Promise<void> {
  counts = new Map()
  applied = []
  model = new ReadModel({
    ledger,
    path: path(),
    item: Item,
    restore: (items) => {
      for (const [line, count] of items) counts.set(line, count)
    },
    apply: ({ seq, record: each }) => {
      applied.push(seq)
      const [line = ''] = each.type === 'rules.written' ? each.lines : []
      counts.set(line, (counts.get(line) ?? 0) + 1)
    },
    snapshot: () => [...counts].map(([line, count]): [string, number] => [line, count]),
    logger: log.logger,
    every,
  })
  await model.start()
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-'))
  log.lines.length = 0
  ledger = await openLocalLedger(join(folder, 'ledger'), { logger: log.logger })
})
afterEach(async () => {
  await ledger.close()
  await rm(folder, { recursive: true })
})

test('while a large snapshot is written other work gets its turn, and what comes meanwhile counts once', async () => {
  await ledger.append(record('0'))
  const items = Array.from({ length: MANY }, (_, n) => JSON.stringify([`line ${n}`, 1]))
  let at = 0
  for await (const entry of ledger.read(0)) at = entry.at
  await writeFile(path(), `${[JSON.stringify({ seq: 1, at }), ...items, JSON.stringify({ items: MANY })].join('\n')}\n`)
  await start(1)
  expect(counts.size).toBe(MANY)

  let turns = 0
  let saved = false
  const begun = ledger.append(record('line 7'))
  await begun
  const saving = model.stop().then(() => {
    saved = true
  })
  // Records that come now are no longer taken by this one, and must be found by the next.
  await ledger.append(record('line 7'))
  for (; !saved; turns++) await breathe()
  await saving
  expect(turns).toBeGreaterThan(20)

  await start(1)
  expect(counts.get('line 7')).toBe(3)
  expect(applied).toEqual([3])
  await model.stop()
}, 60_000)

test('records that come while a snapshot is written are not in it, and are applied after the next start', async () => {
  await start(2)
  for (let n = 0; n < 25; n++) await Promise.all([ledger.append(record('1')), ledger.append(record('2'))])
  // As by kill -9: whichever snapshot was the last.
  await expect.poll(() => readFile(path(), 'utf8').catch(() => '')).not.toBe('')
  await start(1000)
  expect(counts).toEqual(
    new Map([
      ['1', 25],
      ['2', 25],
    ]),
  )
  await model.stop()
})

test.for([
  ['that has lost its end', (text: string) => text.split('\n').slice(0, -2).join('\n')],
  ['that was broken off in a line', (text: string) => text.slice(0, -4)],
  ['with a line that is none', (text: string) => text.replace('["1",1]', '["1"]')],
  ['that is empty', () => ''],
] as const)('a snapshot %s costs time and nothing else', async ([, spoil]) => {
  await start()
  for (const line of ['1', '2', '2']) await ledger.append(record(line))
  await model.stop()
  await writeFile(path(), spoil(await readFile(path(), 'utf8')))
  await start()
  expect(applied).toEqual([1, 2, 3])
  expect(counts).toEqual(
    new Map([
      ['1', 1],
      ['2', 2],
    ]),
  )
  expect(log.text()).toContain('snapshot not readable')
  await model.stop()
})
