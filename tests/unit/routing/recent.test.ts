import { describe, expect, test } from 'vitest'
import { NumberTable } from '../../../src/server/numbers/number-table.ts'
import { EDITOR_MS, Recent } from '../../../src/server/routing/recent.ts'

const A = '9000000001'
const B = '9000000002'
const C = '9000000003'
const OLD = '9000000009'
const NOW = 1_700_000_000_000

type Written = [key: string, target: string | null][]

/** `OLD` was there before; each of these is a record of its own, numbered from 1 on. */
function written(rules: Written, { at = NOW, restarted = false } = {}): Recent {
  const recent = new Recent()
  const table = new Map<string, string | null>([[OLD, '100']])
  for (const [i, [key, after]] of rules.entries()) {
    const before = { target: table.get(key) ?? null, removed: false }
    recent.add({ key, ...(!restarted && { before }), after, seq: i + 1, at })
    table.set(key, after)
  }
  return recent
}

/** What is put back into the file that somebody has saved, in an editor that had our version `stamp`. */
async function putBack(
  recent: Recent,
  stamp: number | null,
  rules: Record<string, string>,
  { removes = '', at = NOW, held = 100 } = {},
): Promise<Record<string, string | null>> {
  const file = { at, stamp, get: (key: string) => rules[key] ?? null, removes: (key: string) => key === removes }
  const { unseen } = await recent.unseen(file, held)
  return Object.fromEntries(unseen.map(({ key, target }) => [key, target]))
}

const THREE: Written = [
  [A, '101'],
  [B, '102'],
  [C, '103'],
]

describe('somebody saves a text that says which version of ours it grew from', () => {
  test.each([false, true])(
    'what came after it is put back, whatever else they changed (restarted: %s)',
    async (restarted) => {
      const recent = () => written(THREE, { restarted })
      expect(await putBack(recent(), 0, { [OLD]: '100' })).toEqual({ [A]: '101', [B]: '102', [C]: '103' })
      expect(await putBack(recent(), 1, { [OLD]: '200', [A]: '555' })).toEqual({ [B]: '102', [C]: '103' })
      expect(await putBack(recent(), 2, {})).toEqual({ [C]: '103' })
    },
  )

  test('what came before it is as they have left it: removed, changed, changed back, added again', async () => {
    expect(await putBack(written(THREE), 3, {})).toEqual({})
    expect(await putBack(written([[OLD, '200']]), 1, { [OLD]: '100' })).toEqual({})
    expect(await putBack(written([[OLD, null]]), 1, { [OLD]: '100' })).toEqual({})
  })

  test('one that happens to be as we wrote it later does not say that they have seen the others', async () => {
    expect(await putBack(written(THREE), 0, { [C]: '103' })).toEqual({ [A]: '101', [B]: '102' })
  })

  test('a rule that we have removed or changed meanwhile: so it is again', async () => {
    for (const restarted of [false, true]) {
      expect(await putBack(written([[OLD, null]], { restarted }), 0, { [OLD]: '100' })).toEqual({ [OLD]: null })
      expect(await putBack(written([[OLD, '200']], { restarted }), 0, { [OLD]: '100' })).toEqual({ [OLD]: '200' })
    }
  })

  test('where both changed the same line, theirs counts; ours if nobody knows what it was', async () => {
    const both: Written = [
      [OLD, '200'],
      [A, '101'],
    ]
    expect(await putBack(written(both), 0, { [OLD]: '300' })).toEqual({ [A]: '101' })
    expect(await putBack(written(both), 0, {})).toEqual({ [A]: '101' })
    expect(await putBack(written(both, { restarted: true }), 0, { [OLD]: '300' })).toEqual({ [OLD]: '200', [A]: '101' })
  })

  test('with a line that takes the rule away: it goes, unless that line is older than the rule', async () => {
    expect(await putBack(written([[A, '101']]), 0, {}, { removes: A })).toEqual({})
    const recent = new Recent()
    recent.add({ key: A, before: { target: null, removed: true }, after: '101', seq: 1, at: NOW })
    expect(await putBack(recent, 0, {}, { removes: A })).toEqual({ [A]: '101' })
  })

  test('again and again with the same old text: it is put back each time', async () => {
    const recent = written([[A, '101']])
    for (const theirs of ['200', '300']) expect(await putBack(recent, 0, { [OLD]: theirs })).toEqual({ [A]: '101' })
  })

  test('and once more after they have decided: that stands', async () => {
    const recent = written([[OLD, '200']])
    for (let n = 0; n < 2; n++) expect(await putBack(recent, 0, { [OLD]: '300' })).toEqual({})
  })

  test('however long the editor has been open', async () => {
    const at = NOW + 3 * EDITOR_MS
    expect(await putBack(written([[A, '101']]), 0, {}, { at })).toEqual({ [A]: '101' })
  })

  test('before ours is in any file: it lies on top anyway', async () => {
    expect(await putBack(written(THREE), 0, {}, { held: 1 })).toEqual({ [A]: '101' })
  })

  test('it is to be written anew only if something came after its version', async () => {
    const stale = async (stamp: number) => {
      const file = { at: NOW, stamp, get: () => null, removes: () => false }
      return (await written(THREE).unseen(file, 100)).stale
    }
    expect([await stale(2), await stale(3)]).toEqual([true, false])
  })
})

