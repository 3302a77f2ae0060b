import { describe, expect, test } from 'vitest'
import type { CallCommand } from '../../../src/protocol/call.ts'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import type { Leg } from '../../../src/server/telephony/pbx.ts'
import { leg, quietCalls } from './calls-under-test.ts'

const CALL = '100.1'
const CLIENT = '79035677876'
const ON_HOLD = { bridgeId: null, place: { is: 'hold', exten: '101' } } as const
const client = (more: Partial<Leg> = {}) =>
  leg('100.1', CALL, { state: 'up', number: CLIENT, name: 'Ivan', bridgeId: 'b1', ...more })
const own = (more: Partial<Leg> = {}) =>
  leg('100.2', CALL, {
    device: '101',
    state: 'up',
    number: '101',
    connected: { number: CLIENT, name: 'Ivan' },
    bridgeId: 'b1',
    ...more,
  })
const colleague = (more: Partial<Leg> = {}) =>
  leg('100.10', CALL, { device: '102', state: 'ringing', number: '102', ...more })
const CONSULTS = { bridgeId: null, place: { is: 'consult', exten: '102' } } as const
const WAITS = { bridgeId: null, place: { is: 'wait', exten: '' } } as const

const STATES: Record<string, { legs: Leg[]; seen: object; commands: CallCommand[] }> = {
  ringing: {
    legs: [client({ state: 'dialing', bridgeId: null }), own({ state: 'ringing', bridgeId: null })],
    seen: { local: 'alerting', remote: 'connected', consultation: null, answerBy: 'talk' },
    commands: ['answer', 'clear'],
  },
  talking: {
    legs: [client(), own()],
    seen: { local: 'connected', remote: 'connected', consultation: null, answerBy: null },
    commands: ['hold', 'consult', 'singleStepTransfer', 'generateDigits', 'clear'],
  },
  'held by the other side’s phone': {
    legs: [client({ held: true }), own()],
    seen: { local: 'connected', remote: 'hold' },
    commands: ['hold', 'consult', 'singleStepTransfer', 'generateDigits', 'clear'],
  },
  'held at the own phone': {
    legs: [client(), own({ held: true })],
    seen: { local: 'hold', remote: 'connected' },
    commands: ['retrieve', 'consult', 'singleStepTransfer', 'clear'],
  },
  'held at the own phone before the two are joined': {
    legs: [client({ bridgeId: null }), own({ held: true, bridgeId: null })],
    seen: { local: 'hold', remote: 'connected' },
    commands: ['retrieve', 'clear'],
  },
  'waiting for a phone that does not ring': {
    legs: [client({ bridgeId: null, place: { is: 'back', exten: '101' } })],
    seen: { local: 'alerting', remote: 'connected', consultation: null, answerBy: 'autoAnswer' },
    commands: ['answer'],
  },
  held: {
    legs: [client(ON_HOLD), own(WAITS)],
    seen: { local: 'hold', remote: 'connected', consultation: null },
    commands: ['retrieve', 'consult', 'singleStepTransfer', 'clear'],
  },
  'asking, nobody rings yet': {
    legs: [client(ON_HOLD), own(CONSULTS)],
    seen: { local: 'hold', consultation: { party: { number: '102' }, remote: 'initiated', active: true } },
    commands: ['reconnect', 'clear'],
  },
  asking: {
    legs: [client(ON_HOLD), own(CONSULTS), colleague()],
    seen: { local: 'hold', consultation: { party: { number: '102' }, remote: 'alerting', active: true } },
    commands: ['transfer', 'reconnect', 'clear'],
  },
  consulting: {
    legs: [client(ON_HOLD), own({ bridgeId: 'b2' }), colleague({ state: 'up', bridgeId: 'b2' })],
    seen: { local: 'hold', consultation: { party: { number: '102' }, remote: 'connected', active: true } },
    commands: ['transfer', 'alternate', 'conference', 'reconnect', 'generateDigits', 'clear'],
  },
  alternated: {
    legs: [client({ bridgeId: 'b3' }), own({ bridgeId: 'b3' }), colleague({ state: 'up', ...ON_HOLD })],
    seen: {
      local: 'connected',
      remote: 'connected',
      consultation: { party: { number: '102' }, remote: 'hold', active: false },
    },
    commands: ['transfer', 'alternate', 'conference', 'reconnect', 'generateDigits', 'clear'],
  },
  'of three who talk together': {
    legs: [client({ bridgeId: 'b5' }), own({ bridgeId: 'b5' }), colleague({ state: 'up', bridgeId: 'b5' })],
    seen: {
      local: 'connected',
      remote: 'connected',
      consultation: { party: { number: '102' }, remote: 'connected', joined: true },
    },
    commands: ['reconnect', 'clear'],
  },
  'of three who talk together, held at the own phone': {
    legs: [client({ bridgeId: 'b5' }), own({ bridgeId: 'b5', held: true }), colleague({ state: 'up', bridgeId: 'b5' })],
    seen: { local: 'hold', consultation: { joined: true } },
    commands: ['retrieve', 'clear'],
  },
  'recorded, of two': {
    legs: [client({ recording: 'on' }), own()],
    seen: { recording: 'on' },
    commands: ['hold', 'consult', 'singleStepTransfer', 'generateDigits', 'clear', 'suspendRecording'],
  },
  'recorded, for now not, and held': {
    legs: [client({ ...ON_HOLD, recording: 'suspended' }), own(WAITS)],
    seen: { recording: 'suspended' },
    commands: ['retrieve', 'consult', 'singleStepTransfer', 'clear', 'resumeRecording'],
  },
  'recorded, and rings': {
    legs: [client({ state: 'dialing', bridgeId: null, recording: 'on' }), own({ state: 'ringing', bridgeId: null })],
    seen: { recording: 'on' },
    commands: ['answer', 'clear'],
  },
  'both held': {
    legs: [client(ON_HOLD), own(WAITS), colleague({ state: 'up', ...ON_HOLD })],
    seen: { local: 'hold', consultation: { party: { number: '102' }, remote: 'hold', active: false } },
    commands: ['transfer', 'reconnect', 'clear'],
  },
}

