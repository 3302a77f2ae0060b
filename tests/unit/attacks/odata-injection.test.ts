import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guid, literal } from '../../../src/server/customers/odata/literals.ts'
import { type Crm, openCrm } from '../customers/crm.ts'

/** What the ends of a text, a condition, a parameter and a path look like, in all spellings. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        "''",
        "' or true or '",
        "') or (1 eq 1",
        '%27',
        '&$top=1',
        '?$filter=',
        '#',
        '/$metadata',
        '\\',
      ),
      fc.constantFrom('\r\n', '\0', '+', ' ', '79035677876', 'Иванов', '\u2019', '\uff07'),
      fc.string({ maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))

/** The text of an OData literal that begins the condition, and what follows it; null = it has no end. */
function readLiteral(condition: string): { text: string; rest: string } | null {
  const found = /^'((?:[^']|'')*)'(?!')/.exec(condition)
  return found && { text: (found[1] ?? '').replaceAll("''", "'"), rest: condition.slice(found[0].length) }
}

describe('a condition for 1C', () => {
  test('holds a text as one literal, whatever it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(readLiteral(`${literal(text)} and X eq 1`)).toEqual({ text, rest: ' and X eq 1' })
      }),
    )
  })

  test('holds as a reference nothing but a reference', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(() => guid(text)).toThrow(RangeError)
      }),
    )
  })
})

describe('a caller’s number, and what an operator looks for,', { timeout: 120_000 }, () => {
  let crm: Crm
  beforeAll(async () => {
    crm = await openCrm()
  }, 60_000)
  afterAll(() => crm.close())

  test('finds nobody by a condition of its own, and asks 1C nothing but what was meant', async () => {
    const asked = () => crm.oneC.stand.odata.requests()
    const everybody = await crm.customers.search('crm', 'Ромашка')
    expect(everybody.length).toBeGreaterThan(0)
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const before = asked().length
        const found = await crm.customers.search('crm', `zzz${text}`).catch(() => [])
        expect(found).toEqual([])
        for (const request of asked().slice(before)) expect(JSON.stringify(request)).not.toMatch(/metadata#|\\u0000/)
        expect(crm.customers.identify(text)?.length ?? 0).toBeLessThan(2)
      }),
      { numRuns: 15 },
    )
  })
})