describe('somebody saves a text that does not say it', () => {
  test('they may have seen nothing of what we wrote in the last hours: it is put back', async () => {
    expect(await putBack(written(THREE), null, { [OLD]: '200', [B]: '102' })).toEqual({ [A]: '101', [C]: '103' })
  })

  test('a line that they have changed is theirs; what we once wrote is no change', async () => {
    const twice: Written = [
      [A, '101'],
      [A, '105'],
    ]
    expect(await putBack(written(twice), null, { [A]: '777' })).toEqual({})
    expect(await putBack(written(twice), null, { [A]: '101' })).toEqual({ [A]: '105' })
  })

  test('later than any editor stays open: it counts as it is, also when a file server’s clock is ahead', async () => {
    expect(await putBack(written(THREE), null, {}, { at: NOW + EDITOR_MS + 1 })).toEqual({})
    expect(await putBack(written([[A, '101']]), null, {}, { at: NOW + EDITOR_MS - 1 })).toEqual({ [A]: '101' })
    const just = written([[A, '101']], { at: Date.now() })
    expect(await putBack(just, null, {}, { at: Date.now() + 2 * EDITOR_MS })).toEqual({ [A]: '101' })
  })
})

describe('what is remembered by the ledger alone', () => {
  test('is put back, unless it is in the file as it was last, or something newer is', async () => {
    const table = new NumberTable(10, 5)
    for (const [key, target] of [
      [A, '201'],
      [B, '202'],
      [C, '203'],
      [OLD, '204'],
    ] as const)
      table.set(key, target)
    const recent = new Recent()
    recent.begin(10)
    // The line was of one that they have not seen, which is no change of theirs.
    recent.add({ key: C, before: { target: '203', removed: false }, after: '303', seq: 11, at: NOW })
    // That lies on top of the file.
    recent.add({ key: OLD, before: { target: '204', removed: false }, after: null, seq: 101, at: NOW })
    const file = { at: NOW, stamp: 1, get: (key: string) => (key === A ? '201' : null), removes: () => false }
    const { unseen, stale } = await recent.unseen(file, 100, { table, seq: 10 })
    expect(unseen).toEqual([
      { key: C, target: '303', seq: 11 },
      { key: B, target: '202', seq: 10 },
    ])
    expect(stale).toBe(true)
  })
})

describe('a rule that is written while it is looked at what they have decided', () => {
  /** So many numbers that other work gets its turn meanwhile. */
  const many: Written = Array.from({ length: 20_000 }, (_, n) => [String(9_200_000_000 + n), '100'])

  test.each([1, 5, 15])('of a number that they have changed, after %i turns: they have not seen it', async (turns) => {
    const recent = written([[OLD, '200'], ...many])
    const theirs = { ...Object.fromEntries(many), [OLD]: '300' }
    let over = false
    const looking = putBack(recent, 0, theirs, { held: 100_000 }).finally(() => {
      over = true
    })
    for (let n = 0; n < turns; n++) await new Promise((resolve) => setImmediate(resolve))
    expect(over).toBe(false)
    recent.add({ key: OLD, before: { target: '200', removed: false }, after: '400', seq: 100_001, at: NOW })
    expect(await looking).toEqual({})
    // The file is theirs, and lies below it.
    const file = { get: (key: string) => (theirs as Record<string, string>)[key] ?? null, removes: () => false }
    await recent.layOn(file, 100_000)
    for (let n = 0; n < 2; n++) expect(await putBack(recent, 0, theirs, { held: 200_000 })).toEqual({ [OLD]: '400' })
    // Unless they decide once more.
    expect(await putBack(recent, 0, { ...theirs, [OLD]: '500' }, { held: 200_000 })).toEqual({})
  })
})

test('after very many writes the last hundred thousand are remembered, and it is known from where on', async () => {
  const recent = new Recent()
  const before = { target: null, removed: false }
  for (let i = 0; i < 250_000; i++) recent.add({ key: String(i), before, after: '101', seq: i + 1, at: NOW + i })
  const { to = 0 } = recent.forgotten({ stamp: 7, at: NOW }) ?? {}
  expect(to).toBeGreaterThan(130_000)
  expect(to).toBeLessThanOrEqual(150_000)
  expect(recent.forgotten({ stamp: 7, at: NOW })).toEqual({ after: 7, to, since: 0 })
  expect(recent.forgotten({ stamp: to, at: NOW })).toBeNull()
  // A text without a stamp has not seen what was written in the last hours.
  expect(recent.forgotten({ stamp: null, at: NOW })).toEqual({ after: 0, to, since: NOW - EDITOR_MS })
  expect(recent.forgotten({ stamp: null, at: NOW + 2 * EDITOR_MS })).toBeNull()
  recent.begin(9)
  expect(recent.forgotten({ stamp: 7, at: NOW })).toEqual({ after: 7, to: 9, since: 0 })
  for (let i = 0; i < 250_000; i++) recent.add({ key: String(i), before, after: '101', seq: i + 1, at: NOW + i })
  const found = await putBack(recent, 0, {}, { held: 1e9 })
  const numbers = Object.keys(found).map(Number)
  expect(Math.min(...numbers.slice(0, 10))).toBeLessThanOrEqual(150_000)
  expect([numbers.includes(249_999), numbers.includes(100_000)]).toEqual([true, false])
}, 30_000)
