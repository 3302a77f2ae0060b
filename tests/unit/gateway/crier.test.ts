import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Line, StateEvent } from '../../../src/protocol/state.ts'
import { Crier } from '../../../src/server/gateway/crier.ts'

const TALKING: Line = { state: 'talking', with: null }
const FREE: Line = { state: 'free', with: null }
const missed = (count: number): StateEvent => ({ type: 'missed.changed', missed: count })

/** What each of them was told. */
let heard: Map<number, StateEvent[]>
/** What telling one of them takes, by the clock. */
let takesMs: number
let clock: number
let crier: Crier<number>

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] })
  clock = 0
  takesMs = 0
  vi.spyOn(performance, 'now').mockImplementation(() => clock)
  heard = new Map(Array.from({ length: 1000 }, (_, n) => [n, []]))
  crier = new Crier(
    () => heard.keys(),
    (who, event, text) => {
      expect(JSON.parse(text)).toEqual(event)
      heard.get(who)?.push(event)
      clock += takesMs
    },
  )
})
afterEach(() => {
  crier.stop()
  vi.useRealTimers()
  vi.restoreAllMocks()
})
const say = (event: StateEvent) => crier.say(event, JSON.stringify(event))
const line = (number: string, state: Line): StateEvent => ({ type: 'line.changed', number, line: state })

describe('What happens in the house', () => {
  test('is told to a hundred at once, each thing for itself, however slow the machine is', () => {
    heard = new Map(Array.from({ length: 100 }, (_, n) => [n, []]))
    takesMs = 1
    crier.sayLine('101', TALKING)
    crier.sayLine('101', FREE)
    say(missed(1))
    for (const told of heard.values()) expect(told).toEqual([line('101', TALKING), line('101', FREE), missed(1)])
  })

  test('is told thousands in slices, between which others have their turn; what lines do meanwhile comes together, the last word of each', async () => {
    takesMs = 0.1
    crier.sayLine('101', TALKING)
    expect(heard.get(0)).toHaveLength(1)
    expect(heard.get(500)).toHaveLength(0)
    crier.sayLine('102', TALKING)
    crier.sayLine('101', FREE)
    crier.sayLine('102', FREE)
    await vi.advanceTimersByTimeAsync(0)
    vi.runAllTicks()
    await vi.runAllTimersAsync()
    for (const told of heard.values())
      expect(told).toEqual([line('101', TALKING), { type: 'lines.changed', lines: { 101: FREE, 102: FREE } }])
  })

  test('is followed by a rest where it took long', async () => {
    takesMs = 0.1
    crier.sayLine('101', TALKING)
    while (heard.get(999)?.length === 0) await vi.advanceTimersToNextTimerAsync()
    crier.sayLine('101', FREE)
    await vi.advanceTimersByTimeAsync(150)
    expect(heard.get(0)).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(100)
    expect(heard.get(0)).toHaveLength(2)
  })

  test('keeps its order: lines stand before what is said after them', async () => {
    takesMs = 0.1
    say(missed(1))
    crier.sayLine('101', TALKING)
    say(missed(2))
    crier.sayLine('101', FREE)
    await vi.runAllTimersAsync()
    for (const told of heard.values())
      expect(told).toEqual([missed(1), line('101', TALKING), missed(2), line('101', FREE)])
  })

  test('is told also to who comes meanwhile', async () => {
    takesMs = 0.1
    say(missed(1))
    heard.set(1000, [])
    await vi.runAllTimersAsync()
    expect(heard.get(1000)).toEqual([missed(1)])
  })

  test('is told no more once the house is closed', async () => {
    takesMs = 0.1
    say(missed(1))
    crier.stop()
    say(missed(2))
    await vi.runAllTimersAsync()
    expect(heard.get(999)).toEqual([])
    expect(heard.get(0)).toEqual([missed(1)])
  })
})
