import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findNumbers } from '../../../src/phone/find.ts'
import { plainNumber } from '../../../src/phone/plain.ts'
import variants from '../../fixtures/phones-variants.json' with { type: 'json' }

const SPELLINGS = [
  ...['+7 (903) 567-78-76', '8 (903) 567-78-76', '89035677876', '+79035677876', '+7 903 567-78-76', '8-903-567-78-76'],
]

test.each(SPELLINGS)('%s is read at one go', (text) => {
  expect(plainNumber(text)).toEqual(findNumbers(text))
  expect(plainNumber(text)).toMatchObject([{ digits: '79035677876' }])
})

test('whatever is read at one go is what the whole reading gives', () => {
  const digits = fc.stringMatching(/^[0-9]{2,4}$/)
  const gap = fc.constantFrom('', ' ', '-', ' (', '(', ') ', ')', '  ')
  const text = fc.tuple(fc.constantFrom('+7', '8', '7', '+8'), gap, digits, gap, digits, gap, digits, gap, digits)
  fc.assert(
    fc.property(text, (parts) => {
      const written = parts.join('')
      const plain = plainNumber(written)
      if (plain) expect(plain).toEqual(findNumbers(written))
    }),
    { numRuns: 5000 },
  )
})

test('no other text is', () => {
  for (const text of ['', '8903567787', '890356778766', '8 (903 567-78-76', '+7 103 567-78-76', '89035677876 доб. 1'])
    expect(plainNumber(text)).toBeNull()
})

test('of all the variants the same is read', () => {
  const texts: string[] =
    JSON.stringify(variants)
      .match(/"[^"]*\d[^"]*"/g)
      ?.map((each) => each.slice(1, -1)) ?? []
  expect(texts.length).toBeGreaterThan(100)
  for (const text of texts) {
    const plain = plainNumber(text)
    if (plain) expect(plain).toEqual(findNumbers(text))
  }
})
