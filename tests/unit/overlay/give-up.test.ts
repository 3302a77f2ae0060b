import { expect, test } from 'vitest'
import { GiveUp } from '../../../src/content/overlay/give-up.ts'

test('what is undone now and then is done again for ever', () => {
  const giveUp = new GiveUp()
  for (let at = 0; at < 100; at++) expect(giveUp.allows(at * 1500)).toBe(true)
})

test('a page that fights back wins, for a minute', () => {
  const giveUp = new GiveUp()
  const rounds = Array.from({ length: 50 }, (_, at) => giveUp.allows(at * 16)).filter(Boolean)
  expect(rounds).toHaveLength(10)
  expect(giveUp.allows(30_000)).toBe(false)
  expect(giveUp.allows(70_000)).toBe(true)
})
