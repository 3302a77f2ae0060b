import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, rmdir, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Ledger, LedgerRecord } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { bundle, startChild } from '../../support/child.ts'
import { memoryLog } from '../../support/log.ts'

let folder: string
let log: ReturnType<typeof memoryLog>
let child: { file: string; close: () => Promise<void> }
const opened = new Set<Ledger>()

beforeAll(async () => {
  child = await bundle('tests/unit/ledger/ledger-child.ts')
})
afterAll(() => child.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'))
  log = memoryLog()
})
afterEach(async () => {
  for (const ledger of opened) await ledger.close()
  opened.clear()
  await rm(folder, { recursive: true })
})

/** A file is full with some hundred records. */
const FULL = 20_000
async function openIt(segmentBytes = FULL): Promise<Ledger> {
  const ledger = await openLocalLedger(folder, { logger: log.logger, segmentBytes })
  opened.add(ledger)
  return ledger
}
const record = (n: number): LedgerRecord =>
  n % 500 === 7
    ? { type: 'operator.revoked', keyId: `key ${n}` }
    : { type: 'rules.written', base: 'trade', lines: [`${9_000_000_000 + n}=103`], by: 'op', commandId: `c${n}` }

/** Appends some at a time: a file is full only between two writings. */
async function fill(ledger: Ledger, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n += 20)
    await Promise.all(Array.from({ length: Math.min(20, to - n + 1) }, (_, i) => ledger.append(record(n + i))))
}
async function all(ledger: Ledger, after = 0, types?: LedgerRecord['type'][], to?: number): Promise<number[]> {
  const list: number[] = []
  for await (const entry of ledger.read(after, types, to)) {
    expect(entry.record).toEqual(record(entry.seq))
    list.push(entry.seq)
  }
  return list
}
const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
const logs = async () => (await readdir(folder)).filter((name) => name.endsWith('.log')).sort()
const full = async () => (await readdir(folder)).filter((name) => name.endsWith('.places')).sort()
/** The files as they follow each other. */
const inOrder = async () => {
  const names = await logs()
  return ['ledger.log', ...names.filter((name) => name !== 'ledger.log')].map((name) => join(folder, name))
}

async function filled(count: number): Promise<void> {
  const ledger = await openIt()
  await fill(ledger, 1, count)
  await ledger.close()
}

describe('a ledger of many files', () => {
  test('is read as one, from any number to any other, also after a restart', async () => {
    const first = await openIt()
    await fill(first, 1, 1500)
    expect(await all(first)).toEqual(range(1, 1500))
    await first.close()
    expect((await logs()).length).toBeGreaterThan(5)
    expect((await full()).length).toBe((await logs()).length - 1)
    const ledger = await openIt()
    expect(ledger.last).toBe(1500)
    await fill(ledger, 1501, 2000)
    const begins = (await logs()).slice(0, -1).map((name) => Number(/\d+/.exec(name)?.[0]))
    for (const after of [0, 1, 255, 256, 700, 1499, 1500, 1999, 2000, ...begins, ...begins.map((n) => n - 1)]) {
      expect(await all(ledger, after)).toEqual(range(after + 1, 2000))
      expect(await all(ledger, after, undefined, after + 300)).toEqual(range(after + 1, Math.min(2000, after + 300)))
    }
    expect(await all(ledger, 0, ['operator.revoked'])).toEqual([7, 507, 1007, 1507])
    expect(await all(ledger, 507, ['operator.revoked'], 1506)).toEqual([1007])
  })

  test('a reader who is at it while files fill up gets what was there when it began', async () => {
    const ledger = await openIt()
    await fill(ledger, 1, 300)
    const seen: number[] = []
    for await (const { seq } of ledger.read(0)) {
      seen.push(seq)
      if (seq % 50 === 0) await fill(ledger, ledger.last + 1, ledger.last + 150)
    }
    expect(seen).toEqual(range(1, 300))
    expect(await all(ledger)).toEqual(range(1, 1200))
  })

  test('tells after which number there are about so many bytes', async () => {
    const ledger = await openIt()
    await fill(ledger, 1, 2000)
    const bytes = async (after: number) => {
      let sum = 0
      for await (const entry of ledger.read(after)) sum += JSON.stringify(entry).length + 10
      return sum
    }
    expect([ledger.tail(0) > 1700, ledger.tail(10_000_000)]).toEqual([true, 0])
    for (const wanted of [10_000, 50_000, 100_000]) {
      const found = await bytes(ledger.tail(wanted))
      // A block of 256 records, more or less.
      expect(Math.abs(found - wanted)).toBeLessThan(45_000)
    }
  })

  test('a start does not go through the full ones; what is damaged there is told to the reader', async () => {
    await filled(1500)
    const [first = ''] = await inOrder()
    const handle = await open(first, 'r+')
    await handle.write('X', 60)
    await handle.close()
    const ledger = await openIt()
    expect(await all(ledger, 1000)).toEqual(range(1001, 1500))
    await expect(all(ledger)).rejects.toThrow(`${first}, byte 0: the record does not match its checksum`)
  })

  test('what is known of a full one may be lost or spoilt', async () => {
    await filled(1000)
    const [lost = '', spoilt = ''] = (await full()).map((name) => join(folder, name))
    await rm(lost)
    await writeFile(spoilt, (await readFile(spoilt, 'utf8')).replace('"last":', '"lust":'))
    const ledger = await openIt()
    expect(await all(ledger)).toEqual(range(1, 1000))
    expect(await all(ledger, 0, ['operator.revoked'])).toEqual([7, 507])
    await ledger.close()
    expect(await readFile(spoilt, 'utf8')).toContain('"last":')
  })
})

