import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { paced } from '../../../src/background/paced.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first is done at once, the others of the same moment together, and the last is never left out', () => {
  let done = 0
  const ask = paced(() => done++, 16)
  ask()
  expect(done).toBe(1)
  for (let n = 0; n < 100; n++) ask()
  expect(done).toBe(1)
  vi.advanceTimersByTime(16)
  expect(done).toBe(2)
  vi.advanceTimersByTime(100)
  expect(done).toBe(2)
  ask()
  expect(done).toBe(3)
})

test('what is asked for while it is being done is done again', () => {
  let done = 0
  const ask = paced(() => {
    done++
    if (done === 1) ask()
  }, 16)
  ask()
  vi.advanceTimersByTime(16)
  expect(done).toBe(2)
})
