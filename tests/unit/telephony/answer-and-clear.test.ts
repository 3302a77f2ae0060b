import { describe, expect, test } from 'vitest'
import { type AmiPeer, type Fields, list, refusal } from './ami-peer.ts'
import { born, type Chan, dialBegin, dialEnd, enters, fields, hungUp, shown, turned } from './events.ts'
import { connected } from './pbx-under-test.ts'

const CALLER: Chan = { channel: 'PJSIP/trunk-00000001', id: '100.1', num: '79161112233' }
const PHONE: Chan = { channel: 'PJSIP/101-00000002', id: '100.2', call: '100.1', num: '101', connected: '79161112233' }
/** Rings for the same caller. */
const OTHER: Chan = { ...PHONE, channel: 'PJSIP/102-00000004', id: '100.4', num: '102' }
const NEXT: Chan = { channel: 'PJSIP/trunk-00000005', id: '100.5', num: '79161112244' }
const AGAIN: Chan = { ...PHONE, channel: 'PJSIP/101-00000003', id: '100.3' }

async function ringing(prepare: (peer: AmiPeer) => void = () => {}) {
  const all = await connected({}, prepare)
  all.peer.event(born(CALLER, 'ring'), born(PHONE, 'down'), dialBegin(CALLER, 'ring', PHONE), turned(PHONE, 'ringing'))
  await expect.poll(() => all.pbx.legs().at(-1)?.state).toBe('ringing')
  return all
}

