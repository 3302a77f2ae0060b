import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, startChild } from '../../support/child.ts'
import { seeded } from '../../support/random.ts'
import { type RoutingLab, routingLab, withoutStamp } from './lab.ts'

let child: { file: string; close: () => Promise<void> }
beforeAll(async () => {
  child = await bundle('tests/unit/routing/routing-child.ts')
})
afterAll(() => child.close())

const KILLS = 200
/** Servers killed side by side, each with a folder of its own. */
const LANES = 4
/** Enough for a save to take a while, so that kills meet it at all its stages. */
const OLD = Array.from({ length: 6000 }, (_, i) => `${8_000_000_000 + i}=103\n`)

/** As the kill left it: the file of before, or the new one, whole. Returns how many rules it has. */
async function wholeFile(lab: RoutingLab): Promise<number> {
  const text = await readFile(lab.path(), 'utf8')
  expect(text.endsWith('\n')).toBe(true)
  expect(text.startsWith(OLD.join(''))).toBe(true)
  const lines = withoutStamp(text).split('\n').slice(0, -1)
  expect(lines.filter((line) => !/^[0-9]{10}=[0-9]{2,5}$/.test(line))).toEqual([])
  return lines.length
}

/** Starts on what the kill left, and asks for all that was ever acknowledged. */
async function inForce(lab: RoutingLab, kept: ReadonlyMap<string, string>): Promise<void> {
  const routing = await lab.start()
  for (const [key, target] of kept) {
    const decided = routing.decide(key)
    if (target === '') expect(decided).toBeNull()
    // Of the others, the removal may have been in flight when it was killed.
    else if (Number(key) % 3 === 0 || decided !== null) expect(decided).toBe(target)
  }
  expect(routing.decide('8000005999')).toBe('103')
}

/** One folder, again and again. Returns what there was to see. */
async function lane(
  seed: number,
): Promise<{ kills: number; acknowledged: number; saved: number; ledgerFiles: number }> {
  const lab = await routingLab()
  const random = seeded(seed)
  const kept = new Map<string, string>()
  const seen = { kills: 0, acknowledged: 0, saved: 0, ledgerFiles: 0 }
  try {
    await writeFile(lab.path(), OLD.join(''))
    let before = OLD.length
    for (; seen.kills < KILLS / LANES; seen.kills++) {
      const run = startChild(child.file, [lab.folder, String(9_000_000_000 + seen.kills * 999_999), '4'])
      await run.printed('started')
      const wanted = random.int(60)
      await expect
        .poll(() => run.lines.length, { timeout: 20_000, interval: 1 + random.int(8) })
        .toBeGreaterThan(wanted)
      await run.kill()
      for (const line of run.lines.slice(1)) {
        const [key = '', target = ''] = line.replace('kept ', '').split('=')
        kept.set(key, target)
      }
      const rules = await wholeFile(lab)
      if (rules !== before) seen.saved++
      await inForce(lab, kept)
      await lab.stop()
      before = (await lab.file()).length
    }
    seen.acknowledged = kept.size
    seen.ledgerFiles = (await readdir(join(lab.folder, 'ledger'))).filter((name) => name.endsWith('.log')).length
    return seen
  } finally {
    await lab.close()
  }
}

describe('the server is killed in mid-write', () => {
  test('two hundred times: every acknowledged rule is in force afterwards, and the file is whole at any moment', async () => {
    const lanes = await Promise.all(Array.from({ length: LANES }, (_, i) => lane(11 + i)))
    expect(lanes.map(({ kills }) => kills)).toEqual(Array(LANES).fill(KILLS / LANES))
    for (const { acknowledged, saved, ledgerFiles } of lanes) {
      expect(acknowledged).toBeGreaterThan(200)
      // The file was in the middle of it, not only the ledger.
      expect(saved).toBeGreaterThan(5)
      // Nor was the ledger always in the same file.
      expect(ledgerFiles).toBeGreaterThan(KILLS / LANES / 2)
    }
  }, 400_000)

  test('an edit made while it was down stands, although the ledger holds the rule', async () => {
    const lab = await routingLab()
    const run = startChild(child.file, [lab.folder, '9000000000'])
    await expect.poll(() => readFile(lab.path(), 'utf8').catch(() => ''), { timeout: 20_000 }).toContain('9000000003=')
    await run.kill()
    await lab.start()
    await lab.stop()
    await lab.save('9000000003=777\n')
    const routing = await lab.start()
    expect(routing.decide('9000000003')).toBe('777')
    expect(routing.decide('9000000000')).toBeNull()
    await lab.close()
  }, 30_000)
})
