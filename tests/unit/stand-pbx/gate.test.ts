import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type StandPbx, startPbx } from '../../../stand/pbx/pbx.ts'
import { RawAmi } from './ami-client.ts'

const client = '79161112233'

describe('the gate before any phone rings', () => {
  let pbx: StandPbx
  let ami: RawAmi

  beforeEach(async () => {
    pbx = await startPbx({ port: 0 })
    ami = await RawAmi.loggedIn(pbx)
  })
  afterEach(async () => {
    ami.close()
    await pbx.stop()
  })

  const phone = (number: string) => {
    const found = pbx.phones.get(number)
    if (!found) throw new Error(`no phone ${number}`)
    return found
  }
  const rings = (number: string) => vi.waitFor(() => expect(phone(number).ringing).toBeDefined(), { timeout: 3000 })
  const alive = () =>
    ami.ask({ Action: 'Setvar', Variable: 'TRUBKA_ALIVE', Value: String(Math.floor(pbx.now() / 1000)) })
  const asked = () => ami.event('UserEvent', { UserEvent: 'TrubkaRoute' })
  const send = (channel: string | undefined, exten: string, context = 'trubka-routed') =>
    ami.ask({ Action: 'Redirect', Channel: channel ?? '', Context: context, Exten: exten, Priority: '1' })

  test('with the server down, the call goes the usual way at once and nothing is asked', async () => {
    pbx.incoming({ from: client })
    await ami.event('DialBegin', { DialString: '101' })
    expect(ami.story).not.toContain('UserEvent')
  })

  test('with the server silent for long, the same', async () => {
    await ami.ask({ Action: 'Setvar', Variable: 'TRUBKA_ALIVE', Value: String(Math.floor(pbx.now() / 1000) - 6) })
    pbx.incoming({ from: client })
    await rings('101')
    expect(ami.story).not.toContain('UserEvent')
  })

  test('with the server alive but slow, the operator rings after half a second', async () => {
    await alive()
    const call = pbx.incoming({ from: client })
    expect(await asked()).toMatchObject({ Did: '74951234567', CallerIDNum: client, Context: 'trubka-ask' })
    expect(phone('101').ringing).toBeUndefined()
    await rings('101')
    expect(pbx.now() - call.startedAt).toBeGreaterThanOrEqual(490)
  })

  test('sends the caller to the phone it is told, and no other rings', async () => {
    await alive()
    pbx.incoming({ from: client })
    const { Channel } = await asked()
    expect(await send(Channel, '105')).toMatchObject({ Response: 'Success', Message: 'Redirect successful' })
    await rings('105')
    phone('105').ringing?.answer()
    expect(pbx.conversations()).toEqual([['105', client]])
    expect(phone('101').rang).toEqual([])
  })

  test('a target that rejects, is off the network or does not exist: the usual way', async () => {
    for (const target of ['105', '106', '999']) {
      await alive()
      phone('106').unregister()
      ami.forget()
      const call = pbx.incoming({ from: client })
      const { Channel } = await asked()
      await send(Channel, target)
      if (target === '105') {
        await rings('105')
        phone('105').ringing?.reject()
      }
      await rings('101')
      call.hangup()
      await vi.waitFor(() => expect(pbx.channels()).toEqual([]))
    }
  })

  test('«answer» without NOTIFY: the phone is rung again and picks up by itself', async () => {
    pbx.incoming({ from: client })
    await rings('101')
    const { Channel } = await ami.event('DialBegin')
    await send(Channel, '101', 'trubka-answer')
    await ami.event('DialEnd', { DialStatus: 'CANCEL' })
    await ami.event('BridgeEnter', { BridgeNumChannels: '2' })
    expect(pbx.conversations()).toEqual([['101', client]])
    expect(phone('101').rang.map(({ state }) => state)).toEqual(['ended', 'up'])
  })

  test('«answer» by NOTIFY talk, obeyed only by a phone that understands it', async () => {
    pbx.incoming({ from: client })
    await rings('101')
    const { DestChannel = '' } = await ami.event('DialBegin')
    const notify = (more: Record<string, string>) => ami.ask({ Action: 'PJSIPNotify', Channel: DestChannel, ...more })
    expect(await notify({ Option: 'talk' })).toMatchObject({ Message: 'NOTIFY sent' })
    phone('101').autoAnswer = false
    await notify({ Variable: 'Event=talk' })
    expect(phone('101').ringing).toBeDefined()
    phone('101').autoAnswer = true
    await notify({ Variable: 'Event=talk' })
    await ami.event('DialEnd', { DialStatus: 'ANSWER' })
  })
})