describe('a file that is missing, or has lost its end, stops the start, and nothing is changed:', () => {
  const cases: [string, (files: string[]) => Promise<unknown>, RegExp][] = [
    ['the first', (files) => rm(files[0] ?? ''), /ledger\.log, byte 0: it is missing, although it was full/],
    ['one in the middle', (files) => rm(files[2] ?? ''), /ledger-\d+\.log, byte 0: it is missing/],
    [
      'one of which nothing is known',
      async (files) => {
        for (const end of ['.log', '.places']) await rm((files[2] ?? '').replace('.log', end))
      },
      /begins with record \d+, and the one before ends with \d+/,
    ],
    ['all of them', (files) => Promise.all(files.map((file) => rm(file))), /it is missing, although it was full/],
    ['the newest', (files) => rm(files.at(-1) ?? ''), /the file that follows is missing/],
    ['the end of a full one', (files) => truncate(files[1] ?? '', 5000), /its end is missing|begins with record/],
  ]
  test.each(cases)('%s', async (_, harm, words) => {
    await filled(1000)
    await harm(await inOrder())
    const before = await logs()
    const refused = openIt()
    await expect(refused).rejects.toThrow(words)
    await expect(refused).rejects.toThrow('. Nothing was changed. Put a copy of the whole folder in its place; docs/')
    expect(await logs()).toEqual(before)
  })
})

test('a copy that was taken while the server ran is a ledger, and goes on', async () => {
  const ledger = await openIt()
  await fill(ledger, 1, 700)
  const copy = `${folder}-copy`
  await mkdir(copy)
  const newest = (await inOrder()).at(-1)
  for (const name of (await readdir(folder)).filter((each) => each !== 'lock')) {
    const path = join(folder, name)
    const bytes = await readFile(path)
    // In the midst of a record.
    await writeFile(join(copy, name), path === newest ? bytes.subarray(0, -30) : bytes)
    await fill(ledger, ledger.last + 1, ledger.last + 100)
  }
  await ledger.close()
  await rm(folder, { recursive: true })
  await rename(copy, folder)
  const restored = await openIt()
  const kept = restored.last
  expect(await all(restored)).toEqual(range(1, kept))
  await fill(restored, kept + 1, kept + 500)
  expect(await all(restored)).toEqual(range(1, kept + 500))
})

describe('a crash while a file is begun', () => {
  test('leaves an empty one behind, or one that is not known to be full: nothing is lost', async () => {
    await filled(1000)
    const last = (await full()).at(-1) ?? ''
    const newest = (await inOrder()).at(-1) ?? ''
    const whole = await readFile(newest)
    // The full one is not known yet.
    await rm(join(folder, last))
    let ledger = await openIt()
    expect(await all(ledger)).toEqual(range(1, 1000))
    await ledger.close()
    // It was just created.
    await rm(join(folder, last))
    await truncate(newest, 0)
    ledger = await openIt()
    const kept = ledger.last
    expect(await all(ledger)).toEqual(range(1, kept))
    expect(kept).toBe(1000 - whole.toString().split('\n').length + 1)
    await fill(ledger, kept + 1, 1200)
    await ledger.close()
    expect(await all(await openIt())).toEqual(range(1, 1200))
  })

  test('every acknowledged record is there, whenever the process was killed', async () => {
    for (let round = 0; round < 8; round++) {
      const run = startChild(child.file, [folder, 'many', '3000'])
      await expect.poll(() => run.lines.length, { timeout: 20_000 }).toBeGreaterThan(150 + round * 97)
      await run.kill()
      const ledger = await openIt(3000)
      const kept = new Map<number, LedgerRecord>()
      for await (const entry of ledger.read(0)) kept.set(entry.seq, entry.record)
      expect([...kept.keys()]).toEqual(range(1, ledger.last))
      for (const line of run.lines.filter((each) => each.startsWith('kept'))) {
        const [, seq, ...command] = line.split(' ')
        expect(kept.get(Number(seq))).toMatchObject({ commandId: command.join(' ') })
      }
      await ledger.close()
    }
    expect((await logs()).length).toBeGreaterThan(50)
  }, 90_000)

  test('where no new file can be begun, the full one is written to, until one can', async () => {
    const ledger = await openIt()
    // Directories of these names are in the way.
    const inTheWay = range(100, 400).map((n) => join(folder, `ledger-${String(n).padStart(16, '0')}.log`))
    await Promise.all(inTheWay.map((path) => mkdir(path)))
    await fill(ledger, 1, 380)
    expect(log.text()).toContain('no new file of the ledger')
    await Promise.all(inTheWay.map((path) => rmdir(path)))
    await fill(ledger, 381, 800)
    expect((await logs()).length).toBeGreaterThan(1)
    await ledger.close()
    expect(await all(await openIt())).toEqual(range(1, 800))
  })
})
