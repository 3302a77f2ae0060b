import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ends, NumberEnds, sameEnds } from '../../../src/server/routing/number-ends.ts'

/** Few digits, so that numbers have ends in common. */
const number = fc.string({ unit: fc.constantFrom('1', '2'), minLength: 3, maxLength: 12 })
const inOrder = (a: number, b: number) => a - b
const step = fc.oneof(
  fc.record({ what: fc.constant('set' as const), number, value: fc.nat() }),
  fc.record({ what: fc.constant('delete' as const), number }),
  fc.record({ what: fc.constant('keep' as const) }),
)

test('is what a list gone through from end to end would be, whatever lengths come, and `all` stays as it was', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), number, (steps, asked) => {
      const ends = new NumberEnds<number>()
      const list = new Map<string, number>()
      const kept: { all: Iterable<{ number: string; value: number }>; was: Map<string, number> }[] = []
      for (const each of steps) {
        if (each.what === 'keep') kept.push({ all: ends.all(), was: new Map(list) })
        else if (each.what === 'set') {
          ends.set('trade', each.number, each.value)
          list.set(each.number, each.value)
        } else {
          ends.delete('trade', each.number, (known) => sameEnds(known, each.number))
          for (const known of [...list.keys()]) if (sameEnds(known, each.number)) list.delete(known)
        }
      }
      expect(ends.get('trade', asked)).toBe(list.get(asked))
      const ending = [...list].flatMap(([known, value]) => (known.endsWith(asked) ? [value] : []))
      expect(ends.ending('trade', asked).sort(inOrder)).toEqual(ending.sort(inOrder))
      expect(ends.ending('service', asked)).toEqual([])
      for (const { all, was } of kept)
        expect(new Map([...all].map((entry) => [entry.number, entry.value]))).toEqual(was)
    }),
    { numRuns: 500 },
  )
})

test('one of many is told at once to be the same as another, as if each of them was looked at', () => {
  fc.assert(
    fc.property(fc.array(number, { maxLength: 12 }), fc.array(number, { maxLength: 5 }), (numbers, asked) => {
      const ends = new Ends(numbers)
      for (const each of asked) expect(ends.has(each)).toBe(numbers.some((known) => sameEnds(known, each)))
    }),
    { numRuns: 500 },
  )
})
