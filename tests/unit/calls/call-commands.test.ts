import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Party } from '../../../src/protocol/call.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import { leg, quietCalls, steps, stranger } from './calls-under-test.ts'

const CALLER = leg('1', '1', { state: 'dialing', number: '79161112233' })
const RINGING = leg('2', '1', { device: '101', state: 'ringing', connected: { number: '79161112233', name: '' } })
const OWN = leg('trubka-c', 'trubka-c', { device: '101', state: 'up', originated: true })
const CLIENT = leg('9', 'trubka-c', { state: 'ringing', number: '79161112233' })

afterEach(() => vi.useRealTimers())

describe('commands', () => {
  test('answer and hang up reach the own phone’s leg', async () => {
    const { pbx, calls } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    await calls.answer('101', '1')
    pbx.leg({ ...RINGING, state: 'up' })
    await calls.clear('101', '1')
    expect(pbx.asked).toEqual(['answer 2', 'clear 2'])
  })

  test('for somebody else’s call there is no call', async () => {
    const { pbx, calls } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    await expect(calls.answer('102', '1')).rejects.toMatchObject({ code: 'noSuchCall' })
    await expect(calls.clear('102', '1')).rejects.toMatchObject({ code: 'noSuchCall' })
    await expect(calls.clear('101', '2')).rejects.toMatchObject({ code: 'noSuchCall' })
    expect(pbx.asked).toEqual([])
  })

  test('what is answered cannot be answered', async () => {
    const { pbx, calls } = quietCalls()
    pbx.leg({ ...CALLER, state: 'up' })
    pbx.leg({ ...RINGING, state: 'up' })
    await expect(calls.answer('101', '1')).rejects.toMatchObject({ code: 'notNow' })
  })

  test('the own phone of a click-to-dial is picked up by hand, not by «answer»', async () => {
    const { pbx, calls } = quietCalls()
    pbx.leg({ ...OWN, state: 'ringing' })
    expect(calls.forDevice('101')).toMatchObject([{ local: 'alerting', commands: ['clear'] }])
    await expect(calls.answer('101', 'trubka-c')).rejects.toMatchObject({ code: 'notNow' })
  })

  test('what came to nothing cannot be hung up', async () => {
    const { pbx, calls } = quietCalls()
    pbx.leg(OWN)
    pbx.end(OWN, 'busy')
    expect(calls.forDevice('101')).toMatchObject([{ remote: 'fail', commands: [] }])
    await expect(calls.clear('101', 'trubka-c')).rejects.toMatchObject({ code: 'notNow' })
  })

  test('a refusal by the PBX leaves the call as it was', async () => {
    const { pbx, calls, told } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    pbx.refusal = new TrubkaError('notNow')
    await expect(calls.answer('101', '1')).rejects.toMatchObject({ code: 'notNow' })
    expect(steps(told, '101')).toEqual(['alerting/connected'])
  })

  test('a phone that rings anew in order to answer is one call all the way', async () => {
    const { pbx, calls, told } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    pbx.meanwhile = () => {
      pbx.end(RINGING, 'normal')
      // Looked at just now, between the two rings.
      expect(calls.forDevice('101')).toHaveLength(1)
      pbx.leg({ ...RINGING, id: '3', state: 'ringing', createdAt: 2000 })
      expect(calls.forDevice('101')).toHaveLength(1)
      pbx.leg({ ...RINGING, id: '3', state: 'up', createdAt: 2000 })
      pbx.leg({ ...CALLER, state: 'up' })
    }
    await calls.answer('101', '1')
    await vi.waitFor(() => expect(steps(told, '101')).toEqual(['alerting/connected', 'connected/connected']))
    expect(calls.forDevice('101')).toMatchObject([{ startedAt: 1000, answeredAt: 5000 }])
  })

  test('what the phone obeys becomes known while it rings: the card says so at once', async () => {
    const { pbx, told } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ call: { answerBy: 'talk' } }))
    pbx.answersBy('101', 'autoAnswer')
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ device: '101', call: { answerBy: 'autoAnswer' } }))
    expect(told).toHaveLength(2)
  })

  test('«Answer» pressed twice is asked for once', async () => {
    const { pbx, calls } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    await Promise.all([calls.answer('101', '1'), calls.answer('101', '1')])
    expect(pbx.asked).toEqual(['answer 2'])
  })

  test('a caller who has come back to a phone that does not ring is shown there, and fetched', async () => {
    const { pbx, calls } = quietCalls()
    pbx.leg({ ...CALLER, state: 'up', place: { is: 'back', exten: '101' } })
    expect(calls.forDevice('101')).toMatchObject([
      { local: 'alerting', remote: 'connected', commands: ['answer'], answerBy: 'autoAnswer' },
    ])
    await expect(calls.clear('101', '1')).rejects.toMatchObject({ code: 'notNow' })
    await calls.answer('101', '1')
    expect(pbx.asked).toEqual(['fetch 1 101'])
  })

  test('a caller who gives up while it rings anew is gone', async () => {
    const { pbx, calls, told } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    pbx.meanwhile = () => {
      pbx.end(RINGING, 'normal')
      pbx.end(CALLER, 'normal')
    }
    await calls.answer('101', '1')
    await vi.waitFor(() => expect(steps(told, '101')).toEqual(['alerting/connected', 'gone']))
  })
})

