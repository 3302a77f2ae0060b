import { expect, test } from 'vitest'
import { TypeAhead } from '../../../src/content/overlay/type-ahead.ts'
import { findNumbers } from '../../../src/phone/find.ts'

const NUMBERS = findNumbers('+7 903 567-78-77; 8-916-555-01-24; 8 (495) 555-01-28')

test('digits lead to the number that begins so, with the country or without', () => {
  expect(new TypeAhead().find('4', NUMBERS, 0)).toBe(2)
  const typed = new TypeAhead()
  expect(typed.find('9', NUMBERS, 0)).toBe(0)
  expect(typed.find('1', NUMBERS, 300)).toBe(1)
  const withEight = new TypeAhead()
  expect(
    '8916'
      .split('')
      .map((key, at) => withEight.find(key, NUMBERS, at))
      .at(-1),
  ).toBe(1)
})

test('after a pause it begins anew; what is no digit leads nowhere', () => {
  const typed = new TypeAhead()
  typed.find('9', NUMBERS, 0)
  expect(typed.find('4', NUMBERS, 2000)).toBe(2)
  expect(typed.find('x', NUMBERS, 2100)).toBeNull()
  expect(typed.find('0', NUMBERS, 5000)).toBeNull()
})

test('digits that lead nowhere together, and those after another key, begin anew', () => {
  const typed = new TypeAhead()
  expect(typed.find('9', NUMBERS, 0)).toBe(0)
  expect(typed.find('4', NUMBERS, 100)).toBe(2)
  expect(typed.find('Home', NUMBERS, 200)).toBeNull()
  expect(typed.find('9', NUMBERS, 300)).toBe(0)
})
