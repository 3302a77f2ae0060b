import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RoutingLab, routingLab, settings } from './lab.ts'

/** On a busy disk a save, and the pause after it, take their time. */
const SLOWLY = { timeout: 20_000 }
const QUICKLY = { saveAfterMs: 1, settleMs: 5, checkSeconds: 0.003 }

const LENGTHS = [
  { lastDigits: 10, internalLength: { min: 2, max: 5 } },
  { lastDigits: 10, internalLength: { min: 2, max: 4 } },
  { lastDigits: 10, internalLength: { min: 3, max: 5 } },
  { lastDigits: 11, internalLength: { min: 2, max: 5 } },
]
const NUMBERS = ['79100000000', '79100000001', '79100000002']

type Step =
  | { kind: 'writes'; number: string; target: string | null }
  | { kind: 'lengths'; which: number }
  | { kind: 'spoils' | 'mends' | 'restart' | 'off' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('writes' as const),
      number: fc.constantFrom(...NUMBERS),
      target: fc.option(fc.constantFrom('10', '103', '1034', '10345')),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('lengths' as const), which: fc.nat(LENGTHS.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('spoils' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('mends' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('off' as const) }) },
)

/** The file is no text for a while, then what it was; lengths change, the server restarts. */
async function play(lab: RoutingLab, steps: readonly Step[]): Promise<void> {
  let lengths = LENGTHS[0] ?? settings
  let spoilt: string | null = null
  const acknowledged = new Map<string, string | null>()
  const mend = async () => {
    if (spoilt === null) return
    writeFileSync(lab.path(), spoilt)
    spoilt = null
    await expect.poll(() => lab.routing.fileState('trade')?.error, SLOWLY).toBeNull()
  }
  for (const each of steps) {
    if (each.kind === 'writes') {
      const { written } = await lab.write([`${each.number}=${each.target ?? ''}`])
      if (written > 0) acknowledged.set(each.number, each.target)
      if (written > 0) expect(lab.routing.decide(each.number)).toBe(each.target)
    } else if (each.kind === 'lengths') {
      lengths = LENGTHS[each.which] ?? lengths
      await lab.routing.setLengths(lengths)
    } else if (each.kind === 'spoils' && spoilt === null) {
      // What is there must be ours, whole.
      await expect.poll(() => lab.text().catch(() => ''), SLOWLY).toMatch(/# trubka \d+\n$/)
      spoilt = readFileSync(lab.path(), 'utf8')
      writeFileSync(lab.path(), Buffer.from('\0\0 no text\n'))
      await expect.poll(() => lab.routing.fileState('trade')?.error, SLOWLY).toBe('notText')
    } else if (each.kind === 'mends') await mend()
    else if (each.kind === 'off') {
      await lab.routing.setEnabled(false)
      await lab.routing.setEnabled(true)
    } else if (each.kind === 'restart') {
      await lab.stop()
      await lab.start({ ...QUICKLY, settings: { enabled: true, ...lengths } })
    }
  }
  await mend()
  await lab.routing.setLengths(LENGTHS[0] ?? lengths)
  const wanted = NUMBERS.map((number) => acknowledged.get(number) ?? null)
  await expect.poll(() => NUMBERS.map((number) => lab.routing.decide(number)), SLOWLY).toEqual(wanted)
  await lab.stop()
  await lab.start(QUICKLY)
  expect(NUMBERS.map((number) => lab.routing.decide(number))).toEqual(wanted)
}

async function nothingIsLost(steps: readonly Step[]): Promise<void> {
  const lab = await routingLab()
  try {
    await lab.start(QUICKLY)
    await lab.write(['79999999999=103'])
    await play(lab, steps)
  } finally {
    await lab.close()
  }
}

test('whatever lengths come, and however the file is spoilt and mended meanwhile, with restarts: each acknowledged rule comes back with the lengths', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), nothingIsLost), {
    numRuns: 40,
    seed: Number(process.env.SEED ?? 1),
    endOnFailure: true,
  })
}, 200_000)
