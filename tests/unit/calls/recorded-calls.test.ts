import { beforeEach, describe, expect, test } from 'vitest'
import { factsOf } from '../../../src/server/calls/call-facts.ts'
import { Witness } from '../../../src/server/calls/witness.ts'
import type { RecordedCall } from '../../../src/server/ledger/recorded-call.ts'
import { leg, QuietPbx } from './calls-under-test.ts'

const CLIENT = '79035677876'
const isInternal = (number: string) => /^\d{2,5}$/.test(number)

let pbx: QuietPbx
let clock: number
let calls: RecordedCall[]

beforeEach(() => {
  pbx = new QuietPbx()
  clock = 1000
  calls = []
  new Witness({
    pbx,
    now: () => clock,
    over: (trace) => {
      const call = factsOf(trace, isInternal)
      if (call) calls.push(call)
    },
  })
})

const line = leg('1.1', '1.1', { state: 'dialing', number: CLIENT, name: 'Ольга' })
const phone = (id: string, device: string, more = {}) =>
  leg(id, '1.1', { device, number: device, state: 'ringing', ...more })
const at = (ms: number, ...happens: (() => void)[]) => {
  clock = ms
  for (const each of happens) each()
}
const together = (bridgeId: string, ...legs: ReturnType<typeof leg>[]) => {
  for (const each of legs) pbx.leg({ ...each, state: 'up', bridgeId })
}