const ASKED: Record<
  Exclude<CallCommand, 'answer'>,
  (calls: ReturnType<typeof quietCalls>['calls']) => Promise<void>
> = {
  clear: (calls) => calls.clear('101', CALL),
  hold: (calls) => calls.hold('101', CALL),
  retrieve: (calls) => calls.retrieve('101', CALL),
  consult: (calls) => calls.consult('101', CALL, '103'),
  transfer: (calls) => calls.transfer('101', CALL),
  singleStepTransfer: (calls) => calls.singleStepTransfer('101', CALL, '103'),
  alternate: (calls) => calls.alternate('101', CALL),
  reconnect: (calls) => calls.reconnect('101', CALL),
  conference: (calls) => calls.conference('101', CALL),
  generateDigits: (calls) => calls.generateDigits('101', CALL, '1'),
  suspendRecording: (calls) => calls.suspendRecording('101', CALL),
  resumeRecording: (calls) => calls.resumeRecording('101', CALL),
}

describe.each(Object.entries(STATES))('a call that is %s', (_, { legs, seen, commands }) => {
  test('is found as it is after a reconnect, with the client as its other side', () => {
    const { pbx, calls } = quietCalls()
    pbx.picture(legs)
    expect(calls.forDevice('101')).toMatchObject([{ id: CALL, party: { number: CLIENT }, ...seen, commands }])
  })

  test.each(Object.keys(ASKED) as (keyof typeof ASKED)[])(
    '%s: is done, or refused and nothing is sent',
    async (name) => {
      const { pbx, calls } = quietCalls()
      pbx.picture(legs)
      if (commands.includes(name)) {
        await ASKED[name](calls)
        expect(pbx.asked).toHaveLength(1)
      } else {
        await expect(ASKED[name](calls)).rejects.toMatchObject({ code: 'notNow' })
        expect(pbx.asked).toEqual([])
      }
    },
  )
})

