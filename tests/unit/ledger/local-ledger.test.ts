import { execFileSync } from 'node:child_process'
import { appendFile, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Ledger, LedgerRecord } from '../../../src/server/ledger/ledger.ts'
import { openLocalLedger } from '../../../src/server/ledger/local/local-ledger.ts'
import { bundle, startChild } from '../../support/child.ts'
import { entriesOf, ledgerContract, revoked, rule } from '../../support/ledger-contract.ts'
import { memoryLog } from '../../support/log.ts'

let folder: string
let log: ReturnType<typeof memoryLog>
const opened = new Set<Ledger>()
let child: { file: string; close: () => Promise<void> }

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

async function openIt(): Promise<Ledger> {
  const ledger = await openLocalLedger(folder, { logger: log.logger })
  opened.add(ledger)
  return ledger
}
const file = () => join(folder, 'ledger.log')
const all = entriesOf
async function filled(count: number): Promise<void> {
  const ledger = await openIt()
  await Promise.all(Array.from({ length: count }, (_, i) => ledger.append(rule(i + 1))))
  await ledger.close()
}

ledgerContract(async () => ({ open: openIt, forget: async () => undefined }))

describe('what is appended', () => {
  test('a few rare ones are found among many without going through the others', async () => {
    // One that says only in the end what it is.
    const lastWord: LedgerRecord = { keyId: 'key 700', type: 'operator.revoked' }
    const rare = new Map([
      [1, revoked(1)],
      [256, revoked(256)],
      [257, revoked(257)],
      [700, lastWord],
      [1999, revoked(1999)],
    ])
    const record = (n: number) => rare.get(n) ?? rule(n)
    const found = async (ledger: Ledger, after: number, to?: number) => {
      const seqs: number[] = []
      for await (const { seq } of ledger.read(after, ['operator.revoked'], to)) seqs.push(seq)
      return seqs
    }
    const first = await openIt()
    await Promise.all(Array.from({ length: 1500 }, (_, i) => first.append(record(i + 1))))
    await first.close()
    const ledger = await openIt()
    await Promise.all(Array.from({ length: 600 }, (_, i) => ledger.append(record(1501 + i))))
    for (const after of [0, 1, 255, 256, 257, 699, 700, 1998, 1999, 2100, 5000])
      for (const to of [undefined, 0, 1, 256, 257, 512, 700, 1999, 2100]) {
        const wanted = [...rare.keys()].filter((seq) => seq > after && seq <= (to ?? 5000))
        expect(await found(ledger, after, to), `${after} to ${to}`).toEqual(wanted)
      }
    // A byte of a record in a block that holds none of them.
    const whole = await readFile(file())
    const handle = await open(file(), 'r+')
    await handle.write('X', whole.indexOf('"command 1100"') + 3)
    await handle.close()
    expect(await found(ledger, 0)).toEqual([...rare.keys()])
    await expect(all(ledger)).rejects.toThrow('does not match its checksum')
  })
})

describe('after a crash', () => {
  test('every acknowledged record is there when the process was killed in mid-write', async () => {
    for (let round = 0; round < 3; round++) {
      const run = startChild(child.file, [folder])
      await expect.poll(() => run.lines.length, { timeout: 20_000 }).toBeGreaterThan(200 + round * 777)
      await run.kill()
      const ledger = await openIt()
      const kept = new Map((await all(ledger)).map(({ seq, record }) => [seq, record]))
      for (const line of run.lines.filter((each) => each.startsWith('kept'))) {
        const [, seq, ...command] = line.split(' ')
        expect(kept.get(Number(seq))).toMatchObject({ commandId: command.join(' ') })
      }
      await ledger.close()
    }
  }, 60_000)

  test('a torn end of any length is cut off and reported, and appending goes on', async () => {
    await filled(3)
    const whole = await readFile(file())
    const two = whole.indexOf('\n', whole.indexOf('\n') + 1) + 1
    for (const size of [two + 1, two + 8, two + 9, whole.length - 2, whole.length - 1]) {
      await writeFile(file(), whole)
      await truncate(file(), size)
      const ledger = await openIt()
      expect((await all(ledger)).length).toBe(2)
      expect(await ledger.append(rule(30))).toBe(3)
      await ledger.close()
      const again = await openIt()
      expect((await all(again)).map(({ record }) => record)).toEqual([rule(1), rule(2), rule(30)])
      await again.close()
    }
    expect(log.lines.filter(({ offset }) => offset === two)).toHaveLength(5)
  })

  test('blocks of zeros that a power cut leaves at the end are cut off', async () => {
    await filled(2)
    await appendFile(file(), Buffer.alloc(5000))
    const ledger = await openIt()
    expect((await all(ledger)).length).toBe(2)
  })
})