describe('click-to-dial', () => {
  test('names the call after the command, and the client on the phone’s display', async () => {
    const { pbx, calls } = quietCalls((number, name) => ({
      ...stranger(number, name),
      identity: 'known',
      customers: [{ base: 'b', ref: 'r', contact: 'Иван Петров', counterparty: 'Ромашка', responsible: '' }],
    }))
    expect(await calls.make({ device: '101', to: '79161112233', commandId: 'c' })).toEqual({ callId: 'trubka-c' })
    expect(pbx.asked).toEqual(['make trubka-c 101 79161112233 «Иван Петров»'])
  })

  test('shows the number dialled before the PBX does', async () => {
    const { pbx, calls } = quietCalls()
    pbx.meanwhile = () => pbx.leg({ ...OWN, state: 'down' })
    await calls.make({ device: '101', to: '79161112233', commandId: 'c' })
    expect(calls.forDevice('101')).toMatchObject([{ local: 'initiated', party: { number: '79161112233' } }])
  })

  test('passes on why it is not possible, and shows nothing', async () => {
    const { pbx, calls, told } = quietCalls()
    pbx.refusal = new TrubkaError('noPhone')
    await expect(calls.make({ device: '101', to: '79161112233', commandId: 'c' })).rejects.toMatchObject({
      code: 'noPhone',
    })
    expect(told).toEqual([])
  })

  test('that ended before anybody looked still says why', () => {
    const { pbx, calls } = quietCalls()
    pbx.leg({ ...OWN, state: 'ringing' })
    pbx.end({ ...OWN, state: 'ringing' }, 'rejected')
    expect(calls.forDevice('101')).toMatchObject([{ local: 'fail', cause: 'rejected' }])
  })
})

