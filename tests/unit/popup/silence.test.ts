import { describe, expect, test } from 'vitest'
import { afterSilence } from '../../../src/popup/recording/silence.ts'

/** A piece a second: speech, four seconds of nothing, a word, a second of nothing, speech. */
const call = { seconds: 10, peaks: [0.4, 0.3, 0, 0.01, 0, 0, 0.5, 0, 0.4, 0.4] }

describe('without pauses', () => {
  test.each([
    ['in speech', 0.5, null],
    ['at the beginning of a long silence', 2, 5.7],
    ['in its midst', 4.2, 5.7],
    ['just before the next word', 5.5, null],
    ['in a pause between words', 7.2, null],
    ['after the end', 12, null],
  ])('%s', (_where, at, to) => {
    expect(afterSilence(call, at)).toBe(to)
  })

  test('a silence until the end leads to the end', () => {
    expect(afterSilence({ seconds: 4, peaks: [0.5, 0, 0, 0] }, 1.5)).toBeCloseTo(3.7)
  })

  test('of an empty recording nothing is passed over', () => {
    expect(afterSilence({ seconds: 0, peaks: [] }, 0)).toBeNull()
  })
})