describe('a power cut in the middle of a write', () => {
  /** As if the blocks from the middle of one record to the middle of another had not reached the disk. */
  async function holed(count: number, first: number, last: number): Promise<void> {
    await filled(count)
    const bytes = await readFile(file())
    const starts = [0]
    for (let at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) starts.push(at + 1)
    bytes.fill(0, (starts[first - 1] ?? 0) + 20, (starts[last - 1] ?? 0) + 20)
    await writeFile(file(), bytes)
  }
  const numbers = async (ledger: Ledger, after = 0) => (await all(ledger, after)).map(({ seq }) => seq)

  test('whole records behind a hole are kept, and it is said which are not there', async () => {
    await holed(10, 4, 6)
    const ledger = await openIt()
    expect(await numbers(ledger)).toEqual([1, 2, 3, 7, 8, 9, 10])
    const [hole] = log.lines.flatMap(({ holes }) => (Array.isArray(holes) ? holes : []))
    expect(hole).toMatchObject({ from: 4, to: 6 })
    expect(await ledger.append(rule(11))).toBe(11)
    await ledger.close()
    expect(await numbers(await openIt(), 5)).toEqual([7, 8, 9, 10, 11])
  })

  test('also when the records of which places are remembered are among those that are gone', async () => {
    await holed(1000, 250, 600)
    const ledger = await openIt()
    await Promise.all(Array.from({ length: 300 }, (_, i) => ledger.append(rule(1001 + i))))
    for (const after of [0, 248, 249, 255, 256, 512, 600, 601, 768, 1024, 1299]) {
      const left = Array.from({ length: 1300 }, (_, i) => i + 1).filter((n) => n > after && (n < 250 || n > 600))
      expect(await numbers(ledger, after)).toEqual(left)
    }
  })

  test('a hole and an unfinished end: the one is skipped, the other cut off', async () => {
    await holed(6, 2, 3)
    await truncate(file(), (await stat(file())).size - 5)
    const ledger = await openIt()
    expect(await numbers(ledger)).toEqual([1, 4, 5])
    expect(await ledger.append(rule(6))).toBe(6)
  })
})

describe('a damaged log', () => {
  test('in the middle stops the start with file and offset, and stays as it is', async () => {
    await filled(10)
    const whole = await readFile(file())
    const second = whole.indexOf('\n') + 1
    const handle = await open(file(), 'r+')
    await handle.write('X', second + 40)
    await handle.close()
    const before = await readFile(file())
    await expect(openIt()).rejects.toThrow(`${file()}, byte ${second}: `)
    expect(await readFile(file())).toEqual(before)
    // and the folder is free again
    await writeFile(file(), whole)
    expect((await all(await openIt())).length).toBe(10)
  })

  test('a whole last record that does not match its checksum is damage too, not a torn end', async () => {
    await filled(2)
    const whole = await readFile(file())
    whole[whole.length - 5] = 0x21
    await writeFile(file(), whole)
    await expect(openIt()).rejects.toThrow(/byte \d+: the record does not match its checksum/)
  })

  test('a missing record is seen by the gap', async () => {
    await filled(3)
    const text = (await readFile(file(), 'utf8')).split('\n')
    await writeFile(file(), [text[0], text[2], ''].join('\n'))
    await expect(openIt()).rejects.toThrow('record 3 follows 1')
  })

  test('a damage while running is told to the reader', async () => {
    await filled(600)
    const ledger = await openIt()
    const handle = await open(file(), 'r+')
    await handle.write('X', 60)
    await handle.close()
    await expect(all(ledger)).rejects.toThrow(`${file()}, byte 0: `)
  })
})

describe('two processes', () => {
  test('a second one is refused with the pid of the first, within one process too', async () => {
    await openIt()
    await expect(openIt()).rejects.toThrow(`process ${process.pid} already works in this folder`)
    const other = await mkdtemp(join(tmpdir(), 'ledger-'))
    const run = startChild(child.file, [other, 'hold'])
    await run.printed('open')
    await expect(openLocalLedger(other, { logger: log.logger })).rejects.toThrow(`process ${run.process.pid} already`)
    await run.kill()
    await rm(other, { recursive: true })
  })

  test('a lock left by a killed one does not hold up the next start', async () => {
    const run = startChild(child.file, [folder, 'hold'])
    await run.printed('open')
    await run.kill()
    await openIt()
    expect((await readdir(folder)).sort()).toEqual(['ledger.log', 'lock'])
  })

  test.runIf(process.platform === 'linux')('nor does one whose pid belongs to somebody else by now', async () => {
    await writeFile(join(folder, 'lock'), `${process.ppid} 0c5a/1 an-earlier-run\n`)
    await openIt()
  })

  test('the lock is given back on closing', async () => {
    const ledger = await openIt()
    await ledger.close()
    expect(await readdir(folder)).toEqual(['ledger.log'])
  })
})

const hasPrlimit = (() => {
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

describe.runIf(hasPrlimit)('when the disk takes no more', () => {
  test('the append is refused, the log stays whole, and goes on once there is room', async () => {
    const run = startChild(child.file, [folder, 'one'], ['prlimit', '--fsize=3000:1000000'])
    await run.printed('refused')
    const kept = run.lines.filter((line) => line.startsWith('kept')).length
    expect(kept).toBeGreaterThan(5)
    // Nothing of the refused record is left.
    const lines = (await readFile(file(), 'utf8')).split('\n')
    expect(lines.at(-1)).toBe('')
    expect(lines).toHaveLength(kept + 1)
    execFileSync('prlimit', ['--pid', String(run.process.pid), '--fsize=1000000:1000000'])
    run.process.stdin?.write('go on\n')
    await run.printed(`kept ${kept + 20} `)
    await run.kill()
    const entries = await all(await openIt())
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1))
    expect((await stat(file())).size).toBeGreaterThan(3000)
  })
})
