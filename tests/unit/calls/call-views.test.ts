import { describe, expect, test } from 'vitest'
import { list } from '../telephony/ami-peer.ts'
import {
  born,
  type Chan,
  dialBegin,
  dialEnd,
  enters,
  hungUp,
  leaves,
  named,
  shown,
  turned,
} from '../telephony/events.ts'
import { callsOnPbx, steps } from './calls-under-test.ts'

// The sequences are those a real Asterisk 22 sends.

const CALLER: Chan = { channel: 'PJSIP/trunk-00000008', id: '13.12', num: '79161112233', exten: '74951234567' }
const SILENT: Chan = { channel: 'PJSIP/101-00000009', id: '13.13', call: '13.12', num: '101', name: 'Operator 101' }
const PHONE: Chan = { ...SILENT, connected: '79161112233', connectedName: 'Иван' }

const RINGS = [
  born(CALLER, 'ring'),
  born(SILENT, 'down'),
  named(PHONE, 'down'),
  dialBegin(CALLER, 'ring', PHONE),
  turned(PHONE, 'ringing'),
]
const TALKS = [
  turned(PHONE, 'up'),
  dialEnd(CALLER, 'ring', PHONE, 'up', 'ANSWER'),
  turned(CALLER, 'up'),
  enters(PHONE, 'b1'),
  enters(CALLER, 'b1'),
]

describe('an incoming call', () => {
  test('shows who calls before it is answered, then talks, then is gone', async () => {
    const { peer, calls, told } = await callsOnPbx()
    peer.event(...RINGS)
    await expect.poll(() => steps(told, '101')).toEqual(['alerting/connected'])
    expect(calls.forDevice('101')).toMatchObject([
      {
        id: '13.12',
        commandId: null,
        direction: 'incoming',
        party: { number: '79161112233', name: 'Иван' },
        answeredAt: null,
        commands: ['answer', 'clear'],
      },
    ])
    peer.event(...TALKS)
    await expect.poll(() => steps(told, '101')).toEqual(['alerting/connected', 'connected/connected'])
    expect(calls.forDevice('101')).toMatchObject([
      {
        commands: ['hold', 'consult', 'singleStepTransfer', 'generateDigits', 'clear'],
        answeredAt: expect.any(Number),
      },
    ])
    peer.event(leaves(PHONE, 'b1'), leaves(CALLER, 'b1'), hungUp(PHONE, 'up', 16), hungUp(CALLER, 'up', 16))
    await expect.poll(() => steps(told, '101').at(-1)).toBe('gone')
    expect(calls.forDevice('101')).toEqual([])
  })

  test('without a number shows none', async () => {
    const { peer, calls } = await callsOnPbx()
    peer.event(born({ ...CALLER, num: 'anonymous' }, 'ring'), born(SILENT, 'down'), turned(SILENT, 'ringing'))
    await expect.poll(() => calls.forDevice('101')).toMatchObject([{ party: { number: '', name: '' } }])
  })

  test('whose caller gives up is gone', async () => {
    const { peer, told } = await callsOnPbx()
    peer.event(...RINGS)
    await expect.poll(() => steps(told, '101')).toHaveLength(1)
    peer.event(
      dialEnd(CALLER, 'ring', PHONE, 'ringing', 'CANCEL'),
      hungUp(PHONE, 'ringing', 127),
      hungUp(CALLER, 'ring', 127),
    )
    await expect.poll(() => steps(told, '101')).toEqual(['alerting/connected', 'gone'])
  })

  test('that the operator refuses is gone', async () => {
    const { peer, told } = await callsOnPbx()
    peer.event(...RINGS)
    await expect.poll(() => steps(told, '101')).toHaveLength(1)
    // The caller's leg ends first here: the order across legs is not fixed.
    peer.event(
      dialEnd(CALLER, 'ring', PHONE, 'ringing', 'BUSY'),
      hungUp(CALLER, 'ring', 17),
      hungUp(PHONE, 'ringing', 17),
    )
    await expect.poll(() => steps(told, '101').at(-1)).toBe('gone')
  })

  test('answered at another phone is gone here and goes on there', async () => {
    const { peer, calls, told } = await callsOnPbx()
    const other: Chan = { ...PHONE, channel: 'PJSIP/102-0000000a', id: '13.14', num: '102' }
    peer.event(...RINGS, born(other, 'down'), dialBegin(CALLER, 'ring', other), turned(other, 'ringing'))
    await expect.poll(() => calls.forDevice('102')).toMatchObject([{ party: { number: '79161112233' } }])
    peer.event(
      turned(other, 'up'),
      dialEnd(CALLER, 'ring', PHONE, 'ringing', 'CANCEL'),
      hungUp(PHONE, 'ringing', 26),
      turned(CALLER, 'up'),
      enters(other, 'b1'),
      enters(CALLER, 'b1'),
    )
    await expect.poll(() => steps(told, '101')).toEqual(['alerting/connected', 'gone'])
    expect(steps(told, '102')).toEqual(['alerting/connected', 'connected/connected'])
  })

  test('to a phone that is not there shows nothing', async () => {
    const { peer, calls, pbx, told } = await callsOnPbx()
    peer.event(born(CALLER, 'ring'), born(SILENT, 'down'), named(PHONE, 'down'), dialBegin(CALLER, 'ring', PHONE))
    peer.event(hungUp(PHONE, 'down', 3), hungUp(CALLER, 'ring', 3))
    await expect.poll(() => pbx.legs()).toEqual([])
    expect(told).toEqual([])
    expect(calls.forDevice('101')).toEqual([])
  })

  test('moved on to a second phone is gone at the first', async () => {
    const { peer, told } = await callsOnPbx()
    peer.event(...RINGS)
    await expect.poll(() => steps(told, '101')).toHaveLength(1)
    const next: Chan = { ...PHONE, channel: 'PJSIP/102-0000000a', id: '13.14', num: '102' }
    peer.event(
      dialEnd(CALLER, 'ring', PHONE, 'ringing', 'NOANSWER'),
      hungUp(PHONE, 'ringing', 16),
      born(next, 'down'),
      dialBegin(CALLER, 'ring', next),
      turned(next, 'ringing'),
    )
    await expect.poll(() => steps(told, '102')).toEqual(['alerting/connected'])
    expect(steps(told, '101')).toEqual(['alerting/connected', 'gone'])
  })
})

