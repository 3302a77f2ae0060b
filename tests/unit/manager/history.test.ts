import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Identity } from '../../../src/server/identity/identity.ts'
import { keptInFolder } from '../../../src/server/kept/file.ts'
import type { Ledger } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { History } from '../../../src/server/manager/history.ts'
import { memoryLog } from '../../support/log.ts'

let folder: string
let ledger: Ledger
let history: History

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'))
  ledger = await openLocalLedger(folder, { logger: memoryLog().logger })
  const identity = await Identity.open(keptInFolder(folder), ledger)
  history = new History(ledger, { operator: () => '', token: () => null, identity })
})
afterEach(async () => {
  await ledger.close()
  await rm(folder, { recursive: true })
})

const write = (lines: string[]) =>
  ledger.append({ type: 'rules.written', base: 'trade', lines, by: 'op', commandId: String(lines[0]) })

/** All answers, one asked on from the other. */
async function pages<T>(
  ask: (before: number | null) => Promise<{ entries: T[]; before: number | null }>,
): Promise<T[][]> {
  const all: T[][] = []
  for (let before: number | null = null; all.length === 0 || before !== null; ) {
    const answer = await ask(before)
    all.push(answer.entries)
    before = answer.before
  }
  return all
}

test('of very large writes not all are gone through for one answer; who asks on finds the oldest, too', async () => {
  const lines = Array.from({ length: 2000 }, (_, n) => `${9_000_000_000 + n}=103`)
  await write(['9035677876=103'])
  await Promise.all(Array.from({ length: 300 }, () => write(lines)))
  const found = await pages((before) => history.rules({ base: 'trade', part: '5677876', before }))
  expect(found.length).toBeGreaterThan(1)
  expect(found.flat()).toEqual([expect.objectContaining({ seq: 1, lines: ['9035677876=103'], count: 1 })])
}, 60_000)

test('rules that somebody changed in the file are found by their numbers, as those that were written', async () => {
  await write(['9035677876=103'])
  const edited = { type: 'file.edited', base: 'trade', before: 1, after: 2 } as const
  // As records of before are.
  await ledger.append(edited)
  await ledger.append({ ...edited, changed: { count: 3000, lines: ['9035677876=', '9161234567=200'] } })
  await ledger.append({ ...edited, base: 'service', changed: { count: 1, lines: ['9035677876=300'] } })
  const found = async (what: { base: string | null; part: string }) =>
    (await history.rules({ ...what, before: null })).entries.map(({ by, from, lines, count }) => [
      by.kind,
      from,
      lines,
      count,
    ])
  expect(await found({ base: 'trade', part: '677876' })).toEqual([
    ['file', 'trade.roustable', ['9035677876='], 1],
    ['other', '', ['9035677876=103'], 1],
  ])
  expect(await found({ base: null, part: '' })).toEqual([
    ['file', 'service.roustable', ['9035677876=300'], 1],
    ['file', 'trade.roustable', ['9035677876=', '9161234567=200'], 3000],
    ['other', '', ['9035677876=103'], 1],
  ])
  expect(await found({ base: null, part: 'service.r' })).toHaveLength(1)
  expect(await found({ base: null, part: '+7 (903) 567-78-76' })).toHaveLength(3)
  expect(await found({ base: null, part: '8 903 567-78-75' })).toEqual([])
  for (const part of ['8.903.567.78.76', '903.567.78.76', '567.78.76'])
    expect(await found({ base: null, part }), part).toHaveLength(3)
})

test('dots make an address where one could look so', async () => {
  const from = '10.20.30.40'
  await ledger.append({
    type: 'rules.written',
    base: 'trade',
    lines: ['9010203040=103'],
    by: 'op',
    from,
    commandId: 'a',
  })
  await write(['9161020304=104'])
  const found = async (part: string) =>
    (await history.rules({ base: 'trade', part, before: null })).entries.flatMap(({ lines }) => lines)
  for (const part of ['10.20.30.40', '10.20.', '.30.40', '20.30'])
    expect(await found(part), part).toEqual(['9010203040=103'])
  expect(await found('916.102.03.04')).toEqual(['9161020304=104'])
})

test('changes of settings are found among many rules, newest first, each once', async () => {
  const change = (enabled: boolean) =>
    ledger.append({ type: 'settings.changed', routing: { enabled }, by: 'administrator', from: '127.0.0.1' })
  const seqs: number[] = []
  for (let n = 0; n < 70; n++) {
    seqs.unshift(await change(n % 2 === 0))
    await Promise.all(Array.from({ length: 20 }, (_, i) => write([`90356778${10 + i}=103`])))
  }
  const found = await pages((before) => history.changes(before))
  expect(found[0]).toHaveLength(50)
  expect(found.flat().map(({ seq }) => seq)).toEqual(seqs)
})

test('who listened to which call is told with the call, newest first; of a number that is no call, that it is not known', async () => {
  const call = await ledger.append({
    type: 'call.recorded',
    callId: '1795.1',
    direction: 'outgoing',
    number: '79035677876',
    name: '',
    caller: '101',
    startedAt: 5,
    answeredAt: 6,
    endedAt: 7,
    talks: [
      { who: '101', from: 6, ms: 1 },
      { who: '103', from: 6, ms: 1 },
    ],
    rang: [],
    result: 'answered',
    recording: 'a.wav',
    whole: true,
    bases: [],
    place: null,
  })
  await ledger.append({ type: 'recording.opened', call, by: 'somebody', from: '10.0.0.1' })
  await write(['9035677876=103'])
  await ledger.append({ type: 'recording.opened', call: call + 1, by: 'somebody', from: '10.0.0.2' })
  const { entries, before } = await history.listenings(null)
  expect(before).toBeNull()
  expect(entries.map(({ by, from, call }) => ({ by, from, call }))).toEqual([
    { by: { kind: 'other', name: 'somebody' }, from: '10.0.0.2', call: null },
    {
      by: { kind: 'other', name: 'somebody' },
      from: '10.0.0.1',
      call: { number: '79035677876', startedAt: 5, staff: ['101', '103'] },
    },
  ])
})
