import { expect, test } from 'vitest'
import { clockOf } from '../../../src/server/customers/odata/clock.ts'

test.for([
  ['Europe/Moscow', Date.UTC(2026, 2, 15, 7, 25), '2026-03-15T10:25:00'],
  ['Asia/Kamchatka', Date.UTC(2026, 11, 31, 20, 0, 5), '2027-01-01T08:00:05'],
  // On the day on which the clocks are put forward, before and after it.
  ['Europe/Berlin', Date.UTC(2026, 2, 29, 0, 59), '2026-03-29T01:59:00'],
  ['Europe/Berlin', Date.UTC(2026, 2, 29, 1, 0), '2026-03-29T03:00:00'],
] as const)('in %s the wall shows what 1C keeps, there and back', ([zone, at, date]) => {
  const { local, moment } = clockOf(zone)
  expect(local(at)).toBe(date)
  expect(moment(date)).toBe(at)
})

test('without a zone it is this machine’s, and what is no time is none', () => {
  const { local, moment } = clockOf(undefined)
  const at = new Date(2026, 2, 15, 10, 25).getTime()
  expect(local(at)).toBe('2026-03-15T10:25:00')
  expect(moment(local(at))).toBe(at)
  expect(moment('вчера')).toBe(0)
})