describe('click-to-dial', () => {
  const COMMAND = '5f0c7a4e-0000-4000-8000-000000000001'
  const CALL = `trubka-${COMMAND}`
  const OWN: Chan = { channel: 'PJSIP/101-00000014', id: CALL, num: '101' }
  const READY: Chan = { ...OWN, num: '79161112233', connected: '79161112233', connectedName: 'Иван' }
  const BARE: Chan = { channel: 'PJSIP/trunk-00000015', id: '25.32', call: CALL }
  const CLIENT: Chan = { ...BARE, num: '79161112233', connected: '74951234567' }
  const PICK_UP = [born(OWN, 'down'), named(READY, 'down'), dialBegin(null, 'down', READY), turned(READY, 'ringing')]
  const CALLING = [
    turned(READY, 'up'),
    dialEnd(null, 'down', READY, 'up', 'ANSWER'),
    born(BARE, 'down'),
    named(CLIENT, 'down'),
    dialBegin(READY, 'up', CLIENT),
    turned(CLIENT, 'ringing'),
  ]

  async function calling() {
    const all = await callsOnPbx()
    all.peer.event(...PICK_UP)
    await expect.poll(() => steps(all.told, '101')).toEqual(['alerting/null'])
    all.peer.event(...CALLING)
    await expect.poll(() => steps(all.told, '101')).toEqual(['alerting/null', 'connected/alerting'])
    return all
  }

  test('says «pick up», then «calling the client», then talks', async () => {
    const { peer, calls, told } = await calling()
    expect(calls.forDevice('101')).toMatchObject([
      { id: CALL, commandId: COMMAND, direction: 'outgoing', party: { number: '79161112233' }, commands: ['clear'] },
    ])
    peer.event(
      turned(CLIENT, 'up'),
      dialEnd(READY, 'up', CLIENT, 'up', 'ANSWER'),
      enters(CLIENT, 'b1'),
      enters(READY, 'b1'),
    )
    await expect.poll(() => steps(told, '101').at(-1)).toBe('connected/connected')
    peer.event(leaves(READY, 'b1'), leaves(CLIENT, 'b1'), hungUp(CLIENT, 'up', 16), hungUp(READY, 'up', 16))
    await expect.poll(() => steps(told, '101').at(-1)).toBe('gone')
  })

  test.for([
    ['busy', 17, 'BUSY', 'busy'],
    ['refused', 21, 'BUSY', 'rejected'],
    ['not answered', 16, 'NOANSWER', 'noAnswer'],
    ['out of reach', 20, 'CHANUNAVAIL', 'unreachable'],
    ['no number at all', 1, 'CHANUNAVAIL', 'badNumber'],
    ['behind full lines', 34, 'CONGESTION', 'congestion'],
  ] as const)('says so when the client is %s', async ([, cause, status, word]) => {
    const { peer, told } = await calling()
    peer.event(
      dialEnd(READY, 'up', CLIENT, 'ringing', status),
      hungUp(CLIENT, 'ringing', cause),
      hungUp(READY, 'up', cause),
    )
    await expect.poll(() => steps(told, '101').at(-1)).toBe(`null/fail ${word}`)
    expect(steps(told, '101')).not.toContain('gone')
  })

  test('says so whichever leg ends first', async () => {
    const { peer, told } = await calling()
    peer.event(dialEnd(READY, 'up', CLIENT, 'ringing', 'NOANSWER'), hungUp(READY, 'up', 16))
    peer.event(hungUp(CLIENT, 'ringing', 16))
    await expect.poll(() => steps(told, '101')).toEqual(['alerting/null', 'connected/alerting', 'null/fail noAnswer'])
  })

  test('says so while the operator still hears the busy tone', async () => {
    const { peer, told } = await calling()
    peer.event(dialEnd(READY, 'up', CLIENT, 'ringing', 'BUSY'), hungUp(CLIENT, 'ringing', 17))
    await expect.poll(() => steps(told, '101').at(-1)).toBe('connected/fail busy')
    peer.event(hungUp(READY, 'up', 16))
    await expect.poll(() => steps(told, '101').at(-1)).toBe('null/fail busy')
  })

  test('is gone when the operator gives up', async () => {
    const { peer, told } = await calling()
    peer.event(dialEnd(READY, 'up', CLIENT, 'ringing', 'CANCEL'), hungUp(CLIENT, 'ringing', 16), hungUp(READY, 'up', 0))
    await expect.poll(() => steps(told, '101')).toEqual(['alerting/null', 'connected/alerting', 'gone'])
  })

  test('says so when the own phone is not picked up', async () => {
    const { peer, told } = await callsOnPbx()
    peer.event(...PICK_UP, hungUp(READY, 'ringing', 19))
    await expect.poll(() => steps(told, '101')).toEqual(['fail/null noAnswer'])
  })

  test('says so when the own phone refuses', async () => {
    const { peer, told } = await callsOnPbx()
    peer.event(...PICK_UP, dialEnd(null, 'down', READY, 'ringing', 'BUSY'), hungUp(READY, 'ringing', 17))
    await expect.poll(() => steps(told, '101').at(-1)).toBe('fail/null busy')
  })

  test('says so when nothing could be dialled at all', async () => {
    const { peer, told } = await callsOnPbx()
    peer.event(...PICK_UP, turned(READY, 'up'), hungUp(READY, 'up', 20))
    await expect.poll(() => steps(told, '101').at(-1)).toBe('null/fail unreachable')
  })

  test('goes on when a second line is tried', async () => {
    const { peer, told } = await calling()
    const second: Chan = { ...CLIENT, channel: 'PJSIP/trunk-00000016', id: '25.33' }
    peer.event(dialEnd(READY, 'up', CLIENT, 'down', 'CONGESTION'), hungUp(CLIENT, 'down', 34))
    peer.event(born(second, 'down'), dialBegin(READY, 'up', second), turned(second, 'ringing'))
    await expect.poll(() => steps(told, '101').at(-1)).toBe('connected/alerting')
    peer.event(turned(second, 'up'), enters(second, 'b1'), enters(READY, 'b1'))
    await expect.poll(() => steps(told, '101').at(-1)).toBe('connected/connected')
    peer.event(hungUp(second, 'up', 16), hungUp(READY, 'up', 16))
    await expect.poll(() => steps(told, '101').at(-1)).toBe('gone')
  })

  test('to a colleague shows each the other', async () => {
    const { peer, calls } = await callsOnPbx()
    const own: Chan = { ...OWN, connected: '101' }
    const other: Chan = { channel: 'PJSIP/102-00000015', id: '25.32', call: CALL, num: '102', connected: '101' }
    peer.event(
      born(own, 'down'),
      turned(own, 'ringing'),
      turned(own, 'up'),
      born(other, 'down'),
      turned(other, 'ringing'),
    )
    await expect
      .poll(() => calls.forDevice('102'))
      .toMatchObject([{ direction: 'incoming', local: 'alerting', party: { number: '101' }, commandId: null }])
    expect(calls.forDevice('101')).toMatchObject([
      { direction: 'outgoing', remote: 'alerting', party: { number: '102' }, commandId: COMMAND },
    ])
  })
})

