import { describe, expect, test } from 'vitest'
import { type AmiPeer, type Fields, refusal } from './ami-peer.ts'
import { born, type Chan, dialBegin, enters, fields, hungUp, leaves, shown, turned } from './events.ts'
import { connected } from './pbx-under-test.ts'

const CLIENT: Chan = { channel: 'PJSIP/city-00000001', id: '100.1', num: '79161112233', name: 'Ivan' }
const OWN: Chan = { channel: 'PJSIP/101-00000002', id: '100.2', call: '100.1', num: '101', connected: '79161112233' }
const ASKED: Chan = { channel: 'PJSIP/102-00000003', id: '100.3', call: '100.1', num: '102', connected: '101' }
const PHONES: Fields[] = [
  { Event: 'DeviceStateChange', Device: 'PJSIP/101', State: 'INUSE' },
  { Event: 'DeviceStateChange', Device: 'PJSIP/102', State: 'NOT_INUSE' },
  { Event: 'DeviceStateChange', Device: 'PJSIP/103', State: 'UNAVAILABLE' },
]
/** Said by the dialplan file. */
const comes = (chan: Chan, context: string, exten: string): Fields => ({
  Event: 'UserEvent',
  UserEvent: 'TrubkaPlace',
  ...fields({ ...chan, exten }, 'up'),
  Context: context,
})

/** As Asterisk does what it is told, for as much as a test needs. */
function obedient(peer: AmiPeer): void {
  peer.script.set('Redirect', ({ Channel, Context = '', Exten = '', ExtraContext, ExtraExten = '' }, login) => {
    const moved = [CLIENT, OWN, ASKED].find(({ channel }) => channel === Channel)
    if (!moved) return refusal('Channel does not exist')
    for (const each of [moved, OWN]) login.send(leaves(each, 'b1'))
    login.send(comes(moved, Context, Exten))
    if (ExtraContext) login.send(comes(OWN, ExtraContext, ExtraExten))
    return [{ Response: 'Success', Message: 'Redirect successful' }]
  })
  peer.script.set('Bridge', ({ Channel1, Channel2 }, login) => {
    for (const each of [CLIENT, OWN, ASKED])
      if (each.channel === Channel1 || each.channel === Channel2) login.send(enters(each, 'b2'))
    return [{ Response: 'Success' }]
  })
  peer.script.set('Hangup', ({ Channel }, login) => {
    const ended = [CLIENT, OWN, ASKED].find(({ channel }) => channel === Channel)
    if (ended) login.send(hungUp(ended, 'up', 16))
    return [{ Response: 'Success' }]
  })
}

async function talking(prepare: (peer: AmiPeer) => void = () => {}) {
  const all = await connected({}, (peer) => {
    obedient(peer)
    prepare(peer)
  })
  all.peer.event(...PHONES, born(CLIENT, 'ring'), born(OWN, 'down'), turned(OWN, 'up'), turned(CLIENT, 'up'))
  all.peer.event(enters(CLIENT, 'b1'), enters(OWN, 'b1'))
  await expect.poll(() => all.pbx.legs().map(({ bridgeId }) => bridgeId)).toEqual(['b1', 'b1'])
  await expect.poll(() => all.pbx.phones().size).toBe(3)
  return all
}
const WISH = { own: '100.2', other: '100.1' }
const set = (peer: AmiPeer) => Object.fromEntries(peer.asked('Setvar').map(({ Variable, Value }) => [Variable, Value]))

/** And the operator has asked a colleague. */
async function asked(state: 'ringing' | 'up') {
  const all = await talking()
  await all.pbx.consult({ ...WISH, to: '102', name: '' })
  all.peer.event(born(ASKED, 'down'), dialBegin(OWN, 'up', ASKED), turned(ASKED, state))
  if (state === 'up') all.peer.event(enters(ASKED, 'b5'), enters(OWN, 'b5'))
  await expect.poll(() => all.pbx.legs()[2]?.state).toBe(state)
  return all
}

/** Whether a number leads anywhere. */
const waysAsked = (peer: AmiPeer) =>
  peer.asked('Getvar').flatMap(({ Variable = '' }) => (Variable.includes('from-internal') ? [Variable] : []))

