import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RoutingLab, routingLab } from './lab.ts'

/** On a busy disk a save, and the pause after it, take their time. */
const SLOWLY = { timeout: 20_000 }
const QUICKLY = { saveAfterMs: 1, settleMs: 5, checkSeconds: 0.003 }

type Rules = Map<string, string>
type Step =
  | { kind: 'writes'; key: string; target: string | null }
  | { kind: 'opens' }
  | { kind: 'saves'; edits: { key: string; target: string | null }[]; down: boolean }
  | { kind: 'restart' }

const KEYS = Array.from({ length: 4 }, (_, n) => `910000000${n}`)
const key = fc.constantFrom(...KEYS)
// Few, so that rules are often changed back.
const target = fc.option(fc.constantFrom('101', '102', '103'))
const edit = fc.record({ key, target })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('writes' as const), key, target }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('opens' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('saves' as const),
      edits: fc.array(edit, { maxLength: 3 }),
      down: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
)

/** As a text's lines make them, one after the other. */
function rulesOf(text: string): Rules {
  const rules: Rules = new Map()
  for (const line of text.split('\n').filter((line) => /^\d/.test(line))) {
    const [number = '', to = ''] = line.split('=')
    if (to === '') rules.delete(number)
    else rules.set(number, to)
  }
  return rules
}

/** An administrator’s editor: the text of when it was opened, and what they have made of it. */
class Editor {
  text: string
  /** By 1C since it was opened: number → what it wrote last. */
  readonly unseen = new Map<string, string | null>()
  readonly #path: string

  constructor(path: string) {
    this.#path = path
    this.text = readFileSync(path, 'utf8')
  }

  get rules(): Rules {
    return rulesOf(this.text)
  }

  change(number: string, to: string | null): void {
    const others = this.text.split('\n').filter((line) => line !== '' && !line.startsWith(number))
    this.text = [...(to === null ? [] : [`${number}=${to}`]), ...others, ''].join('\n')
  }

  save(): void {
    writeFileSync(this.#path, this.text)
  }
}

const versionOf = async (lab: RoutingLab) => Number(/\d+/.exec(await lab.stamp())?.[0] ?? 0)

/** Nothing is on its way any more: the file holds what is in force, and says so. */
async function settled(lab: RoutingLab, version = 0): Promise<Rules> {
  const inForce = () =>
    KEYS.flatMap((number) => {
      const to = lab.routing.decide(number)
      return to === null ? [] : [`${number}=${to}`]
    })
  const inFile = async () => (await lab.file()).filter((line) => line.startsWith('91'))
  await expect.poll(async () => (await inFile()).join() === inForce().join(), SLOWLY).toBe(true)
  await expect.poll(() => versionOf(lab), SLOWLY).toBeGreaterThanOrEqual(version)
  return rulesOf(inForce().join('\n'))
}

async function play(lab: RoutingLab, steps: readonly Step[]): Promise<void> {
  let now = await settled(lab)
  let editor = new Editor(lab.path())
  let version = 0
  for (const [n, each] of steps.entries()) {
    if (each.kind === 'writes') {
      const before = await versionOf(lab)
      await lab.write([`${each.key}=${each.target ?? ''}`])
      expect(lab.routing.decide(each.key)).toBe(each.target)
      editor.unseen.set(each.key, each.target)
      await expect.poll(() => versionOf(lab), SLOWLY).toBeGreaterThan(before)
      version = await versionOf(lab)
    } else if (each.kind === 'opens') editor = new Editor(lab.path())
    else if (each.kind === 'restart') {
      await lab.stop()
      await lab.start(QUICKLY)
    } else {
      const before = editor.rules
      for (const { key, target } of each.edits) editor.change(key, target)
      const mark = String(9_500_000_000 + n)
      editor.change(mark, '999')
      if (each.down) await lab.stop()
      editor.save()
      if (each.down) await lab.start(QUICKLY)
      await expect.poll(() => lab.routing.decide(mark), SLOWLY).toBe('999')
      const after = await settled(lab, version)
      for (const number of KEYS) {
        const theirs = editor.rules.get(number) ?? null
        const ours = editor.unseen.get(number)
        const is = after.get(number) ?? null
        // What they have seen is as they have left it.
        if (ours === undefined) expect([number, is]).toEqual([number, theirs])
        // What they have not seen, and not touched, stays; where both have changed one line, it is the one or the other.
        else if (theirs === (before.get(number) ?? null)) expect([ours, now.get(number) ?? null]).toContain(is)
        else expect([ours, theirs]).toContain(is)
      }
    }
    now = await settled(lab, version)
  }
  await lab.stop()
  await lab.start(QUICKLY)
  expect(await settled(lab)).toEqual(now)
}

async function eachHasItsDue(steps: readonly Step[]): Promise<void> {
  const lab = await routingLab()
  try {
    writeFileSync(lab.path(), `${KEYS[0]}=101\n${KEYS[1]}=102\n`)
    await lab.start(QUICKLY)
    await play(lab, steps)
  } finally {
    await lab.close()
  }
}

test('1C and an administrator at the same numbers, with restarts between: what the one has seen and changed stands, what nobody has seen is not lost', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), eachHasItsDue), {
    numRuns: 30,
    seed: Number(process.env.SEED ?? 1),
    endOnFailure: true,
  })
}, 200_000)
