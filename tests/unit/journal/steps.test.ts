import { describe, expect, test } from 'vitest'
import { stepsOf } from '../../../src/server/journal/steps.ts'

const at = (text: string) => Date.parse(text)
const shown = (steps: number[]) => steps.map((each) => new Date(each).toISOString().slice(0, 16))

describe('Steps of statistics begin as the clocks of the zone say', () => {
  test('days', () => {
    const from = at('2026-03-01T00:00+03:00')
    expect(shown(stepsOf('day', from, at('2026-03-03T00:00+03:00'), 'Europe/Moscow'))).toEqual([
      '2026-02-28T21:00',
      '2026-03-01T21:00',
    ])
  })

  test('days on which the clocks change are 23 and 25 hours long', () => {
    const spring = stepsOf('day', at('2026-03-28T12:00Z'), at('2026-03-30T12:00Z'), 'Europe/Berlin')
    expect(shown(spring)).toEqual(['2026-03-27T23:00', '2026-03-28T23:00', '2026-03-29T22:00'])
    const autumn = stepsOf('day', at('2026-10-24T12:00Z'), at('2026-10-26T12:00Z'), 'Europe/Berlin')
    expect(shown(autumn)).toEqual(['2026-10-23T22:00', '2026-10-24T22:00', '2026-10-25T23:00'])
  })

  test('hours, also where one is missing or comes twice', () => {
    const spring = stepsOf('hour', at('2026-03-29T00:00Z'), at('2026-03-29T03:00Z'), 'Europe/Berlin')
    expect(shown(spring)).toEqual(['2026-03-29T00:00', '2026-03-29T01:00', '2026-03-29T02:00'])
    const autumn = stepsOf('hour', at('2026-10-25T00:00Z'), at('2026-10-25T03:00Z'), 'Europe/Berlin')
    expect(shown(autumn)).toEqual(['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00'])
    expect(shown(stepsOf('hour', at('2026-10-25T00:30Z'), at('2026-10-25T02:30Z'), 'Asia/Kolkata'))).toEqual([
      '2026-10-25T00:30',
      '2026-10-25T01:30',
    ])
  })

  test('weeks begin on Monday, months on the first', () => {
    const from = at('2026-12-30T10:00Z')
    expect(shown(stepsOf('week', from, at('2027-01-12T00:00Z'), 'UTC'))).toEqual([
      '2026-12-28T00:00',
      '2027-01-04T00:00',
      '2027-01-11T00:00',
    ])
    expect(shown(stepsOf('month', from, at('2027-03-01T00:00Z'), 'UTC'))).toEqual([
      '2026-12-01T00:00',
      '2027-01-01T00:00',
      '2027-02-01T00:00',
    ])
  })

  test('too many of them, and a zone that is none, are refused', () => {
    expect(() => stepsOf('hour', 0, at('2026-01-01T00:00Z'), 'UTC')).toThrow('too many')
    expect(() => stepsOf('day', 0, 1, 'Mars/Olympus')).toThrow('no such zone')
  })
})