describe('hold', () => {
  test('sends both to their places in one go, each knowing the other', async () => {
    const { peer, pbx } = await talking()
    await pbx.hold('100.2', '100.1')
    expect(set(peer)).toEqual({ TRUBKA_HOLDER: '100.2', TRUBKA_HELD: '100.1' })
    expect(peer.asked('Redirect')).toMatchObject([
      {
        Channel: CLIENT.channel,
        Context: 'trubka-hold',
        Exten: '101',
        ExtraChannel: OWN.channel,
        ExtraContext: 'trubka-wait',
        ExtraExten: 's',
      },
    ])
    expect(pbx.legs()).toMatchObject([{ place: { is: 'hold', exten: '101' } }, { place: { is: 'wait' } }])
  })

  test('is undone by joining both, who afterwards are held by nobody', async () => {
    const { peer, pbx } = await talking()
    await pbx.hold('100.2', '100.1')
    await pbx.retrieve('100.2', '100.1')
    expect(peer.asked('Bridge')).toMatchObject([{ Channel1: CLIENT.channel, Channel2: OWN.channel }])
    expect(peer.asked('Setvar').slice(-2)).toMatchObject([
      { Channel: CLIENT.channel, Variable: 'TRUBKA_HOLDER', Value: '' },
      { Channel: OWN.channel, Variable: 'TRUBKA_HOLDER', Value: '' },
    ])
    expect(pbx.legs()).toMatchObject([{ place: null }, { place: null }])
  })

  test('begun at the phone is undone by asking the phone', async () => {
    const { peer, pbx } = await talking((each) =>
      each.script.set('PJSIPNotify', (_, login) => {
        login.send({ Event: 'Unhold', ...fields(OWN, 'up') })
        return [{ Response: 'Success' }]
      }),
    )
    peer.event({ Event: 'Hold', ...fields(OWN, 'up') })
    await expect.poll(() => pbx.legs()[1]?.held).toBe(true)
    await pbx.retrieve('100.2', '100.1')
    expect(peer.asked('PJSIPNotify')).toMatchObject([{ Channel: OWN.channel, Variable: 'Event=talk' }])
    expect(peer.asked('Bridge')).toEqual([])
  })

  test('of a call whose other side has just gone is refused as too late', async () => {
    const { pbx } = await talking((each) => each.script.set('Redirect', () => refusal('No such channel')))
    await expect(pbx.hold('100.2', '100.1')).rejects.toMatchObject({ code: 'notNow' })
    await expect(pbx.hold('100.2', '100.9')).rejects.toMatchObject({ code: 'notNow' })
  })

  test('whose operator hangs up in the instant in which it is undone is refused as too late, and at once', async () => {
    const { pbx } = await talking((peer) =>
      peer.script.set('Bridge', (_, login) => {
        login.send(hungUp(OWN, 'up', 16))
        return [{ Response: 'Success' }]
      }),
    )
    await pbx.hold('100.2', '100.1')
    await expect(pbx.retrieve('100.2', '100.1')).rejects.toMatchObject({ code: 'notNow' })
  })

  test('whose operator hangs up in the instant in which it begins is refused as too late, and at once', async () => {
    const { pbx } = await talking((peer) =>
      peer.script.set('Redirect', (_, login) => {
        login.send(hungUp(OWN, 'up', 16))
        return [{ Response: 'Success', Message: 'Redirect successful' }]
      }),
    )
    await expect(pbx.hold('100.2', '100.1')).rejects.toMatchObject({ code: 'notNow' })
  })

  test('is found in a dump by where the legs are, and not for those who talk again', async () => {
    const at = (context: string, exten: string, bridge = '') => ({ Context: context, Exten: exten, BridgeId: bridge })
    const { pbx } = await connected({}, (each) =>
      each.script.set('CoreShowChannels', () => [
        { Response: 'Success', EventList: 'start' },
        shown(CLIENT, 'up', at('trubka-hold', '101')),
        shown(OWN, 'up', at('trubka-wait', 's')),
        shown({ ...CLIENT, id: '200.1' }, 'up', at('trubka-hold', '101', 'b7')),
        { Event: 'CoreShowChannelsComplete', EventList: 'Complete' },
      ]),
    )
    expect(pbx.legs().map(({ place }) => place)).toEqual([
      { is: 'hold', exten: '101' },
      { is: 'wait', exten: '' },
      null,
    ])
  })
})