describe('a call dialled at the phone', () => {
  const OWN: Chan = { channel: 'PJSIP/101-00000020', id: '75.41', num: '101', exten: '102' }
  const OTHER: Chan = {
    channel: 'PJSIP/102-00000021',
    id: '75.42',
    call: '75.41',
    num: '102',
    connected: '101',
    connectedName: 'Operator 101',
  }

  test('to a colleague is one call for each of them', async () => {
    const { peer, calls, told } = await callsOnPbx()
    peer.event(born(OWN, 'ring'))
    await expect.poll(() => calls.forDevice('101')).toMatchObject([{ local: 'initiated', party: { number: '102' } }])
    peer.event(born(OTHER, 'down'), dialBegin(OWN, 'ring', OTHER), turned(OTHER, 'ringing'))
    await expect
      .poll(() => calls.forDevice('102'))
      .toMatchObject([
        { direction: 'incoming', party: { number: '101', name: 'Operator 101' }, commands: ['answer', 'clear'] },
      ])
    peer.event(turned(OTHER, 'up'), turned(OWN, 'up'), enters(OTHER, 'b'), enters(OWN, 'b'))
    await expect.poll(() => steps(told, '101')).toEqual(['initiated/null', 'connected/alerting', 'connected/connected'])
    peer.event(hungUp(OWN, 'up', 16), hungUp(OTHER, 'up', 16))
    await expect.poll(() => steps(told, '102')).toEqual(['alerting/connected', 'connected/connected', 'gone'])
    expect(steps(told, '101').at(-1)).toBe('gone')
  })

  test('and called off there is no failure', async () => {
    const { peer, told } = await callsOnPbx()
    peer.event(born(OWN, 'ring'), born(OTHER, 'down'), dialBegin(OWN, 'ring', OTHER), turned(OTHER, 'ringing'))
    await expect.poll(() => steps(told, '101')).toEqual(['connected/alerting'])
    peer.event(
      dialEnd(OWN, 'ring', OTHER, 'ringing', 'CANCEL'),
      hungUp(OWN, 'ring', 127),
      hungUp(OTHER, 'ringing', 127),
    )
    await expect.poll(() => steps(told, '101')).toEqual(['connected/alerting', 'gone'])
    expect(steps(told, '102')).toEqual(['alerting/connected', 'gone'])
  })

  test('to somebody busy says so', async () => {
    const { peer, told } = await callsOnPbx()
    peer.event(born(OWN, 'ring'), born(OTHER, 'down'), dialBegin(OWN, 'ring', OTHER), turned(OTHER, 'ringing'))
    peer.event(dialEnd(OWN, 'ring', OTHER, 'ringing', 'BUSY'), hungUp(OTHER, 'ringing', 17), hungUp(OWN, 'ring', 17))
    await expect.poll(() => steps(told, '101').at(-1)).toBe('null/fail busy')
  })
})

