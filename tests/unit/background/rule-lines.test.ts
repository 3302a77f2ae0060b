import { expect, test } from 'vitest'
import { sortRuleLines } from '../../../src/background/rule-lines.ts'

const settings = { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } }

test('a bad line is named to the page at once, with its place', () => {
  const { send, refused } = sortRuleLines(['9035677876=103', 'abc=103'], settings)
  expect(send).toEqual(['9035677876=103'])
  expect(refused).toEqual([{ at: 2, line: 'abc=103', fault: 'notDigits' }])
})

test('a line that only the settings speak against is named, but sent: the server has the newest', () => {
  expect(sortRuleLines(['123=103'], settings)).toEqual({
    send: ['123=103'],
    refused: [{ at: 1, line: '123=103', fault: 'numberTooShort' }],
  })
})

test('noise of a megabyte is cut off, not passed on', () => {
  const { send, refused } = sortRuleLines(['1'.repeat(1_000_000)], null)
  expect(send).toEqual([])
  expect(refused[0]?.line).toHaveLength(80)
})