describe('asking a colleague', () => {
  test('holds and rings with one Redirect, under the operator’s own number and name', async () => {
    const { peer, pbx } = await talking()
    await pbx.consult({ ...WISH, to: '102', name: 'Анна "А" <b>\r\nAction: Logoff' })
    expect(peer.asked('Redirect')).toMatchObject([
      { Context: 'trubka-hold', Exten: '101', ExtraContext: 'trubka-consult', ExtraExten: '102' },
    ])
    expect(set(peer)).toMatchObject({ TRUBKA_SELF: '101', TRUBKA_NAME: 'Анна А bAction: Logoff', TRUBKA_OUT: '' })
    expect(peer.asked('Logoff')).toEqual([])
    expect(waysAsked(peer)).toEqual([])
  })

  test('outside goes the way that all calls outside go', async () => {
    const { peer, pbx } = await talking((each) =>
      each.script.set('Getvar', () => [{ Response: 'Success', Value: '1' }]),
    )
    await pbx.consult({ ...WISH, to: '79030000011', name: '' })
    expect(waysAsked(peer)).toEqual(['DIALPLAN_EXISTS(from-internal,79030000011,1)'])
    expect(set(peer)).toMatchObject({ TRUBKA_OUT: 'from-internal' })
  })

  test.each([
    ['oneself', '101', 'toSelf'],
    ['a phone off the network', '103', 'calleeOffline'],
    ['a number that leads nowhere', '999', 'badNumber'],
    ['what is no number', '102,1', 'badNumber'],
  ])('%s is refused before anything is done', async (_, to, code) => {
    const { peer, pbx } = await talking((each) =>
      each.script.set('Getvar', () => [{ Response: 'Success', Value: '0' }]),
    )
    await expect(pbx.consult({ ...WISH, to, name: '' })).rejects.toMatchObject({ code })
    await expect(pbx.singleStepTransfer({ ...WISH, to })).rejects.toMatchObject({ code })
    expect([...peer.asked('Redirect'), ...peer.asked('Setvar'), ...peer.asked('Hangup')]).toEqual([])
  })

  const order = (peer: AmiPeer) =>
    peer.actions
      .filter(({ Action = '' }) => ['Redirect', 'Bridge', 'Hangup'].includes(Action))
      .map(({ Action, Channel, Channel1, Channel2, Context }) =>
        [Action, Context, Channel ?? `${Channel1}+${Channel2}`].filter(Boolean).join(' '),
      )
      .slice(1)

  test('given the caller: joined by way of our dialplan, then the operator leaves', async () => {
    const { peer, pbx } = await asked('up')
    await pbx.transfer({ own: '100.2', caller: '100.1', consulted: '100.3', to: '102' })
    expect(order(peer)).toEqual([
      `Redirect trubka-hold ${ASKED.channel}`,
      `Bridge ${CLIENT.channel}+${ASKED.channel}`,
      `Hangup ${OWN.channel}`,
    ])
  })

  test('let go: the caller is fetched first, then the colleague is hung up', async () => {
    const { peer, pbx } = await asked('up')
    await pbx.reconnect({ own: '100.2', caller: '100.1', consulted: '100.3' })
    expect(order(peer)).toEqual([`Bridge ${CLIENT.channel}+${OWN.channel}`, `Hangup ${ASKED.channel}`])
  })

  test.each([
    ['who rings', '100.3'],
    ['whose phone does not ring yet', null],
  ])('let go %s: the operator’s leg stops dialling, then the caller is fetched', async (_, consulted) => {
    const { peer, pbx } = await asked('ringing')
    await pbx.reconnect({ own: '100.2', caller: '100.1', consulted })
    expect(order(peer)).toEqual([`Redirect trubka-wait ${OWN.channel}`, `Bridge ${CLIENT.channel}+${OWN.channel}`])
  })

  test('in turn: the one is held, the other fetched', async () => {
    const { peer, pbx } = await asked('up')
    await pbx.alternate({ own: '100.2', active: '100.3', held: '100.1' })
    expect(order(peer)).toEqual([`Redirect trubka-hold ${ASKED.channel}`, `Bridge ${CLIENT.channel}+${OWN.channel}`])
    expect(set(peer)).toMatchObject({ TRUBKA_HELD: '100.3' })
  })
})