describe('One record is made of a call', () => {
  test('from outside that rings at two phones and is answered at one', () => {
    const [first, second] = [phone('1.2', '101'), phone('1.3', '102')]
    at(1000, () => pbx.leg(line))
    at(
      1100,
      () => pbx.leg(first),
      () => pbx.leg(second),
    )
    at(
      5000,
      () => pbx.end(second, 'answeredElsewhere'),
      () => together('b1', line, first),
    )
    at(65_000, () => pbx.end(first, 'normal'))
    expect(calls).toEqual([])
    at(65_001, () => pbx.end(line, 'normal'))
    expect(calls).toEqual([
      {
        callId: '1.1',
        direction: 'incoming',
        number: CLIENT,
        name: 'Ольга',
        caller: null,
        startedAt: 1000,
        answeredAt: 5000,
        endedAt: 65_001,
        talks: [{ who: '101', from: 5000, ms: 60_000 }],
        rang: ['101', '102'],
        result: 'answered',
        recording: null,
        whole: true,
      },
    ])
  })

  test('that is asked about and given to a colleague: both talked with the client, the consultation is no talk of theirs', () => {
    const [operator, manager] = [phone('1.2', '101'), phone('1.3', '103')]
    at(
      1000,
      () => pbx.leg(line),
      () => pbx.leg(operator),
    )
    at(2000, () => together('b1', line, operator))
    at(
      10_000,
      () => pbx.leg({ ...line, state: 'up' }),
      () => pbx.leg({ ...operator, state: 'up' }),
      () => pbx.leg(manager),
    )
    at(12_000, () => together('b2', operator, manager))
    at(
      20_000,
      () => pbx.leg({ ...operator, state: 'up' }),
      () => pbx.leg({ ...manager, state: 'up' }),
    )
    at(
      20_000,
      () => together('b3', line, manager),
      () => pbx.end(operator, 'normal'),
    )
    at(
      50_000,
      () => pbx.end(manager, 'normal'),
      () => pbx.end(line, 'normal'),
    )
    expect(calls).toMatchObject([
      {
        answeredAt: 2000,
        talks: [
          { who: '101', from: 2000, ms: 8000 },
          { who: '103', from: 20_000, ms: 30_000 },
        ],
        givenTo: '103',
        rang: ['101', '103'],
      },
    ])
  })

  test('that three talk in, without counting anybody’s time twice', () => {
    const [operator, manager] = [phone('1.2', '101'), phone('1.3', '103')]
    at(1000, () => together('b1', line, operator))
    at(3000, () => together('b1', manager))
    at(7000, () => pbx.end(operator, 'normal'))
    at(
      9000,
      () => pbx.end(manager, 'normal'),
      () => pbx.end(line, 'normal'),
    )
    expect(calls[0]?.talks).toEqual([
      { who: '101', from: 1000, ms: 6000 },
      { who: '103', from: 3000, ms: 6000 },
    ])
    expect(calls[0]?.givenTo).toBe('103')
  })

  test('that three talk in until its end was given to nobody', () => {
    const [operator, manager] = [phone('1.2', '101'), phone('1.3', '103')]
    at(1000, () => together('b1', line, operator))
    at(3000, () => together('b1', manager))
    at(
      9000,
      () => pbx.end(line, 'normal'),
      () => pbx.end(operator, 'normal'),
      () => pbx.end(manager, 'normal'),
    )
    expect(calls).toMatchObject([{ result: 'answered', talks: [{ who: '101' }, { who: '103' }] }])
    expect(calls[0]).not.toHaveProperty('givenTo')
  })

  test.each([
    ['given up while it rang', 'normal', 'missed'],
    ['that rang out', 'noAnswer', 'missed'],
    ['that was refused', 'rejected', 'rejected'],
    ['for a phone that talked already', 'busy', 'busy'],
  ] as const)('from outside, %s', (_, cause, result) => {
    const operator = phone('1.2', '101')
    at(
      1000,
      () => pbx.leg(line),
      () => pbx.leg(operator),
    )
    at(
      9000,
      () => pbx.end(operator, cause),
      () => pbx.end(line, 'normal'),
    )
    expect(calls).toMatchObject([{ result, answeredAt: null, talks: [], rang: ['101'] }])
  })

  test('from outside that no phone ever rang for', () => {
    at(1000, () => pbx.leg(line))
    at(2000, () => pbx.end(line, 'normal'))
    expect(calls).toMatchObject([{ direction: 'incoming', result: 'missed', rang: [], number: CLIENT }])
  })

  test('from outside with a withheld number', () => {
    at(1000, () => pbx.leg({ ...line, number: '' }))
    at(2000, () => pbx.end(line, 'normal'))
    expect(calls).toMatchObject([{ direction: 'incoming', number: '' }])
  })

  const dialling = leg('1.1', '1.1', {
    device: '103',
    state: 'dialing',
    number: '103',
    connected: { number: CLIENT, name: '' },
  })

  test.each([
    ['busy', 'busy'],
    ['rejected', 'rejected'],
    ['badNumber', 'badNumber'],
    ['noAnswer', 'noAnswer'],
    ['normal', 'noAnswer'],
  ] as const)('to outside in vain: %s', (cause, result) => {
    const city = leg('1.2', '1.1', { number: CLIENT, state: 'ringing' })
    at(
      1000,
      () => pbx.leg(dialling),
      () => pbx.leg(city),
    )
    at(
      3000,
      () => pbx.end(city, cause),
      () => pbx.end(dialling, 'normal'),
    )
    expect(calls).toMatchObject([{ direction: 'outgoing', caller: '103', number: CLIENT, result, rang: [] }])
  })

  test('to outside that is picked up and put down before anybody is put through: it was answered', () => {
    const city = leg('1.2', '1.1', { number: CLIENT, state: 'ringing' })
    at(
      1000,
      () => pbx.leg(dialling),
      () => pbx.leg(city),
    )
    at(3000, () => pbx.leg({ ...city, state: 'up' }))
    at(3001, () => pbx.end(city, 'normal'))
    at(3002, () => pbx.end(dialling, 'normal'))
    expect(calls).toMatchObject([{ result: 'answered', answeredAt: 3000, talks: [] }])
  })

  test('to outside that found no line at all', () => {
    at(1000, () => pbx.leg(dialling))
    at(1500, () => pbx.end(dialling, 'congestion'))
    expect(calls).toMatchObject([{ direction: 'outgoing', number: CLIENT, result: 'congestion' }])
  })

  test('by click whose own phone was picked up; and none of one that was not', () => {
    const own = leg('1.1', '1.1', { ...dialling, state: 'ringing', originated: true })
    const city = leg('1.2', '1.1', { number: CLIENT, state: 'ringing' })
    at(1000, () => pbx.leg(own))
    at(
      2000,
      () => pbx.leg({ ...own, state: 'up' }),
      () => pbx.leg(city),
    )
    at(4000, () => together('b1', own, city))
    at(
      8000,
      () => pbx.end(city, 'normal'),
      () => pbx.end(own, 'normal'),
    )
    at(9000, () => pbx.leg({ ...own, id: '2.1', callId: '2.1' }))
    at(9900, () => pbx.end({ ...own, id: '2.1', callId: '2.1' }, 'noAnswer'))
    expect(calls).toMatchObject([
      { callId: '1.1', direction: 'outgoing', talks: [{ who: '103', from: 4000, ms: 4000 }] },
    ])
  })

  test('between colleagues', () => {
    const [own, other] = [
      leg('1.1', '1.1', { ...dialling, connected: { number: '102', name: '' } }),
      phone('1.2', '102'),
    ]
    at(
      1000,
      () => pbx.leg(own),
      () => pbx.leg(other),
    )
    at(2000, () => together('b1', own, other))
    at(
      3000,
      () => pbx.end(other, 'normal'),
      () => pbx.end(own, 'normal'),
    )
    expect(calls).toMatchObject([
      { direction: 'internal', caller: '103', number: '102', rang: ['102'], talks: [{ who: '102', ms: 1000 }] },
    ])
  })

  test('whose legs are put into another call: each is told by itself', () => {
    const [own, other] = [leg('2.1', '2.1', { device: '101', number: '101', state: 'up' }), phone('2.2', '103')]
    at(1000, () => together('b1', line, phone('1.2', '101')))
    at(
      2000,
      () => pbx.leg(own),
      () => pbx.leg({ ...other, callId: '2.1' }),
    )
    // The phone itself transfers: whoever was asked goes over into the first call.
    at(5000, () => pbx.leg({ ...other, callId: '1.1', state: 'up', bridgeId: 'b1' }))
    at(
      6000,
      () => pbx.end(own, 'normal'),
      () => pbx.end(phone('1.2', '101'), 'normal'),
    )
    at(
      9000,
      () => pbx.end({ ...other, callId: '1.1' }, 'normal'),
      () => pbx.end(line, 'normal'),
    )
    expect(
      calls.map(({ callId, direction, talks }) => ({ callId, direction, who: talks.map(({ who }) => who) })),
    ).toEqual([
      { callId: '2.1', direction: 'internal', who: [] },
      { callId: '1.1', direction: 'incoming', who: ['101', '103'] },
    ])
  })
})

