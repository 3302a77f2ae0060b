import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BaseRules } from '../../../src/server/routing/base-rules.ts'
import { Checkpoint } from '../../../src/server/routing/checkpoint.ts'
import { memoryLog } from '../../support/log.ts'
import { settings } from './lab.ts'

/** Taken for so long that a save which is due comes in the midst of it. */
const MANY = 90_000
const NUMBERS = Array.from({ length: MANY }, (_, n) => String(9_100_000_000 + n))
/** On a busy disk a save, and the pause after it, take their time. */
const SLOWLY = { timeout: 30_000 }

let folder: string
let base: BaseRules
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-'))
  base = await opened()
})
afterEach(async () => {
  await base.unload()
  await base.close()
  await rm(folder, { recursive: true })
})

const path = () => join(folder, 'trade.roustable')
const text = () => readFile(path(), 'utf8').catch(() => '')

async function opened(): Promise<BaseRules> {
  const { logger } = memoryLog()
  const checkpoint = new Checkpoint(join(folder, 'checkpoint.json'))
  await checkpoint.load(logger)
  const timing = { saveAfterMs: 1, settleMs: 20 }
  const rules = new BaseRules({
    base: 'trade',
    path: path(),
    checkpoint,
    edited: () => {},
    written: async function* () {},
    settings,
    logger,
    ...timing,
  })
  await rules.load(settings, 0)
  await rules.ready(0)
  return rules
}

/** Returns the first text of the file that was written while a record of many rules was taken. */
async function savedAmidMany(): Promise<{ saved: string; taken: Promise<void> }> {
  const at = Date.now()
  const before = await text()
  let over = false
  const one = base.change({ good: [{ key: '9000000002', target: '102' }], seq: 2, at })
  const many = base.change({ good: NUMBERS.map((key) => ({ key, target: '103' })), seq: 3, at })
  const taken = Promise.all([one, many]).then(() => {
    over = true
  })
  for (;;) {
    const saved = await text()
    if (saved !== before || over) return { saved, taken }
  }
}

const wrong = () => NUMBERS.filter((number) => base.get(number) !== '103').length

test('a save that is due while a large record is taken has all of the record or nothing; whoever saves an older text over it undoes nothing', async () => {
  await base.change({ good: [{ key: '9000000001', target: '101' }], seq: 1, at: Date.now() })
  await expect.poll(text, SLOWLY).toContain('# trubka 1\n')
  const old = await text()
  const { saved, taken } = await savedAmidMany()
  await writeFile(path(), `# edited\n${old}`)
  const rules = saved.split('\n').filter((line) => line.startsWith('91')).length
  const stamp = /^# trubka (\d+)$/m.exec(saved)?.[1]
  expect(rules).toBe(stamp === '3' ? MANY : 0)
  await taken
  const isBoth = (now: string) => now.startsWith('# edited\n') && now.includes('9000000002=102')
  await expect.poll(async () => isBoth(await text()), SLOWLY).toBe(true)
  expect(wrong()).toBe(0)
}, 60_000)
