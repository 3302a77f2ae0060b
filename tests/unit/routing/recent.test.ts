import { describe, expect, test } from 'vitest'
import { EDITOR_MS, Recent } from '../../../src/server/routing/recent.ts'

const A = '9000000001'
const B = '9000000002'
const C = '9000000003'
const OLD = '9000000009'
const NOW = 1_800_000_000_000

/** `OLD` was there before; each of these is a record and a saving of its own, unless `together`. */
function written(rules: [key: string, target: string | null][], { together = false, at = NOW } = {}): Recent {
  const recent = new Recent()
  recent.saved(0)
  const table = new Map<string, string | null>([[OLD, '100']])
  for (const [i, [key, after]] of rules.entries()) {
    recent.add({ key, before: table.get(key) ?? null, after, seq: i + 1, at })
    table.set(key, after)
    if (!together) recent.saved(i + 1)
  }
  if (together) recent.saved(rules.length)
  return recent
}

/** What is put back into the file that somebody has saved. */
async function putBack(
  recent: Recent,
  rules: Record<string, string>,
  { removes = '', at = NOW, held = 100 } = {},
): Promise<Record<string, string | null>> {
  const file = { at, get: (key: string) => rules[key] ?? null, removes: (key: string) => key === removes }
  return Object.fromEntries((await recent.unseen(file, held)).map(({ key, target }) => [key, target]))
}

describe('somebody saves the file', () => {
  test('as it was before we wrote: what we wrote is put back, whatever else they changed', async () => {
    for (const theirs of [{ [OLD]: '100' }, { [OLD]: '200', [C]: '777' }, { [C]: '777' }]) {
      expect(
        await putBack(
          written([
            [A, '101'],
            [B, '102'],
          ]),
          theirs,
        ),
      ).toEqual({ [A]: '101', [B]: '102' })
    }
  })

  test('as it was in between: only what came later is put back, what they had seen they have removed', async () => {
    const recent = () =>
      written([
        [A, '101'],
        [B, '102'],
        [C, '103'],
      ])
    expect(await putBack(recent(), { [OLD]: '100', [B]: '102' })).toEqual({ [C]: '103' })
    expect(await putBack(recent(), { [OLD]: '100', [C]: '103' })).toEqual({})
    // They have given the number to somebody else.
    expect(await putBack(recent(), { [B]: '555' })).toEqual({ [C]: '103' })
  })

  test('with one of the rules of a saving: they have seen them all', async () => {
    expect(
      await putBack(
        written(
          [
            [A, '101'],
            [B, '102'],
          ],
          { together: true },
        ),
        { [A]: '101' },
      ),
    ).toEqual({})
  })

  test('after a restart, when it is not known what was saved together', async () => {
    const recent = new Recent()
    recent.add({ key: A, after: '101', seq: 1, at: NOW })
    recent.add({ key: B, after: '102', seq: 2, at: NOW })
    recent.saved(2)
    recent.add({ key: C, after: '103', seq: 3, at: NOW })
    recent.saved(3)
    expect(await putBack(recent, { [A]: '101' })).toEqual({ [B]: '102', [C]: '103' })
  })

  test('with a rule that was there long before we wrote it again: that is no trace', async () => {
    const again = () =>
      written([
        [A, '101'],
        [OLD, '200'],
        [OLD, '100'],
      ])
    expect(await putBack(again(), { [OLD]: '100' })).toEqual({ [A]: '101' })
    expect(
      await putBack(
        written([
          [OLD, '100'],
          [A, '101'],
          [OLD, '100'],
        ]),
        { [OLD]: '100' },
      ),
    ).toEqual({ [A]: '101' })
  })

  test('with a rule that we have removed or changed meanwhile: so it is again', async () => {
    expect(await putBack(written([[OLD, null]]), { [OLD]: '100' })).toEqual({ [OLD]: null })
    expect(await putBack(written([[OLD, '200']]), { [OLD]: '100' })).toEqual({ [OLD]: '200' })
  })

  test('where both changed the same line, theirs counts', async () => {
    expect(
      await putBack(
        written([
          [OLD, '200'],
          [A, '101'],
        ]),
        { [OLD]: '300' },
      ),
    ).toEqual({ [A]: '101' })
  })

  test('with a line that takes the rule away: it goes, unless that line is older than the rule', async () => {
    expect(await putBack(written([[A, '101']]), { [OLD]: '100' }, { removes: A })).toEqual({})
    const recent = new Recent()
    recent.add({ key: A, before: null, after: '101', seq: 1, at: NOW, overRemoval: true })
    expect(await putBack(recent, { [OLD]: '100' }, { removes: A })).toEqual({ [A]: '101' })
  })

  test('again and again with the same old text: it is put back each time', async () => {
    const recent = written([[A, '101']])
    for (const theirs of ['200', '300']) expect(await putBack(recent, { [OLD]: theirs })).toEqual({ [A]: '101' })
  })

  test('and once more after they have decided: that stands, also without the trace', async () => {
    const recent = written([
      [A, '101'],
      [B, '102'],
    ])
    expect(await putBack(recent, { [B]: '102' })).toEqual({})
    expect(await putBack(recent, {})).toEqual({ [B]: '102' })
  })

  test('later than any editor stays open: what is missing was removed', async () => {
    expect(await putBack(written([[A, '101']]), {}, { at: NOW + EDITOR_MS + 1 })).toEqual({})
    expect(await putBack(written([[A, '101']]), {}, { at: NOW + EDITOR_MS - 1 })).toEqual({ [A]: '101' })
  })

  test('before ours is in any file: it lies on top anyway', async () => {
    expect(
      await putBack(
        written([
          [A, '101'],
          [B, '102'],
        ]),
        {},
        { held: 1 },
      ),
    ).toEqual({ [A]: '101' })
  })

  test('after very many writes: the last hundred thousand are remembered', async () => {
    const recent = new Recent()
    for (let i = 0; i < 250_000; i++)
      recent.add({ key: String(i), before: null, after: '101', seq: i + 1, at: NOW + i })
    const found = await putBack(recent, {}, { held: 1e9, at: NOW + 250_000 })
    const numbers = Object.keys(found).map(Number)
    expect(Math.min(...numbers.slice(0, 10))).toBeLessThanOrEqual(150_000)
    expect([numbers.includes(249_999), numbers.includes(100_000)]).toEqual([true, false])
  }, 30_000)
})
