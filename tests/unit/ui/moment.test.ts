import { expect, test } from 'vitest'
import { moment } from '../../../src/ui/moment.ts'

const NOON = new Date(2026, 5, 1, 12, 5).getTime()
const DAY = 24 * 3600_000

test.each([
  ['today', NOON + 1000, '12:05'],
  ['another day', NOON + DAY, '1 июн., 12:05'],
  ['another year', NOON + 365 * DAY, '1 июн. 2026 г., 12:05'],
])('a moment of %s', (_when, now, text) => {
  expect(moment(NOON, 'ru', now)).toBe(text)
})
