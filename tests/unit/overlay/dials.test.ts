import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Dials } from '../../../src/content/overlay/dials.ts'
import type { Ask } from '../../../src/content/rules.ts'
import type { Call } from '../../../src/protocol/call.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'

const NUMBER = '79035677876'
let asked: { commandId: string; to: string }[]
let fault: TrubkaError | null
let dials: Dials

beforeEach(() => {
  vi.useFakeTimers()
  asked = []
  fault = null
  const ask = (async (_method: string, params: { commandId: string; to: string }) => {
    asked.push(params)
    if (fault) throw fault
    return { callId: 'c1' }
  }) as unknown as Ask
  dials = new Dials(ask, () => {})
})
afterEach(() => {
  dials.stop()
  vi.useRealTimers()
})

const call = (over: Partial<Call> = {}): Call => ({
  id: 'c1',
  commandId: asked[0]?.commandId ?? null,
  direction: 'outgoing',
  local: 'connected',
  remote: 'connected',
  party: { number: NUMBER, name: '', identity: 'unknown', customers: [], colleague: null },
  startedAt: 0,
  answeredAt: null,
  cause: null,
  consultation: null,
  answerBy: null,
  recording: 'none',
  commands: [],
  ...over,
})

describe('one click, one call', () => {
  test('a second click while the command runs, or while the call lives, does nothing', async () => {
    dials.make(NUMBER)
    dials.make(NUMBER)
    await vi.advanceTimersByTimeAsync(0)
    dials.make(NUMBER)
    dials.update([call()])
    dials.make(NUMBER)
    expect(asked).toHaveLength(1)
  })

  test('a call dialled in another tab, or before a reload, is not made twice', () => {
    dials.update([call({ commandId: 'of another tab' })])
    expect(dials.isUnderWay([NUMBER])).toBe(true)
    dials.make(NUMBER)
    expect(asked).toEqual([])
    dials.update([])
    dials.make(NUMBER)
    expect(asked).toHaveLength(1)
  })

  test('a call from this number is no call to it', () => {
    dials.update([call({ commandId: null, direction: 'incoming' })])
    expect(dials.isUnderWay([NUMBER])).toBe(false)
  })

  test('when the call is over the button can be used again', async () => {
    dials.make(NUMBER)
    await vi.advanceTimersByTimeAsync(0)
    dials.update([call()])
    dials.update([])
    expect(dials.of([NUMBER])).toBeNull()
    dials.make(NUMBER)
    expect(asked).toHaveLength(2)
    expect(asked[0]?.commandId).not.toBe(asked[1]?.commandId)
  })

  test('«Занято» stays to be read, and can be dialled again at once', async () => {
    dials.make(NUMBER)
    dials.update([call({ remote: 'fail', cause: 'busy' })])
    dials.update([])
    expect(dials.of([NUMBER])?.call?.cause).toBe('busy')
    await vi.advanceTimersByTimeAsync(6000)
    expect(dials.of([NUMBER])).toBeNull()
  })

  test('«Занято» can be dialled again while the server still shows it, not while it can still be hung up', () => {
    dials.make(NUMBER)
    dials.update([call({ remote: 'fail', cause: 'busy', commands: ['clear'] })])
    dials.make(NUMBER)
    expect(asked).toHaveLength(1)
    dials.update([call({ remote: 'fail', cause: 'busy' })])
    expect(dials.isUnderWay([NUMBER])).toBe(false)
    dials.make(NUMBER)
    expect(asked).toHaveLength(2)
  })

  test('a refusal is shown and never repeated by itself', async () => {
    fault = new TrubkaError('pbxDown')
    dials.make(NUMBER)
    await vi.advanceTimersByTimeAsync(0)
    expect(dials.of([NUMBER])).toMatchObject({ state: 'failed', fault: 'pbxDown' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
    expect(dials.of([NUMBER])).toBeNull()
  })

  test('an answer that is lost takes nothing back from a call that is seen', async () => {
    fault = new TrubkaError('timeout')
    dials.make(NUMBER)
    dials.update([call()])
    await vi.advanceTimersByTimeAsync(0)
    expect(dials.of([NUMBER])?.state).toBe('live')
  })

  test('an accepted call that is never seen does not block the button for ever', async () => {
    dials.make(NUMBER)
    await vi.advanceTimersByTimeAsync(11_000)
    expect(dials.of([NUMBER])).toBeNull()
  })
})
