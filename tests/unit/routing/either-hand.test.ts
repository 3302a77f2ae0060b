import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RoutingLab, routingLab } from './lab.ts'

/** On a busy disk a save, and the pause after it, take their time. */
const SLOWLY = { timeout: 20_000 }

/** As editors save: in the file or beside it, with either end of a line, with a mark or without; `half` = a part first, the rest later. */
type Edit = {
  key: number
  target: string | null
  inPlace: boolean
  end: '\n' | '\r\n'
  mark: boolean
  half: number | null
}
type Step =
  | { kind: 'ours'; key: number; target: string | null }
  | { kind: 'many'; block: number; target: string | null }
  | ({ kind: 'theirs' } & Edit)
  | { kind: 'opens' }
  | { kind: 'deletes' }
  | ({ kind: 'saves' } & Edit)
  | { kind: 'appends'; key: number; target: string | null }
  | { kind: 'turns'; count: number }
  | { kind: 'saved' }
  | { kind: 'restart' }

const key = fc.integer({ min: 0, max: 5 })
const target = fc.option(fc.integer({ min: 10, max: 99_999 }).map(String))
const anEdit = {
  key,
  target,
  inPlace: fc.boolean(),
  end: fc.constantFrom('\n' as const, '\r\n' as const),
  mark: fc.boolean(),
  half: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
}
const OURS = { weight: 5, arbitrary: fc.record({ kind: fc.constant('ours' as const), key, target }) }
/** So large a record that a save may be due while it is taken. */
const MANY = {
  weight: 1,
  arbitrary: fc.record({ kind: fc.constant('many' as const), block: fc.integer({ min: 0, max: 1 }), target }),
}
const TURNS = {
  weight: 5,
  arbitrary: fc.record({ kind: fc.constant('turns' as const), count: fc.integer({ min: 1, max: 400 }) }),
}
/** Our file takes the place of the one before. */
const SAVED = { weight: 2, arbitrary: fc.record({ kind: fc.constant('saved' as const) }) }
const RESTART = { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) }
/** At times at once, at times in an editor that has been open for a while and stays open. */
const editing: fc.Arbitrary<Step> = fc.oneof(
  OURS,
  MANY,
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('theirs' as const), ...anEdit }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('opens' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('saves' as const), ...anEdit }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deletes' as const) }) },
  TURNS,
  SAVED,
  RESTART,
)
/** By a program that opens the file now and then, and goes on writing to what it has opened. */
const appending: fc.Arbitrary<Step> = fc.oneof(
  OURS,
  MANY,
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('opens' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('appends' as const), key, target }) },
  TURNS,
  SAVED,
  RESTART,
)

/** Their numbers are not ours: whose word counts for one number is another question. */
const ours = (n: number) => `910000000${n}`
const block = (n: number) => Array.from({ length: 4000 }, (_, at) => String(9_110_000_000 + n * 10_000 + at))
const theirs = (n: number) => `920000000${n}`
/** Of a program that has opened the file so often. Which counts of two lines for one number, each written into another file, is another question too. */
const appended = (opening: number, n: number) => String(9_300_000_000 + opening * 10 + n)

/** Bytes, each a character: comments may be in any encoding. */
const BYTES = 'latin1'
const BOM = Buffer.from('\uFEFF').toString(BYTES)
const IN_1251 = Buffer.from([0x23, 0x20, 0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0]).toString(BYTES)

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** What an administrator does, with their editor or their program. */
class Administrator {
  readonly #path: string
  #text = ''
  #handle: number | null = null
  #edits = 0
  #openings = 0

  constructor(path: string) {
    this.#path = path
  }

  /** Reads the file into the editor, and opens it for the program. */
  opens(): void {
    this.closes()
    try {
      this.#text = readFileSync(this.#path, BYTES)
      this.#handle = openSync(this.#path, 'a')
      this.#openings++
    } catch {
      // The first line of the file is theirs.
      this.#text = ''
    }
  }

