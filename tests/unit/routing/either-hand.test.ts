import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RoutingLab, routingLab } from './lab.ts'

/** On a busy disk a save, and the pause after it, take their time. */
const SLOWLY = { timeout: 10_000 }

type Step =
  | { kind: 'ours'; key: number; target: string | null }
  | { kind: 'theirs'; key: number; target: string | null; inPlace: boolean }
  | { kind: 'turns'; count: number }
  | { kind: 'restart' }

const key = fc.integer({ min: 0, max: 5 })
const target = fc.option(fc.integer({ min: 10, max: 99_999 }).map(String))
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('ours' as const), key, target }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('theirs' as const), key, target, inPlace: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 400 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
)

/** Their numbers are not ours: whose word counts for one number is another question. */
const ours = (n: number) => `910000000${n}`
const theirs = (n: number) => `920000000${n}`

/** An administrator with an editor that reads and writes the file at once. */
function edit(path: string, number: string, to: string | null, inPlace: boolean, remark: string): void {
  let text = ''
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    // The first line of the file is theirs.
  }
  const others = text.split('\n').filter((line) => line !== '' && !line.startsWith(number))
  // Of another size each time: within one tick of the file system's clock nothing else tells two states apart.
  const lines = [...others, remark, ...(to === null ? [] : [`${number}=${to}`])]
  writeFileSync(inPlace ? path : `${path}.swp`, `${lines.join('\n')}\n`)
  if (!inPlace) renameSync(`${path}.swp`, path)
}

async function play(lab: RoutingLab, steps: readonly Step[]): Promise<Map<string, string | null>> {
  const expected = new Map<string, string | null>()
  const writes: Promise<unknown>[] = []
  let edits = 0
  for (const each of steps) {
    if (each.kind === 'ours') {
      expected.set(ours(each.key), each.target)
      writes.push(lab.write([`${ours(each.key)}=${each.target ?? ''}`]))
    } else if (each.kind === 'theirs') {
      expected.set(theirs(each.key), each.target)
      edits++
      edit(lab.path(), theirs(each.key), each.target, each.inPlace, `# ${'!'.repeat(edits)}`)
    } else if (each.kind === 'turns') {
      for (let turn = 0; turn < each.count; turn++) await new Promise((resolve) => setImmediate(resolve))
    } else {
      await Promise.all(writes)
      await lab.stop()
      await lab.start({ saveAfterMs: 1, settleMs: 5, checkSeconds: 0.003 })
    }
  }
  await Promise.all(writes)
  return expected
}

describe('rules from 1C and an administrator’s edits', () => {
  test('in any order and at any moment: neither is lost, in force and in the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 40 }), async (steps) => {
        const lab = await routingLab()
        try {
          await lab.start({ saveAfterMs: 1, settleMs: 5, checkSeconds: 0.003 })
          const expected = await play(lab, steps)
          for (const [number, to] of expected) await expect.poll(() => lab.routing.decide(number), SLOWLY).toBe(to)
          const lines = [...expected].flatMap(([number, to]) => (to === null ? [] : [`${number}=${to}`])).sort()
          const rules = async () => (await lab.file().catch(() => [])).filter((line) => !line.startsWith('#'))
          await expect.poll(rules, SLOWLY).toEqual(lines)
          await lab.stop()
          await lab.start()
          for (const [number, to] of expected) expect(lab.routing.decide(number)).toBe(to)
        } finally {
          await lab.close()
        }
      }),
      { numRuns: 40, endOnFailure: true },
    )
  }, 120_000)
})
