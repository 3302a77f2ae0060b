import { describe, expect, test } from 'vitest'
import { NumberTable } from '../../../src/server/numbers/number-table.ts'
import { seeded } from '../../support/random.ts'

describe('the table of rules', () => {
  test.each([
    // Few keys collide and are removed much; many keys make the table grow.
    { seed: 1, digits: 3, steps: 20_000, keys: 40 },
    { seed: 2, digits: 10, steps: 60_000, keys: 30_000 },
    { seed: 3, digits: 15, steps: 60_000, keys: 5000 },
    { seed: 4, digits: 7, steps: 20_000, keys: 11 },
    // With short internal numbers a rule takes two words instead of three.
    { seed: 5, digits: 10, targets: 5, steps: 60_000, keys: 30_000 },
    { seed: 6, digits: 13, targets: 5, steps: 20_000, keys: 300 },
  ])('holds what a plain Map holds (seed $seed)', ({ seed, digits, targets = 9, steps, keys }) => {
    const random = seeded(seed)
    const number = (length: number) => Array.from({ length }, () => random.int(10)).join('')
    const known = Array.from({ length: keys }, () => number(digits))
    const table = new NumberTable(digits, targets)
    const map = new Map<string, string>()
    for (let step = 0; step < steps; step++) {
      const key = random.pick(known)
      const what = random()
      if (what < 0.5) {
        const target = number(1 + random.int(targets))
        table.set(key, target)
        map.set(key, target)
      } else if (what < 0.8) expect(table.delete(key)).toBe(map.delete(key))
      else if (what < 0.9995) expect(table.get(key)).toBe(map.get(key) ?? null)
      else if (what < 0.9998) table.reserve(random.int(5000))
      else {
        table.clear()
        map.clear()
      }
      if (table.size !== map.size) throw new Error(`step ${step}: ${table.size} instead of ${map.size}`)
    }
    expect(new Map(table.entries())).toEqual(map)
    const asked = [...known, ...known.map(() => number(digits)), 'no number', number(digits + 1), '']
    expect(asked.map((key) => table.get(key))).toEqual(asked.map((key) => map.get(key) ?? null))
    expect(table.getAll(asked)).toEqual(asked.map((key) => map.get(key) ?? null))
  })

  test('takes less than fifteen bytes a rule with numbers of the usual lengths', () => {
    const table = new NumberTable(10, 5)
    table.reserve(100_000)
    for (let i = 0; i < 100_000; i++) table.put(9_000_000_000 + i * 13, 1103)
    expect(table.bytes / table.size).toBeLessThan(15)
  })

  test('shows each rule that stays, whatever is put and removed between two looks', () => {
    const random = seeded(9)
    const table = new NumberTable(10, 5)
    table.reserve(5000)
    const staying = Array.from({ length: 2000 }, () => random.int(10 ** 10))
    for (const key of staying) table.put(key, 1103)
    const passing: number[] = []
    const seen = new Set<number>()
    for (let at = 0; at >= 0; ) {
      at = table.scan(at, 50, (key) => seen.add(key))
      for (let i = 0; i < 100; i++) {
        if (passing.length > 2000) table.drop(passing.splice(random.int(passing.length), 1)[0] ?? -1)
        const key = random.int(10 ** 10)
        if (table.find(key) !== 0) continue
        table.put(key, 1104)
        passing.push(key)
      }
    }
    expect(staying.filter((key) => !seen.has(key))).toEqual([])
    const left = new Set<number>()
    table.scan(0, Number.POSITIVE_INFINITY, (key) => left.add(key))
    expect(left).toEqual(new Set([...staying, ...passing]))
  })

  test('moves into a larger one', () => {
    const table = new NumberTable(10, 5)
    for (let i = 0; i < 1000; i++) table.put(9_000_000_000 + i * 13, 1000 + i)
    const larger = table.larger(5000)
    table.scan(0, Number.POSITIVE_INFINITY, (key, value) => larger.put(key, value))
    expect(larger.room).toBeGreaterThanOrEqual(6000)
    expect(new Map(larger.entries())).toEqual(new Map(table.entries()))
  })

  test('keeps leading zeros of number and internal number: 0103 is not 103', () => {
    const table = new NumberTable(10)
    table.set('0000000000', '0103')
    table.set('0000000001', '103')
    table.set('9999999999', '000000000')
    table.set('4294967296', '999999999')
    expect(table.get('0000000000')).toBe('0103')
    expect(table.get('0000000001')).toBe('103')
    expect(table.get('9999999999')).toBe('000000000')
    expect(new Map(table.entries())).toEqual(
      new Map([
        ['0000000000', '0103'],
        ['0000000001', '103'],
        ['4294967296', '999999999'],
        ['9999999999', '000000000'],
      ]),
    )
  })

  test('has nothing for what is no key of it, and refuses to hold what it cannot', () => {
    const table = new NumberTable(5)
    table.set('12345', '103')
    for (const key of ['', '1234', '123456', '1234x', '12 45', '１２３４５', '-1234']) {
      expect(table.get(key)).toBeNull()
      expect(table.delete(key)).toBe(false)
      expect(() => table.set(key, '103')).toThrow(RangeError)
    }
    for (const target of ['', '1234567890', 'a', '1.5']) expect(() => table.set('54321', target)).toThrow(RangeError)
    expect(table.size).toBe(1)
    expect(() => new NumberTable(16)).toThrow(RangeError)
  })

  test('tells the largest keys of fifteen digits apart', () => {
    const table = new NumberTable(15)
    for (let i = 0; i < 100; i++) table.set(String(999_999_999_999_999 - i), String(100 + i))
    for (let i = 0; i < 100; i++) expect(table.get(String(999_999_999_999_999 - i))).toBe(String(100 + i))
  })
})
