import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { NumberTable } from '../../../src/server/numbers/number-table.ts'
import { Layers } from '../../../src/server/routing/layers.ts'
import { settings } from './lab.ts'

const WAITING = 100_000
const number = (n: number) => String(9_100_000_000 + n)
/** Of every third number there is none, of the others one. */
const target = (n: number) => (n % 3 === 0 ? null : '103')

test('an edit of the file takes its place among many waiting rules while other work gets its turn, and all are counted', async () => {
  const rules = new Layers(settings)
  rules.apply(
    Array.from({ length: WAITING }, (_, n) => ({ key: number(n), target: target(n) })),
    1,
  )
  const expected = new Map<string, string | null>()
  for (let n = 0; n < WAITING; n++) expected.set(number(n), target(n))

  const file = new NumberTable(settings.lastDigits, settings.internalLength.max)
  for (let n = WAITING / 2; n < WAITING * 1.5; n++) {
    file.set(number(n), '200')
    if (!expected.has(number(n))) expected.set(number(n), '200')
  }
  let over = false
  const replaced = rules.replaceTable(file).then(() => {
    over = true
  })
  let turns = 0
  for (; !over; turns++) {
    // Before and after those that wait, and of them; made, changed, removed.
    for (let n = turns; n < WAITING * 2; n += 5000) {
      const to = turns % 2 === 0 ? null : '301'
      rules.apply([{ key: number(n), target: to }], 2 + turns)
      expected.set(number(n), to)
    }
    expect(rules.changed).toBe(true)
    await turn()
  }
  await replaced
  expect(turns).toBeGreaterThan(WAITING / 2000 / 2)
  const wrong = [...expected].filter(([key, to]) => rules.get(key) !== to)
  expect(wrong).toEqual([])
  expect(rules.size).toBe([...expected.values()].filter((to) => to !== null).length)
}, 60_000)

test('what could not be written goes back among what came meanwhile, in turns', async () => {
  const rules = new Layers(settings)
  const all = Array.from({ length: WAITING }, (_, n) => ({ key: number(n), target: '103' }))
  rules.apply(all, 1)
  await rules.beginWriting()
  rules.apply(
    all.slice(WAITING / 2).map(({ key }) => ({ key, target: '104' })),
    2,
  )
  let over = false
  const back = rules.takeBack().then(() => {
    over = true
  })
  for (let n = 0; !over; n++) {
    rules.apply([{ key: number(n), target: '105' }], 3)
    expect([0, WAITING / 2 - 1, WAITING - 1].map((at) => rules.get(number(at)))).toEqual(['105', '103', '104'])
    await turn()
  }
  await back
  expect(rules.writing).toBe(false)
  expect(rules.size).toBe(WAITING)
  const { changes } = await rules.beginWriting()
  expect([0, WAITING / 2 - 1, WAITING - 1].map((at) => changes.get(number(at)))).toEqual(['105', '103', '104'])
}, 60_000)

test('so do lines of other lengths, and a later rule for their number still ends them', async () => {
  const rules = new Layers(settings)
  // Nine digits, where ten decide.
  const line = (n: number) => `${number(n).slice(1)}=103`
  rules.apply(
    Array.from({ length: WAITING }, (_, n) => ({ key: number(n), target: '103' })),
    1,
  )
  rules.keep(
    Array.from({ length: WAITING }, (_, n) => line(WAITING + n)),
    2,
  )
  await rules.beginWriting()
  let over = false
  const back = rules.takeBack().then(() => {
    over = true
  })
  const later: number[] = []
  for (let n = 0; !over; n++) {
    // From both ends: of those that are back already, and of those that are not.
    for (const of of [WAITING + n, 2 * WAITING - 1 - n]) {
      rules.apply([{ key: number(of), target: '104' }], 3 + n)
      later.push(of)
    }
    await turn()
  }
  await back
  expect(later.length).toBeGreaterThan(WAITING / 2000)
  const ended = new Set(later.map(line))
  const { asleep } = await rules.beginWriting()
  expect(asleep.filter((each) => ended.has(each))).toEqual([])
  expect(asleep).toHaveLength(WAITING - ended.size)
}, 60_000)