describe('a call on hold', () => {
  test('is on the side that pressed it', async () => {
    const { peer, told } = await callsOnPbx()
    peer.event(...RINGS, ...TALKS)
    await expect.poll(() => steps(told, '101')).toEqual(['connected/connected'])
    peer.event({ ...turned(PHONE, 'up'), Event: 'Hold' })
    await expect.poll(() => steps(told, '101').at(-1)).toBe('hold/connected')
    peer.event({ ...turned(PHONE, 'up'), Event: 'Unhold' })
    await expect.poll(() => steps(told, '101').at(-1)).toBe('connected/connected')
  })
})

describe('after the link was lost', () => {
  test('calls that ended meanwhile are gone, those that go on are as they are now', async () => {
    const { peer, calls, told } = await callsOnPbx()
    const second = { ...CALLER, id: '14.1', channel: 'PJSIP/trunk-00000031' }
    const there: Chan = { ...PHONE, channel: 'PJSIP/102-00000032', id: '14.2', call: '14.1', num: '102' }
    peer.event(...RINGS, born(second, 'ring'), born(there, 'down'), turned(there, 'ringing'))
    await expect.poll(() => calls.forDevice('102')).toHaveLength(1)
    peer.script.set('CoreShowChannels', () =>
      list([shown(CALLER, 'up', { BridgeId: 'b1' }), shown(PHONE, 'up', { BridgeId: 'b1' })]),
    )
    peer.dropAll()
    await expect.poll(() => steps(told, '101')).toEqual(['alerting/connected', 'connected/connected'])
    expect(steps(told, '102')).toEqual(['alerting/connected', 'gone'])
  })

  test('nothing is told when nothing has changed', async () => {
    const { peer, calls, pbx, told } = await callsOnPbx()
    peer.event(...RINGS)
    await expect.poll(() => calls.forDevice('101')).toHaveLength(1)
    peer.script.set('CoreShowChannels', () => list([shown(CALLER, 'ring'), shown(PHONE, 'ringing')]))
    let pictures = 0
    pbx.on('picture', () => pictures++)
    peer.dropAll()
    await expect.poll(() => pictures).toBe(1)
    expect(steps(told, '101')).toEqual(['alerting/connected'])
  })

  test('a server that starts anew finds the calls that are going on', async () => {
    const { peer, calls } = await callsOnPbx()
    const own: Chan = { channel: 'PJSIP/101-00000014', id: 'trubka-abc', num: '79161112233', connected: '79161112233' }
    const client: Chan = { channel: 'PJSIP/trunk-00000015', id: '25.32', call: 'trubka-abc', num: '79161112233' }
    peer.script.set('CoreShowChannels', () => {
      const more = { BridgeId: 'b1', Duration: '00:01:00' }
      return list([shown(own, 'up', more), shown(client, 'up', more)])
    })
    peer.dropAll()
    await expect
      .poll(() => calls.forDevice('101'))
      .toMatchObject([{ commandId: 'abc', direction: 'outgoing', local: 'connected', remote: 'connected' }])
    const [call] = calls.forDevice('101')
    expect(Date.now() - (call?.answeredAt ?? 0)).toBeGreaterThanOrEqual(60_000)
  })
})
