import { describe, expect, test } from 'vitest'
import { type AmiPeer, list } from './ami-peer.ts'
import { born, type Chan, dialBegin, fields, hungUp, turned } from './events.ts'
import { connected } from './pbx-under-test.ts'

/** The n-th call to the phone 101. */
const legs = (n: number): { caller: Chan; phone: Chan; again: Chan } => {
  const id = (part: number) => `${n}00.${part}`
  const caller = { channel: `PJSIP/trunk-${n}1`, id: id(1), num: '79161112233' }
  const phone = { channel: `PJSIP/101-${n}2`, id: id(2), call: id(1), num: '101' }
  return { caller, phone, again: { ...phone, channel: `PJSIP/101-${n}3`, id: id(3) } }
}

const says = (phone: Chan, talk: '0' | '1') => ({
  Event: 'UserEvent',
  ...fields(phone, 'up'),
  UserEvent: 'TrubkaPhone',
  Talk: talk,
})

const isThere = (state: string) => ({ Event: 'DeviceStateChange', Device: 'PJSIP/101', State: state })

/** `kept` = what the PBX keeps of the phone 101. */
async function phone101(kept = '') {
  const all = await connected({}, (peer) => {
    peer.script.set('DeviceStateList', () => list([isThere('NOT_INUSE')]))
    peer.script.set('Getvar', ({ Variable = '' }) => [
      { Response: 'Success', Variable, Value: Variable === 'TRUBKA_TALK_101' ? kept : '' },
    ])
  })
  const { peer, pbx } = all
  let count = 0
  async function rung() {
    const call = legs(++count)
    peer.event(born(call.caller, 'ring'), born(call.phone, 'down'), dialBegin(call.caller, 'ring', call.phone))
    peer.event(turned(call.phone, 'ringing'))
    await expect.poll(() => pbx.legs().find(({ id }) => id === call.phone.id)?.state).toBe('ringing')
    return call
  }
  /** By hand; `talk` = what it says of itself when it does. */
  async function pickedUp(talk: '0' | '1') {
    const { phone } = await rung()
    peer.event(turned(phone, 'up'), says(phone, talk), hungUp(phone, 'up', 16))
    await expect.poll(() => pbx.legs().some(({ id }) => id === phone.id)).toBe(false)
  }
  /** From the panel; the phone obeys the headers, not `talk`. */
  async function answered() {
    const { caller, phone, again } = await rung()
    peer.script.set('Redirect', (_, login) => {
      const events = [hungUp(phone, 'ringing', 16), born(again, 'down'), dialBegin(caller, 'ring', again)]
      for (const event of [...events, turned(again, 'ringing'), turned(again, 'up')]) login.send(event)
      return [{ Response: 'Success' }]
    })
    await pbx.answer(phone.id)
  }
  /** From the panel, and it obeys `talk`. */
  async function obeyed() {
    const { phone } = await rung()
    peer.script.set('PJSIPNotify', (_, login) => {
      login.send(turned(phone, 'up'))
      return [{ Response: 'Success' }]
    })
    await pbx.answer(phone.id)
    peer.script.delete('PJSIPNotify')
  }
  return { ...all, rung, pickedUp, answered, obeyed }
}

const notified = (peer: AmiPeer) => peer.asked('PJSIPNotify').length
const keptOf = (peer: AmiPeer) =>
  peer.asked('Setvar').flatMap(({ Variable, Value = '' }) => (Variable === 'TRUBKA_TALK_101' ? [Value] : []))

describe('A phone', () => {
  test('that has said it knows no `talk` is not asked by it, and the button says so before', async () => {
    const { pbx, peer, pickedUp, answered } = await phone101()
    expect(pbx.answerBy('101')).toBe('talk')
    await pickedUp('0')
    expect(pbx.answerBy('101')).toBe('autoAnswer')
    await answered()
    expect(notified(peer)).toBe(0)
  })

  test('that has said it does is not given up for being slow once', async () => {
    const { pbx, peer, pickedUp, answered } = await phone101()
    await pickedUp('1')
    await answered()
    expect(pbx.answerBy('101')).toBe('talk')
    await answered()
    expect(pbx.answerBy('101')).toBe('autoAnswer')
    // Saying it once more does not make it true.
    await pickedUp('1')
    expect(pbx.answerBy('101')).toBe('autoAnswer')
    expect(notified(peer)).toBe(2)
  })

  test('that has said nothing is asked by `talk` until it does not obey', async () => {
    const { pbx, peer, answered } = await phone101()
    expect(pbx.answerBy('101')).toBe('talk')
    await answered()
    expect(pbx.answerBy('101')).toBe('autoAnswer')
    await answered()
    expect(notified(peer)).toBe(1)
  })

  test('that has obeyed is not given up for being slow once, and is no slow one any more', async () => {
    const { pbx, obeyed, answered } = await phone101()
    await obeyed()
    await answered()
    await obeyed()
    await answered()
    expect(pbx.answerBy('101')).toBe('talk')
  })

  test('that comes back to the network may be another one', async () => {
    const { pbx, peer, pickedUp } = await phone101()
    await pickedUp('0')
    peer.event(isThere('UNAVAILABLE'), isThere('NOT_INUSE'))
    await expect.poll(() => pbx.answerBy('101')).toBe('talk')
    await expect.poll(() => keptOf(peer)).toEqual(['no', ''])
  })
})

describe('What is known of a phone', () => {
  test('is kept at the PBX when it changes', async () => {
    const { peer, pickedUp, answered } = await phone101()
    await pickedUp('1')
    await pickedUp('1')
    await answered()
    await answered()
    await expect.poll(() => keptOf(peer)).toEqual(['yes', 'fails'])
  })

  test.for(['no', 'fails'])('is found there by a server that starts later: «%s»', async (kept) => {
    const { pbx, peer, answered } = await phone101(kept)
    expect(pbx.answerBy('101')).toBe('autoAnswer')
    await answered()
    expect(notified(peer)).toBe(0)
    expect(keptOf(peer)).toEqual([])
  })

  test('there is believed only where it says what it may', async () => {
    const { pbx } = await phone101('\u001b[31mperhaps')
    expect(pbx.answerBy('101')).toBe('talk')
  })

  test('is forgotten of a phone that came back while the link was down', async () => {
    const { pbx, peer, heard, rung } = await phone101('no')
    expect(pbx.answerBy('101')).toBe('autoAnswer')
    peer.event(isThere('UNAVAILABLE'))
    // What comes after it has been heard.
    await rung()
    heard.length = 0
    peer.dropAll()
    await expect.poll(() => heard.at(-1)?.event).toBe('picture')
    expect(pbx.answerBy('101')).toBe('talk')
    await expect.poll(() => keptOf(peer)).toEqual([''])
  })

  test('outlives a link that is lost, and is newer than what is kept', async () => {
    const { pbx, peer, heard, pickedUp } = await phone101('yes')
    await pickedUp('0')
    heard.length = 0
    peer.dropAll()
    await expect.poll(() => heard.at(-1)?.event).toBe('picture')
    expect(pbx.answerBy('101')).toBe('autoAnswer')
    await expect.poll(() => keptOf(peer)).toEqual(['no', 'no'])
  })
})