  /** Returns their rules as they are in what was saved. */
  async saves({ key, target, inPlace, end, mark, half }: Edit): Promise<Map<string, string>> {
    const number = theirs(key)
    const before = this.#text.replace(BOM, '').split(/\r?\n/)
    const others = before.filter((line) => line !== '' && line !== IN_1251 && !line.startsWith(number))
    const lines = [IN_1251, ...others, `# ${++this.#edits}`, ...(target === null ? [] : [`${number}=${target}`])]
    this.#text = `${mark ? BOM : ''}${lines.join(end)}${end}`
    const to = inPlace ? this.#path : `${this.#path}.swp`
    if (half !== null) {
      writeFileSync(to, this.#text.slice(0, Math.floor(this.#text.length * half)), BYTES)
      await turns(50)
    }
    writeFileSync(to, this.#text, BYTES)
    if (!inPlace) renameSync(to, this.#path)
    return new Map(
      lines.flatMap((line) => (line.startsWith('92') ? [[line.slice(0, 10), line.slice(11)] as const] : [])),
    )
  }

  /** Returns the number; null = there is no file to write to yet. */
  appends(key: number, target: string | null): string | null {
    if (this.#handle === null) this.opens()
    if (this.#handle === null) return null
    const number = appended(this.#openings, key)
    writeSync(this.#handle, `# ${++this.#edits}\n${number}=${target ?? ''}\n`)
    return number
  }

  deletes(): void {
    rmSync(this.#path, { force: true })
  }

  closes(): void {
    if (this.#handle !== null) closeSync(this.#handle)
    this.#handle = null
  }
}

const QUICKLY = { saveAfterMs: 1, settleMs: 5, checkSeconds: 0.003 }

async function play(lab: RoutingLab, steps: readonly Step[]): Promise<Map<string, string | null>> {
  const expected = new Map<string, string | null>()
  const writes: Promise<unknown>[] = []
  const administrator = new Administrator(lab.path())
  for (const each of steps) {
    if (each.kind === 'ours') {
      expected.set(ours(each.key), each.target)
      writes.push(lab.write([`${ours(each.key)}=${each.target ?? ''}`]))
    } else if (each.kind === 'many') {
      const numbers = block(each.block)
      for (const number of numbers) expected.set(number, each.target)
      writes.push(lab.write(numbers.map((number) => `${number}=${each.target ?? ''}`)))
    } else if (each.kind === 'theirs' || each.kind === 'saves') {
      if (each.kind === 'theirs') administrator.opens()
      const rules = await administrator.saves(each)
      // What they had saved from elsewhere, and do not save now, they have themselves removed.
      for (let n = 0; n <= 5; n++) expected.set(theirs(n), rules.get(theirs(n)) ?? null)
    } else if (each.kind === 'opens') administrator.opens()
    else if (each.kind === 'deletes') {
      await Promise.all(writes)
      // What nobody has read yet is gone with the file.
      await expect.poll(() => wrongIn(lab, expected), SLOWLY).toEqual([])
      administrator.deletes()
    } else if (each.kind === 'appends') {
      const number = administrator.appends(each.key, each.target)
      if (number !== null) expected.set(number, each.target)
    } else if (each.kind === 'saved') {
      await Promise.all(writes)
      const made = [...expected].filter(([number, to]) => number.startsWith('91') && to !== null)
      const lines = made.map(([number, to]) => `${number}=${to}`)
      const missing = async () => {
        const file = new Set(await rulesOf(lab))
        return lines.filter((line) => !file.has(line))
      }
      await expect.poll(missing, SLOWLY).toEqual([])
    } else if (each.kind === 'turns') {
      await turns(each.count)
    } else {
      await Promise.all(writes)
      await lab.stop()
      // What a program writes into a file that was replaced before, nobody can see any more.
      administrator.closes()
      await lab.start(QUICKLY)
    }
  }
  await Promise.all(writes)
  administrator.closes()
  return expected
}

const wrongIn = (lab: RoutingLab, expected: ReadonlyMap<string, string | null>) =>
  [...expected].filter(([number, to]) => lab.routing.decide(number) !== to)

async function bothAreKept(steps: readonly Step[]): Promise<void> {
  const lab = await routingLab()
  try {
    await lab.start(QUICKLY)
    const expected = await play(lab, steps)
    const wrong = () => wrongIn(lab, expected)
    await expect.poll(wrong, SLOWLY).toEqual([])
    const lines = [...expected].flatMap(([number, to]) => (to === null ? [] : [`${number}=${to}`])).sort()
    await expect.poll(() => rulesOf(lab), SLOWLY).toEqual(lines)
    await lab.stop()
    await lab.start()
    expect(wrong()).toEqual([])
  } finally {
    await lab.close()
  }
}

/** As the file's lines make them, one after the other. */
async function rulesOf(lab: RoutingLab): Promise<string[]> {
  const rules = new Map<string, string>()
  for (const line of (await lab.text().catch(() => '')).replace('\uFEFF', '').split(/\r?\n/)) {
    const [number = '', to = ''] = line.split('=')
    if (line.startsWith('#') || to === '') rules.delete(number)
    else rules.set(number, to)
  }
  return Array.from(rules, ([number, to]) => `${number}=${to}`).sort()
}

describe('rules from 1C and an administrator’s edits', () => {
  test.each([
    ['in an editor that may stay open', editing],
    ['by a program that may keep the file open', appending],
  ])(
    '%s: in any order and at any moment neither is lost, in force and in the file',
    async (_, step) => {
      await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 40 }), bothAreKept), {
        numRuns: 40,
        seed: Number(process.env.SEED ?? 1),
        endOnFailure: true,
      })
    },
    200_000,
  )
})