describe('commands name the right legs', () => {
  test.each([
    ['held', 'retrieve', 'retrieve 100.2 100.1'],
    ['held', 'clear', 'clear 100.2 100.1'],
    ['talking', 'clear', 'clear 100.2'],
    ['talking', 'generateDigits', 'generateDigits 100.1 1'],
    ['consulting', 'generateDigits', 'generateDigits 100.10 1'],
    ['alternated', 'generateDigits', 'generateDigits 100.1 1'],
    ['consulting', 'transfer', 'transfer 100.2 100.1 100.10 102'],
    ['alternated', 'transfer', 'transfer 100.2 100.1 100.10 102'],
    ['consulting', 'alternate', 'alternate 100.2 100.10 100.1'],
    ['alternated', 'alternate', 'alternate 100.2 100.1 100.10'],
    ['consulting', 'conference', 'conference 100.2 100.10 100.1'],
    ['alternated', 'conference', 'conference 100.2 100.1 100.10'],
    ['of three who talk together', 'reconnect', 'reconnect 100.2 100.1 100.10'],
    ['of three who talk together', 'clear', 'clear 100.2'],
    ['recorded, of two', 'suspendRecording', 'setRecording suspended 100.1'],
    ['recorded, for now not, and held', 'resumeRecording', 'setRecording on 100.1'],
    ['asking', 'reconnect', 'reconnect 100.2 100.1 100.10'],
    ['consulting', 'clear', 'clear 100.2 100.1 100.10'],
  ] as const)('%s: %s', async (state, name, sent) => {
    const { pbx, calls } = quietCalls()
    pbx.picture(STATES[state]?.legs ?? [])
    await ASKED[name](calls)
    expect(pbx.asked).toEqual([sent])
  })
})

describe('asking a colleague', () => {
  test('oneself is refused in words, and nothing is sent', async () => {
    const { pbx, calls } = quietCalls()
    pbx.picture([client(), own()])
    await expect(calls.consult('101', CALL, '101')).rejects.toMatchObject({ code: 'toSelf' })
    await expect(calls.singleStepTransfer('101', CALL, '101')).rejects.toMatchObject({ code: 'toSelf' })
    expect(pbx.asked).toEqual([])
  })

  test('who refuses: it is said why until the caller is fetched, and not again at the next hold', async () => {
    const { pbx, calls } = quietCalls()
    pbx.picture([client(), own()])
    await calls.consult('101', CALL, '102')
    const asked = colleague({ createdAt: 6000 })
    for (const each of [client(ON_HOLD), own(CONSULTS), asked]) pbx.leg(each)
    pbx.end(asked, 'busy')
    pbx.leg(own(WAITS))
    expect(calls.forDevice('101')).toMatchObject([
      { local: 'hold', consultation: { remote: 'fail', cause: 'busy', party: { number: '102' } } },
    ])
    expect(calls.forDevice('101')[0]?.commands).toEqual(['reconnect', 'consult', 'singleStepTransfer', 'clear'])
    await calls.reconnect('101', CALL)
    for (const each of [client(), own()]) pbx.leg(each)
    for (const each of [client(ON_HOLD), own(WAITS)]) pbx.leg(each)
    expect(calls.forDevice('101')).toMatchObject([{ local: 'hold', consultation: null }])
  })

  test('a refusal of the PBX leaves the call as it was', async () => {
    const { pbx, calls } = quietCalls()
    pbx.picture([client(), own()])
    const [before] = calls.forDevice('101')
    pbx.refusal = new TrubkaError('calleeOffline')
    await expect(calls.consult('101', CALL, '102')).rejects.toMatchObject({ code: 'calleeOffline' })
    expect(calls.forDevice('101')).toEqual([before])
  })

  test('the one who is asked sees who asks, then the client', () => {
    const { pbx, calls } = quietCalls()
    pbx.picture(STATES.asking?.legs ?? [])
    expect(calls.forDevice('102')).toMatchObject([
      { direction: 'incoming', local: 'alerting', remote: 'connected', party: { number: '101' } },
    ])
    pbx.picture([
      client({ bridgeId: 'b4' }),
      colleague({ state: 'up', bridgeId: 'b4', connected: { number: '101', name: '' } }),
    ])
    // The PBX may be late with the new name on the phone's display.
    pbx.leg(own({ bridgeId: null }))
    expect(calls.forDevice('102')).toMatchObject([{ local: 'connected', party: { number: CLIENT, name: 'Ivan' } }])
  })

  test('who came last to three who talk together may leave, and send nobody away', () => {
    const { pbx, calls } = quietCalls()
    pbx.picture(STATES['of three who talk together']?.legs ?? [])
    expect(calls.forDevice('102')).toMatchObject([
      { party: { number: CLIENT }, consultation: { party: { number: '101' }, joined: true }, commands: ['clear'] },
    ])
  })

  test('three together are not offered where the PBX does not know how, and refused', async () => {
    const { pbx, calls } = quietCalls()
    pbx.conferences = false
    pbx.picture(STATES.consulting?.legs ?? [])
    expect(calls.forDevice('101')[0]?.commands).not.toContain('conference')
    await expect(calls.conference('101', CALL)).rejects.toMatchObject({ code: 'notNow' })
    expect(pbx.asked).toEqual([])
  })

  test('whom the PBX still shows from before is not taken for the one who is talked to, also by a server that starts now', () => {
    const { pbx, calls } = quietCalls()
    const line = { device: null, state: 'up', number: '79030000011', bridgeId: 'b6' } as const
    pbx.picture([own({ bridgeId: 'b6', connected: { number: CLIENT, name: 'Ivan' } }), leg('100.7', CALL, line)])
    expect(calls.forDevice('101')).toMatchObject([{ party: { number: '79030000011', name: '' } }])
    pbx.leg(own({ ...WAITS, connected: { number: '102', name: '' } }))
    pbx.leg(leg('100.7', CALL, { ...line, ...ON_HOLD }))
    expect(calls.forDevice('101')).toMatchObject([{ local: 'hold', party: { number: '79030000011' } }])
    pbx.leg(leg('100.7', CALL, line))
    pbx.leg(own({ bridgeId: 'b6', connected: { number: '89030000011', name: 'Olga' } }))
    pbx.leg(leg('100.7', CALL, { ...line, number: '9030000011' }))
    expect(calls.forDevice('101')).toMatchObject([{ party: { number: '89030000011', name: 'Olga' } }])
  })

  test('who is put on hold is told so', () => {
    const { pbx, calls } = quietCalls()
    pbx.picture(STATES.alternated?.legs ?? [])
    expect(calls.forDevice('102')).toMatchObject([
      { local: 'connected', remote: 'hold', party: { number: '101' }, commands: ['clear'] },
    ])
  })
})