describe('answering from the panel', () => {
  test('asks the phone to go off-hook, and is done when it has', async () => {
    const { peer, pbx } = await ringing((each) =>
      each.script.set('PJSIPNotify', (_, login) => {
        login.send(turned(PHONE, 'up'))
        login.send(dialEnd(CALLER, 'ring', PHONE, 'up', 'ANSWER'))
        return [{ Response: 'Success', Message: 'NOTIFY sent' }]
      }),
    )
    await pbx.answer('100.2')
    expect(peer.asked('PJSIPNotify')).toMatchObject([{ Channel: 'PJSIP/101-00000002', Variable: 'Event=talk' }])
    expect(peer.asked('Redirect')).toEqual([])
  })

  test('rings a phone anew that does not know how', async () => {
    const { peer, pbx } = await ringing((each) => each.script.set('Redirect', ringsAnew))
    await pbx.answer('100.2')
    expect(peer.asked('Redirect')).toMatchObject([
      { Channel: 'PJSIP/trunk-00000001', Context: 'trubka-answer', Exten: '101', Priority: '1', user: 'cti' },
    ])
    expect(pbx.legs()).toMatchObject([{ id: '100.1' }, { id: '100.3', state: 'up' }])
  })

  test('rings it anew at once when the PBX cannot notify', async () => {
    const { pbx } = await ringing((each) => {
      each.script.set('PJSIPNotify', () => refusal('Invalid/unknown command'))
      each.script.set('Redirect', ringsAnew)
    })
    await pbx.answer('100.2')
  })

  test('is too late when the caller has given up', async () => {
    const { pbx } = await ringing((each) =>
      each.script.set('PJSIPNotify', (_, login) => {
        login.send(hungUp(PHONE, 'ringing', 127))
        login.send(hungUp(CALLER, 'ring', 127))
        return [{ Response: 'Success' }]
      }),
    )
    await expect(pbx.answer('100.2')).rejects.toMatchObject({ code: 'notNow' })
  })

  test.each([
    ['the caller is hanging up', { Event: 'HangupRequest', ...fields(CALLER, 'ring'), Cause: '16' }],
    ['the caller has', hungUp(CALLER, 'ring', 127)],
    ['the ring time is over', dialEnd(CALLER, 'ring', PHONE, 'ringing', 'NOANSWER')],
    ['another phone of the group was answered', dialEnd(CALLER, 'ring', OTHER, 'up', 'ANSWER')],
  ])('is too late when %s: a leg that is about to end is asked nothing', async (_, event) => {
    const { peer, pbx } = await ringing(() => {})
    peer.event(
      born(OTHER, 'down'),
      dialBegin(CALLER, 'ring', OTHER),
      turned(OTHER, 'ringing'),
      event,
      born(NEXT, 'ring'),
    )
    await expect.poll(() => pbx.legs().at(-1)?.id).toBe('100.5')
    await expect(pbx.answer('100.2')).rejects.toMatchObject({ code: 'notNow' })
    expect(peer.asked('PJSIPNotify')).toEqual([])
  })

  test('is too late once it was refused here, and the PBX is asked nothing about a phone that is being hung up', async () => {
    const { peer, pbx } = await ringing((each) => each.script.set('Redirect', ringsAnew))
    const cleared = pbx.clear('100.2')
    await expect(pbx.answer('100.2')).rejects.toMatchObject({ code: 'notNow' })
    await cleared
    expect([...peer.asked('PJSIPNotify'), ...peer.asked('Redirect')]).toEqual([])
  })

  test('of a phone that stops ringing by what its caller does is too late, and the PBX is not asked', async () => {
    const asks: Chan = { channel: 'PJSIP/101-00000002', id: '100.2', call: '100.1', num: '101' }
    const asked: Chan = { channel: 'PJSIP/102-00000003', id: '100.3', call: '100.1', num: '102' }
    const { peer, pbx } = await connected()
    peer.event(born(asks, 'up'), born(asked, 'down'), dialBegin(asks, 'up', asked), turned(asked, 'ringing'))
    await expect.poll(() => pbx.legs().at(-1)?.state).toBe('ringing')
    const cleared = pbx.clear('100.2')
    await expect(pbx.answer('100.3')).rejects.toMatchObject({ code: 'notNow' })
    await cleared
    expect(peer.asked('PJSIPNotify')).toEqual([])
  })

  test('is possible after all when the PBX has refused to hang up', async () => {
    const { peer, pbx } = await ringing((each) => {
      each.script.set('Hangup', () => refusal('Permission denied'))
      each.script.set('PJSIPNotify', (_, login) => {
        login.send(turned(PHONE, 'up'))
        return [{ Response: 'Success', Message: 'NOTIFY sent' }]
      })
    })
    await expect(pbx.clear('100.2')).rejects.toMatchObject({ code: 'refusedByPbx' })
    await pbx.answer('100.2')
    expect(peer.asked('PJSIPNotify')).toHaveLength(1)
  })

  test('is not possible when the caller cannot be moved', async () => {
    const { pbx } = await ringing((each) => each.script.set('Redirect', () => refusal('Channel does not exist')))
    await expect(pbx.answer('100.2')).rejects.toMatchObject({ code: 'notNow' })
  })

  test('of a call that is answered already is no error', async () => {
    const { peer, pbx } = await ringing()
    peer.event(turned(PHONE, 'up'))
    await expect.poll(() => pbx.legs().at(-1)?.state).toBe('up')
    await pbx.answer('100.2')
    expect(peer.asked('PJSIPNotify')).toEqual([])
  })

  test('is only for phones of ours', async () => {
    const { pbx } = await ringing()
    await expect(pbx.answer('100.1')).rejects.toMatchObject({ code: 'noSuchCall' })
    await expect(pbx.answer('nothing')).rejects.toMatchObject({ code: 'noSuchCall' })
  })
})