describe('three together', () => {
  const THREE = { own: '100.2', active: '100.3', held: '100.1' }
  /** Whoever is sent to a conference comes into one bridge with the others. */
  const confers = (peer: AmiPeer, instead: (channel: string) => Fields[] | null = () => null) =>
    peer.script.set('Redirect', ({ Channel = '', Context, Exten = '', ExtraChannel }, login) => {
      const answer = instead(Channel)
      if (answer) return answer
      for (const each of [CLIENT, OWN, ASKED]) {
        if (each.channel !== Channel && each.channel !== ExtraChannel) continue
        login.send(Context === 'trubka-conference' ? enters(each, 'b9') : comes(each, Context ?? '', Exten))
      }
      return [{ Response: 'Success' }]
    })

  test('the two who talk come first, with one Redirect; then whoever is held', async () => {
    const { peer, pbx } = await asked('up')
    confers(peer)
    await pbx.conference(THREE)
    expect(peer.asked('Redirect').slice(-2)).toMatchObject([
      { Channel: ASKED.channel, Context: 'trubka-conference', Exten: '101', ExtraChannel: OWN.channel },
      { Channel: CLIENT.channel, Context: 'trubka-conference', Exten: '101' },
    ])
    expect(new Set(pbx.legs().map(({ bridgeId }) => bridgeId))).toEqual(new Set(['b9']))
  })

  test('refused by the PBX at once: everything is as it was', async () => {
    const { peer, pbx } = await asked('up')
    confers(peer, () => refusal('Permission denied'))
    const before = pbx.legs()
    await expect(pbx.conference(THREE)).rejects.toMatchObject({ code: 'refusedByPbx' })
    expect(pbx.legs()).toEqual(before)
  })

  test.each([
    ['1', '0', true],
    ['0', '0', false],
    ['1', '', false],
  ])(
    'are offered where the dialplan has the place (%s) and the module is loaded (%s): %s',
    async (place, parties, known) => {
      const { pbx } = await connected({}, (peer) =>
        peer.script.set('Getvar', ({ Variable = '' }) => [
          { Response: 'Success', Variable, Value: Variable.startsWith('CONFBRIDGE_INFO') ? parties : place },
        ]),
      )
      expect(pbx.conferences).toBe(known)
    },
  )
})

describe('a transfer without asking', () => {
  test('moves the caller, with the way back, and lets the operator go', async () => {
    const { peer, pbx } = await talking()
    await pbx.singleStepTransfer({ ...WISH, to: '102' })
    expect(set(peer)).toEqual({ TRUBKA_BACK: '101', TRUBKA_OUT: '' })
    expect(peer.asked('Redirect')).toMatchObject([
      { Channel: CLIENT.channel, Context: 'trubka-transfer', Exten: '102' },
    ])
    expect(peer.asked('Hangup')).toMatchObject([{ Channel: OWN.channel, Cause: '16' }])
  })

  test('that the PBX refuses leaves both where they are', async () => {
    const { peer, pbx } = await talking((each) => each.script.set('Redirect', () => refusal('Permission denied')))
    await expect(pbx.singleStepTransfer({ ...WISH, to: '102' })).rejects.toMatchObject({ code: 'refusedByPbx' })
    expect(peer.asked('Hangup')).toEqual([])
  })
})

test('keys go to the leg they are for, one after the other', async () => {
  const { peer, pbx } = await talking()
  await pbx.generateDigits('100.1', '1*#')
  expect(peer.asked('PlayDTMF').map(({ Channel, Digit }) => `${Channel} ${Digit}`)).toEqual([
    `${CLIENT.channel} 1`,
    `${CLIENT.channel} *`,
    `${CLIENT.channel} #`,
  ])
  await expect(pbx.generateDigits('100.1', '1\r\nx')).rejects.toMatchObject({ code: 'invalidParams' })
})

test('a phone that did not obey `talk` is rung anew at once the next time, until it comes back into the network', async () => {
  const { peer, pbx } = await connected({ talkWithin: 20, autoAnswerWithin: 20 })
  peer.event(
    PHONES[0] ?? {},
    born(CLIENT, 'ring'),
    born(OWN, 'down'),
    dialBegin(CLIENT, 'ring', OWN),
    turned(OWN, 'ringing'),
  )
  await expect.poll(() => pbx.legs()[1]?.state).toBe('ringing')
  expect(pbx.answerBy('101')).toBe('talk')
  await expect(pbx.answer('100.2')).rejects.toMatchObject({ code: 'notNow' })
  expect(pbx.answerBy('101')).toBe('autoAnswer')
  await expect(pbx.answer('100.2')).rejects.toMatchObject({ code: 'notNow' })
  expect(peer.asked('PJSIPNotify')).toHaveLength(1)
  peer.event({ Event: 'DeviceStateChange', Device: 'PJSIP/101', State: 'UNAVAILABLE' }, PHONES[0] ?? {})
  await expect.poll(() => pbx.answerBy('101')).toBe('talk')
})
