import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstOf } from '../../../src/ui/first-of.ts'

test('the first of a list are those that would stand first if it were sorted, equals as they came', () => {
  const item = fc.record({ rank: fc.integer({ min: 0, max: 9 }), id: fc.integer() })
  const compare = (a: { rank: number }, b: { rank: number }) => a.rank - b.rank
  fc.assert(
    fc.property(fc.array(item, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (list, count) => {
      expect(firstOf(list, count, compare)).toEqual(list.toSorted(compare).slice(0, count))
    }),
  )
})
