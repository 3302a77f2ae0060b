import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, startChild } from '../../support/child.ts'
import { seeded } from '../../support/random.ts'
import { routingLab } from './lab.ts'

let child: { file: string; close: () => Promise<void> }
beforeAll(async () => {
  child = await bundle('tests/unit/routing/routing-child.ts')
})
afterAll(() => child.close())

describe('the server is killed in mid-write', () => {
  test('again and again: every acknowledged rule is in force afterwards, and the file is whole at any moment', async () => {
    const lab = await routingLab()
    // Large enough for a save to take a while, so that the kill meets it at all its stages.
    const old = Array.from({ length: 60_000 }, (_, i) => `${8_000_000_000 + i}=103\n`)
    await writeFile(lab.path(), old.join(''))
    const random = seeded(11)
    const rules = new Map<string, string>()
    let saves = 0
    for (let round = 0; round < 6; round++) {
      const run = startChild(child.file, [lab.folder, String(9_000_000_000 + round * 999_999)])
      const wanted = 20 + random.int(60)
      await expect.poll(() => run.lines.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(wanted)
      await run.kill()
      for (const line of run.lines) {
        const [key = '', target = ''] = line.replace('kept ', '').split('=')
        rules.set(key, target)
      }

      const text = await readFile(lab.path(), 'utf8')
      expect(text.endsWith('\n')).toBe(true)
      const lines = text.split('\n').slice(0, -1)
      expect(lines.every((line) => /^[0-9]{10}=[0-9]{2,5}$/.test(line))).toBe(true)
      expect(lines.filter((line) => line.startsWith('8'))).toHaveLength(old.length)
      if (lines.length > old.length) saves++

      const routing = await lab.start()
      for (const [key, target] of rules) {
        const decided = routing.decide(key)
        if (target === '') expect(decided).toBeNull()
        // Of the others, the removal may have been in flight when it was killed.
        else if (Number(key) % 3 === 0) expect(decided).toBe(target)
      }
      expect(routing.decide('8000059999')).toBe('103')
      await lab.stop()
    }
    expect(saves).toBeGreaterThan(0)
    await lab.close()
  }, 60_000)

  test('an edit made while it was down stands, although the ledger holds the rule', async () => {
    const lab = await routingLab()
    const run = startChild(child.file, [lab.folder, '9000000000'])
    await expect.poll(() => readFile(lab.path(), 'utf8').catch(() => ''), { timeout: 20_000 }).toContain('9000000003=')
    await run.kill()
    await lab.start()
    await lab.stop()
    await writeFile(lab.path(), '9000000003=777\n')
    const routing = await lab.start()
    expect(routing.decide('9000000003')).toBe('777')
    expect(routing.decide('9000000000')).toBeNull()
    await lab.close()
  }, 30_000)
})