describe('answering, when the server came while the phone rang', () => {
  const CLIENT: Chan = { ...CALLER, exten: '102' }
  const ASKS: Chan = { channel: 'PJSIP/102-00000002', id: '100.2', call: '100.1', num: '102', exten: '101' }
  const ASKED: Chan = { channel: 'PJSIP/101-00000003', id: '100.3', call: '100.1', num: '101' }
  const CONSULT = { Context: 'trubka-consult' }

  const found = (...channels: Fields[]) =>
    connected({}, (peer) => {
      peer.script.set('CoreShowChannels', () => list(channels))
      peer.script.set('PJSIPNotify', () => refusal('Invalid/unknown command'))
      peer.script.set('Redirect', () => refusal('Channel does not exist'))
    })

  test('the colleague who asks is rung for, not the client on hold', async () => {
    const { peer, pbx } = await found(
      shown(CLIENT, 'up', { Context: 'trubka-hold' }),
      shown(ASKS, 'up', CONSULT),
      shown(ASKED, 'ringing'),
    )
    await expect(pbx.answer('100.3')).rejects.toMatchObject({ code: 'notNow' })
    expect(peer.asked('Redirect')).toMatchObject([{ Channel: 'PJSIP/102-00000002', Context: 'trubka-consult' }])
  })

  test('the client who rings it is moved', async () => {
    const { peer, pbx } = await found(shown(CALLER, 'ring'), shown(PHONE, 'ringing'))
    await expect(pbx.answer('100.2')).rejects.toMatchObject({ code: 'notNow' })
    expect(peer.asked('Redirect')).toMatchObject([{ Channel: 'PJSIP/trunk-00000001', Context: 'trubka-answer' }])
  })

  test('nobody is moved where it is not certain who rings it', async () => {
    const { peer, pbx } = await found(
      shown(CLIENT, 'up', { Context: 'trubka-hold' }),
      // A number outside, which forwards to this phone.
      shown({ ...ASKS, exten: '79160000000' }, 'up', CONSULT),
      shown(ASKED, 'ringing'),
    )
    await expect(pbx.answer('100.3')).rejects.toMatchObject({ code: 'notNow' })
    expect(peer.asked('Redirect')).toEqual([])
  })
})

describe('hanging up from the panel', () => {
  test('a ringing phone: the caller hears busy', async () => {
    const { peer, pbx } = await ringing()
    await pbx.clear('100.2')
    expect(peer.asked('Hangup')).toMatchObject([{ Channel: 'PJSIP/101-00000002', Cause: '17' }])
  })

  test('a conversation: it ends as any other', async () => {
    const { peer, pbx } = await ringing()
    peer.event(turned(PHONE, 'up'), enters(PHONE, 'b'))
    await expect.poll(() => pbx.legs().at(-1)?.bridgeId).toBe('b')
    await pbx.clear('100.2')
    expect(peer.asked('Hangup')).toMatchObject([{ Channel: 'PJSIP/101-00000002', Cause: '16' }])
  })

  test('a click-to-dial that still rings here: called off, no failure', async () => {
    const { peer, pbx, heard } = await connected()
    const own: Chan = { channel: 'PJSIP/101-00000009', id: 'trubka-1', num: '79161112233' }
    peer.event(born(own, 'down'), turned(own, 'ringing'))
    await expect.poll(() => pbx.legs().at(-1)?.state).toBe('ringing')
    await pbx.clear('trubka-1')
    expect(peer.asked('Hangup')).toMatchObject([{ Cause: '16' }])
    // The PBX calls it «no answer» all the same.
    peer.event(hungUp(own, 'ringing', 19))
    await expect.poll(() => heard.at(-1)).toMatchObject({ event: 'ended', cause: 'normal' })
  })

  test('what the PBX does not know any more is no call', async () => {
    const { pbx } = await ringing((each) => each.script.set('Hangup', () => refusal('No such channel')))
    await expect(pbx.clear('100.2')).rejects.toMatchObject({ code: 'noSuchCall' })
  })

  test('never the line outside', async () => {
    const { peer, pbx } = await ringing()
    await expect(pbx.clear('100.1')).rejects.toMatchObject({ code: 'noSuchCall' })
    expect(peer.asked('Hangup')).toEqual([])
  })
})

function ringsAnew(_: unknown, login: { send(fields: Record<string, string | string[]>): void }) {
  login.send(dialEnd(CALLER, 'ring', PHONE, 'ringing', 'CANCEL'))
  login.send(hungUp(PHONE, 'ringing', 16))
  login.send(born(AGAIN, 'down'))
  login.send(dialBegin(CALLER, 'ring', AGAIN))
  login.send(turned(AGAIN, 'ringing'))
  login.send(turned(AGAIN, 'up'))
  return [{ Response: 'Success', Message: 'Redirect successful' }]
}