describe('a call that came to nothing', () => {
  test('says so for six seconds', async () => {
    vi.useFakeTimers()
    const { pbx, calls, told } = quietCalls()
    pbx.leg(OWN)
    pbx.leg(CLIENT)
    pbx.end(CLIENT, 'busy')
    pbx.end(OWN, 'busy')
    await vi.advanceTimersByTimeAsync(5990)
    expect(steps(told, '101')).toEqual(['null/fail busy'])
    expect(calls.forDevice('101')).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(20)
    expect(steps(told, '101')).toEqual(['null/fail busy', 'gone'])
    expect(calls.forDevice('101')).toEqual([])
  })

  test('makes room at once for the next call of the same phone', async () => {
    const { pbx, calls, told } = quietCalls()
    pbx.leg(OWN)
    pbx.end(OWN, 'busy')
    expect(calls.forDevice('101')).toMatchObject([{ id: 'trubka-c' }])
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    expect(calls.forDevice('101')).toMatchObject([{ id: '1' }])
    expect(told.map((each) => ('gone' in each ? `gone ${each.gone}` : each.call.id))).toEqual([
      'trubka-c',
      'gone trubka-c',
      '1',
    ])
  })

  test('survives a new picture, for its time', () => {
    const { pbx, calls } = quietCalls()
    pbx.leg(OWN)
    pbx.end(OWN, 'busy')
    expect(calls.forDevice('101')).toHaveLength(1)
    pbx.picture([])
    expect(calls.forDevice('101')).toHaveLength(1)
  })

  test('leaves no timer behind when the server stops', () => {
    vi.useFakeTimers()
    const { pbx, calls } = quietCalls()
    pbx.leg(OWN)
    pbx.end(OWN, 'busy')
    calls.forDevice('101')
    expect(vi.getTimerCount()).toBe(1)
    calls.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('one event at a time', () => {
  test('a phone that is only about to ring shows nothing', () => {
    const { pbx, calls } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg({ ...RINGING, state: 'down' })
    expect(calls.forDevice('101')).toEqual([])
    pbx.leg(RINGING)
    expect(calls.forDevice('101')).toHaveLength(1)
  })

  test('the own leg ends first: what became of the call is said when it is known', () => {
    const { pbx, calls, told } = quietCalls()
    pbx.leg(OWN)
    pbx.leg(CLIENT)
    calls.forDevice('101')
    pbx.end(OWN, 'normal')
    expect(calls.forDevice('101')).toMatchObject([{ local: 'connected', remote: 'alerting' }])
    pbx.end(CLIENT, 'noAnswer')
    expect(calls.forDevice('101')).toMatchObject([{ local: 'null', remote: 'fail', cause: 'noAnswer' }])
    expect(steps(told, '101')).not.toContain('gone')
  })

  test('a colleague is known by their phone, whatever caller ID the PBX passes on', () => {
    const { pbx, calls } = quietCalls()
    pbx.leg({ ...OWN, connected: { number: '102', name: 'Пётр' } })
    pbx.leg(leg('9', 'trubka-c', { device: '102', state: 'ringing', connected: { number: '102', name: 'Пётр' } }))
    expect(calls.forDevice('101')).toMatchObject([{ party: { number: '102', name: 'Пётр' } }])
    expect(calls.forDevice('102')).toMatchObject([{ party: { number: '101', name: '' } }])
  })
})

describe('what operators are told', () => {
  test('a burst of events is one change', async () => {
    const { pbx, told } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg({ ...RINGING, state: 'down' })
    pbx.leg(RINGING)
    pbx.leg({ ...RINGING, state: 'up' })
    await vi.waitFor(() => expect(steps(told, '101')).toEqual(['connected/connected']))
  })

  test('a change that they do not see is none', () => {
    const { pbx, calls, told } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    calls.forDevice('101')
    pbx.leg({ ...RINGING, number: '101' })
    calls.forDevice('101')
    expect(told).toHaveLength(1)
  })

  test('after the index was loaded, only the names that have changed', async () => {
    let known: Party['identity'] = 'unavailable'
    const { pbx, calls, told } = quietCalls((number, name) => ({
      ...stranger(number, name),
      identity: number === '79161112233' ? known : 'unknown',
    }))
    const other = { ...RINGING, id: '4', callId: '3', device: '102', connected: { number: '74950000000', name: '' } }
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    pbx.leg(other)
    calls.forDevice('101')
    told.length = 0
    calls.reidentify()
    expect(told).toEqual([])
    known = 'known'
    calls.reidentify()
    expect(told).toMatchObject([{ device: '101', call: { party: { number: '79161112233', identity: 'known' } } }])
    expect(calls.forDevice('101')).toMatchObject([{ party: { identity: 'known' } }])
  })

  test('a listener that fails keeps nobody else from hearing', () => {
    const { pbx, calls } = quietCalls()
    calls.on('call', () => {
      throw new Error('a fault elsewhere')
    })
    pbx.leg(CALLER)
    pbx.leg(RINGING)
    pbx.leg({ ...RINGING, id: '4', device: '102' })
    expect(calls.forDevice('102')).toHaveLength(1)
  })

  test('calls that were there before are found', () => {
    const { pbx, calls } = quietCalls()
    pbx.picture([
      { ...CALLER, state: 'up', bridgeId: 'b' },
      { ...RINGING, state: 'up', bridgeId: 'b' },
    ])
    // Nobody knows when it was answered: its beginning stands for it.
    expect(calls.forDevice('101')).toMatchObject([{ local: 'connected', answeredAt: 1000 }])
  })

  test('a leg that moves to another call leaves the first', () => {
    const { pbx, calls, told } = quietCalls()
    pbx.leg(CALLER)
    pbx.leg({ ...RINGING, state: 'up' })
    calls.forDevice('101')
    pbx.leg({ ...RINGING, state: 'up', callId: '0' })
    expect(calls.forDevice('101')).toMatchObject([{ id: '0' }])
    expect(steps(told, '101')).toContain('gone')
  })
})