describe('When the link to the PBX was cut', () => {
  test('a call that ended meanwhile is over, and is said not to be known whole', () => {
    const operator = phone('1.2', '101')
    at(1000, () => together('b1', line, operator))
    at(90_000, () => pbx.picture([]))
    expect(calls).toMatchObject([{ result: 'answered', endedAt: 90_000, whole: false }])
  })

  test('a call that goes on goes on, with its beginning', () => {
    const operator = phone('1.2', '101')
    at(1000, () => together('b1', line, operator))
    at(50_000, () => pbx.picture([line, operator].map((each) => ({ ...each, state: 'up' as const, bridgeId: 'b1' }))))
    at(
      60_000,
      () => pbx.end(operator, 'normal'),
      () => pbx.end(line, 'normal'),
    )
    expect(calls).toMatchObject([{ startedAt: 1000, talks: [{ who: '101', from: 1000, ms: 59_000 }], whole: true }])
  })

  test('a call that began meanwhile is known from now on', () => {
    const legs = [line, phone('1.2', '101')].map((each) => ({ ...each, state: 'up' as const, bridgeId: 'b1' }))
    at(50_000, () => pbx.picture(legs))
    at(60_000, ...legs.map((each) => () => pbx.end(each, 'normal')))
    expect(calls).toMatchObject([{ startedAt: 1000, result: 'answered', whole: false }])
  })
})
