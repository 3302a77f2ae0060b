import { afterEach, expect, test } from 'vitest'
import { blockMs, pause, seedPace } from '../../../stand/webclient/page/pace.ts'
import { setSwitches } from '../../../stand/webclient/page/switches.ts'

afterEach(() => setSwitches({ pace: 'real', seed: 1 }))

const blocks = (count: number) => Array.from({ length: count }, () => blockMs())

test('in life a write stops the page for 50 to 1500 ms', () => {
  const all = blocks(1000)
  expect(Math.min(...all)).toBeGreaterThanOrEqual(50)
  expect(Math.max(...all)).toBeLessThanOrEqual(1500)
})

test('harsh: about one write of twenty stops it for 5 s', () => {
  setSwitches({ pace: 'harsh' })
  const long = blocks(2000).filter((ms) => ms === 5000)
  expect(long.length).toBeGreaterThan(60)
  expect(long.length).toBeLessThan(140)
})

test('fast: every wait is short, and none is no wait at all', () => {
  setSwitches({ pace: 'fast' })
  const waits = Array.from({ length: 200 }, () => pause(0, 400))
  expect(Math.max(...waits)).toBeLessThanOrEqual(15)
})

test('a run can be had again by its seed', () => {
  const run = () => {
    setSwitches({ seed: 42 })
    seedPace()
    return blocks(20)
  }
  expect(run()).toEqual(run())
})

test('a switch or a value that does not exist is an error', () => {
  expect(() => setSwitches({ rows: 'reused' })).toThrow(/rows is one of/)
  expect(() => setSwitches(JSON.parse('{"row":"reuse"}'))).toThrow(/no switch row/)
})
