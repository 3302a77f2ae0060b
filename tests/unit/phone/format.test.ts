import { describe, expect, test } from 'vitest'
import { format, lastDigits } from '../../../src/phone/format.ts'

describe('numbers are shown as an operator reads them', () => {
  test.each([
    ['79035677876', '+7 903 567-78-76'],
    ['+79035677876', '+7 903 567-78-76'],
    ['89035677876', '+7 903 567-78-76'],
    ['9035677876', '+7 903 567-78-76'],
    ['375172123456', '+375 17 212-34-56'],
    ['+442079460958', '+442079460958'],
    ['5550125', '555-01-25'],
    ['123456', '12-34-56'],
    ['103', '103'],
    ['', ''],
  ])('%s is %s', (number, shown) => {
    expect(format(number)).toBe(shown)
  })
})

test('numbers are compared by their last digits', () => {
  expect(lastDigits('+7 (903) 567-78-76', 10)).toBe('9035677876')
  expect(lastDigits('103', 10)).toBe('103')
})
