import { describe, expect, test } from 'vitest'
import { type Named, NameIndex } from '../../../src/protocol/name-index.ts'

const person = (id: string, name: string, about = '', ...numbers: string[]): Named => ({ id, name, about, numbers })
const IVANOV = person('1', 'Иванов Пётр', 'Продажи', '79035677876')
const PETROV = person('2', 'Петров Иван', 'Сервисный отдел', '74955550128')
const ROMASHKA = person('3', 'ООО «Ромашка-Плюс»', 'Закупки', '102', '79161020000')
const SMITH = person('4', 'John Smith', 'Putin & Sons Ltd', '+442079460000')
const found = (typed: string, items = [IVANOV, PETROV, ROMASHKA, SMITH], limit = 10) =>
  new NameIndex((item: Named) => item, items).search(typed, limit).found.map(({ id }) => id)

test('who is gone through one by one misses nobody, whoever is removed meanwhile', () => {
  const index = new NameIndex((item: Named) => item, [IVANOV, PETROV, ROMASHKA, SMITH])
  const seen: string[] = []
  for (const { id } of index.all()) {
    seen.push(id)
    index.remove(id)
  }
  expect(seen.sort()).toEqual(['1', '2', '3', '4'])
})

describe('Somebody is found', () => {
  test('by the first letters of any word of the name, the likeliest first', () => {
    expect(found('ив')).toEqual(['1', '2'])
    expect(found('пет')).toEqual(['2', '1'])
    expect(found('плюс')).toEqual(['3'])
    expect(found('ванов')).toEqual([])
  })

  test('by several words in any order', () => {
    expect(found('пет иван')).toEqual(['2', '1'])
    expect(found('ром ооо')).toEqual(['3'])
    expect(found('иванов анна')).toEqual([])
  })

  test('by the department, after those whose name begins so', () => {
    expect(found('прод')).toEqual(['1'])
    expect(found('серв пет')).toEqual(['2'])
    expect(found('п')).toEqual(['2', '1', '3'])
  })

  test('in the wrong keyboard layout, both ways', () => {
    expect(found('bdfyjd')).toEqual(['1'])
    expect(found('ырщрт')).toEqual([])
    expect(found('ыьшер')).toEqual(['4'])
  })

  test('whether ё or е was typed, in capitals or not', () => {
    expect(found('петр')).toEqual(['2', '1'])
    expect(found('ПЁТР')).toEqual(['2', '1'])
  })

  test('by any part of a number, the whole number first', () => {
    expect(found('567-78')).toEqual(['1'])
    expect(found('102')).toEqual(['3'])
    expect(found('8 903 567')).toEqual(['1'])
    expect(found('+44 20')).toEqual(['4'])
    expect(found('9999')).toEqual([])
  })

  test('never by nothing', () => {
    expect(found('')).toEqual([])
    expect(found(' - ')).toEqual([])
  })
})

describe('A large book', () => {
  const many = Array.from({ length: 500 }, (_, i) => person(`n${i}`, `Иванов ${String(999 - i)}`))

  test('tells the best of many by name, and how many there are', () => {
    const index = new NameIndex((item: Named) => item, many)
    const { found, total } = index.search('ива', 3)
    expect(found.map(({ name }) => name)).toEqual(['Иванов 500', 'Иванов 501', 'Иванов 502'])
    expect(total).toBe(500)
  })

  test('is listed by name from any place', () => {
    const index = new NameIndex((item: Named) => item, many)
    expect(index.some(498, 5).map(({ name }) => name)).toEqual(['Иванов 998', 'Иванов 999'])
    expect(index.size).toBe(500)
  })

  test('finds nobody by what they were called before, nor whoever was removed, however often it changes', () => {
    const index = new NameIndex((item: Named) => item, many)
    for (let round = 0; round < 6; round++)
      for (const { id } of many) index.put(person(id, `Петров ${round} ${id}`, '', `700000${round}`))
    for (const { id } of many.slice(3)) expect(index.remove(id)).toBe(true)
    expect(index.remove('n400')).toBe(false)
    expect(index.search('иванов', 10).total).toBe(0)
    expect(index.search('7000004', 10).total).toBe(0)
    expect(index.search('петров 5', 10).found.map(({ id }) => id)).toEqual(['n0', 'n1', 'n2'])
    expect(index.search('7000005', 10).total).toBe(3)
    expect(Array.from(index.all(), ({ id }) => id)).toEqual(['n0', 'n1', 'n2'])
    expect(index.get('n1')?.name).toBe('Петров 5 n1')
  })
})
