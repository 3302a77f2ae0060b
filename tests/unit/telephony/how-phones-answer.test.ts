import { expect, test } from 'vitest'
import type { AmiPeer, Fields } from './ami-peer.ts'
import { born, type Chan, dialBegin, hungUp, turned } from './events.ts'
import { connected } from './pbx-under-test.ts'

/** The n-th call to the phone 101. */
const legs = (n: number): { caller: Chan; phone: Chan; again: Chan } => {
  const id = (part: number) => `${n}00.${part}`
  const caller = { channel: `PJSIP/trunk-${n}1`, id: id(1), num: '79161112233' }
  const phone = { channel: `PJSIP/101-${n}2`, id: id(2), call: id(1), num: '101' }
  return { caller, phone, again: { ...phone, channel: `PJSIP/101-${n}3`, id: id(3) } }
}

/** `events` = what the phone says in `Allow-Events`; null = a PBX that cannot tell. */
function says(events: string | null) {
  return ({ script }: AmiPeer) =>
    script.set('Getvar', ({ Variable = '' }) => {
      const values: Fields = {
        'PJSIP_RESPONSE_HEADER(read,CSeq)': '7 INVITE',
        'PJSIP_RESPONSE_HEADER(read,Allow-Events)': events ?? '',
      }
      return [{ Response: 'Success', Variable, Value: events === null ? '' : (values[Variable] ?? '') }]
    })
}

async function phone101(events: string | null) {
  const all = await connected({}, says(events))
  const { peer, pbx } = all
  let count = 0
  async function rung() {
    const call = legs(++count)
    peer.event(born(call.caller, 'ring'), born(call.phone, 'down'), dialBegin(call.caller, 'ring', call.phone))
    peer.event(turned(call.phone, 'ringing'))
    await expect.poll(() => pbx.legs().find(({ id }) => id === call.phone.id)?.state).toBe('ringing')
    return call
  }
  /** Picked up by hand, which is when the phone says what it can. */
  async function pickedUp() {
    const call = await rung()
    const before = peer.asked('Getvar').length
    peer.event(turned(call.phone, 'up'))
    await expect.poll(() => peer.asked('Getvar').length).toBe(before + 2)
    expect(peer.asked('Getvar').at(-1)).toMatchObject({ Channel: call.phone.channel })
  }
  /** Answered from the panel; the phone obeys the headers, not `talk`. */
  async function answered() {
    const { caller, phone, again } = await rung()
    peer.script.set('Redirect', (_, login) => {
      const events = [hungUp(phone, 'ringing', 16), born(again, 'down'), dialBegin(caller, 'ring', again)]
      for (const event of [...events, turned(again, 'ringing'), turned(again, 'up')]) login.send(event)
      return [{ Response: 'Success' }]
    })
    await pbx.answer(phone.id)
  }
  return { ...all, rung, pickedUp, answered }
}

const notified = (peer: AmiPeer) => peer.asked('PJSIPNotify').length

test('a phone that has said it knows no `talk` is not asked by it, and the button says so before', async () => {
  const { pbx, peer, pickedUp, answered } = await phone101('check-sync')
  expect(pbx.answerBy('101')).toBe('talk')
  await pickedUp()
  await expect.poll(() => pbx.answerBy('101')).toBe('autoAnswer')
  await answered()
  expect(notified(peer)).toBe(0)
})

test('a phone that has said it does is not given up for being slow once', async () => {
  const { pbx, peer, pickedUp, answered } = await phone101('Talk,hold')
  await pickedUp()
  await answered()
  expect(pbx.answerBy('101')).toBe('talk')
  await answered()
  expect(pbx.answerBy('101')).toBe('autoAnswer')
  expect(notified(peer)).toBe(2)
})

test('one of which the PBX cannot tell is asked by `talk` until it does not obey', async () => {
  const { pbx, peer, pickedUp, answered } = await phone101(null)
  await pickedUp()
  expect(pbx.answerBy('101')).toBe('talk')
  await answered()
  expect(pbx.answerBy('101')).toBe('autoAnswer')
  await answered()
  expect(notified(peer)).toBe(1)
})

test('one that obeys is no slow one any more', async () => {
  const { pbx, peer, pickedUp, answered, rung } = await phone101('talk')
  await pickedUp()
  await answered()
  const { phone } = await rung()
  peer.script.set('PJSIPNotify', (_, login) => {
    login.send(turned(phone, 'up'))
    return [{ Response: 'Success' }]
  })
  await pbx.answer(phone.id)
  peer.script.delete('PJSIPNotify')
  await answered()
  expect(pbx.answerBy('101')).toBe('talk')
})