test('commands to one call wait for each other, and are judged when their turn comes', async () => {
  const { pbx, calls } = quietCalls()
  pbx.picture([client(), own()])
  pbx.meanwhile = () => {
    for (const each of [client(ON_HOLD), own(WAITS)]) pbx.leg(each)
  }
  const [first, second] = await Promise.allSettled([calls.hold('101', CALL), calls.hold('101', CALL)])
  expect(first).toMatchObject({ status: 'fulfilled' })
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'notNow' } })
  expect(pbx.asked).toEqual(['hold 100.2 100.1'])
})

test('a call that is being given away is not ended in the middle of that, and is done with afterwards', async () => {
  const { pbx, calls } = quietCalls()
  pbx.picture([client(ON_HOLD), own({ bridgeId: 'b2' }), colleague({ state: 'up', bridgeId: 'b2' })])
  pbx.meanwhile = () => {
    pbx.meanwhile = () => {}
    for (const each of [client({ bridgeId: 'b8' }), colleague({ state: 'up', bridgeId: 'b8' })]) pbx.leg(each)
    pbx.end(own(), 'normal')
  }
  const transfer = calls.transfer('101', CALL)
  await calls.clear('101', CALL)
  await transfer
  expect(pbx.asked).toEqual(['transfer 100.2 100.1 100.10 102'])
  await expect(calls.clear('101', CALL)).rejects.toMatchObject({ code: 'noSuchCall' })
})

test('a call whose giving away failed is ended for all who would be left alone', async () => {
  const { pbx, calls } = quietCalls()
  pbx.picture([client(ON_HOLD), own({ bridgeId: 'b2' }), colleague({ state: 'up', bridgeId: 'b2' })])
  pbx.meanwhile = () => {
    pbx.meanwhile = () => {}
    throw new TrubkaError('refusedByPbx')
  }
  const transfer = expect(calls.transfer('101', CALL)).rejects.toMatchObject({ code: 'refusedByPbx' })
  await calls.clear('101', CALL)
  await transfer
  expect(pbx.asked).toEqual(['transfer 100.2 100.1 100.10 102', 'clear 100.2 100.1 100.10'])
})

test('a command that comes between answer and conversation waits for it', async () => {
  const { pbx, calls } = quietCalls()
  pbx.picture([client({ bridgeId: null }), own({ bridgeId: null })])
  const holding = calls.hold('101', CALL)
  for (const each of [client(), own()]) pbx.leg(each)
  await holding
  expect(pbx.asked).toEqual(['hold 100.2 100.1'])
})
