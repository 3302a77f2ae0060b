import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type StandPbx, startPbx } from '../../../stand/pbx/pbx.ts'
import { type Message, RawAmi } from './ami-client.ts'

const client = '79035677876'
const autoAnswer = 'PJSIP_HEADER(add,Call-Info)=<sip:x>;answer-after=0,CTI_ID=4,2'

describe('calls to the city', () => {
  let pbx: StandPbx
  let ami: RawAmi

  beforeEach(async () => {
    pbx = await startPbx({ port: 0, cityAnswersAfterMs: 20 })
    ami = await RawAmi.loggedIn(pbx)
  })
  afterEach(async () => {
    ami.close()
    await pbx.stop()
  })

  const originate = (more: Message = {}) =>
    ami.ask({
      Action: 'Originate',
      Channel: 'PJSIP/101',
      Context: 'from-internal',
      Exten: client,
      Priority: '1',
      Timeout: '15000',
      CallerID: `"Иван" <${client}>`,
      Async: 'true',
      ChannelId: 'call-1',
      Variable: autoAnswer,
      ...more,
    })
  const outcome = () => ami.event('OriginateResponse')

  test('click to dial: the phone picks up by itself, then the client is rung', async () => {
    expect(await originate()).toMatchObject({ Response: 'Success', Message: 'Originate successfully queued' })
    expect(await outcome()).toMatchObject({ Response: 'Success', Reason: '4', Uniqueid: 'call-1' })
    await ami.event('BridgeEnter', { BridgeNumChannels: '2' })
    expect(pbx.conversations()).toEqual([['101', client]])
    expect(pbx.phones.get('101')?.rang[0]?.remote).toEqual({ number: client, name: 'Иван' })
    expect(pbx.city.rang[0]).toMatchObject({ number: client, remote: { number: '74951234567', name: '' } })
    const [first, second] = ami.messages.filter((message) => message.Event === 'DialBegin')
    expect(first).toMatchObject({ DestUniqueid: 'call-1', DestCallerIDNum: client })
    expect(first).not.toHaveProperty('Channel')
    expect(second).toMatchObject({ Linkedid: 'call-1', DestLinkedid: 'call-1', DialString: `${client}@trunk` })
  })

  test('a phone without auto-answer only rings', async () => {
    await originate({ Variable: 'CTI_ID=1' })
    await ami.event('DialState')
    pbx.phones.get('101')?.ringing?.answer()
    await ami.event('BridgeEnter', { BridgeNumChannels: '2' })
  })

  test('nobody lifts the handset: Reason 3', async () => {
    await originate({ Variable: 'A=1', Timeout: '50' })
    expect(await outcome()).toMatchObject({ Response: 'Failure', Reason: '3', Uniqueid: 'call-1' })
    expect(await ami.event('Hangup')).toMatchObject({ Cause: '19' })
    expect(ami.story).not.toContain('DialEnd')
  })

  test('the operator rejects, or the call is called off: Reason 0', async () => {
    await originate({ Variable: 'A=1' })
    await ami.event('DialState')
    pbx.phones.get('101')?.ringing?.reject()
    expect(await outcome()).toMatchObject({ Response: 'Failure', Reason: '0' })
    ami.forget()
    await originate({ Variable: 'A=1', ChannelId: 'call-2' })
    await ami.event('DialState')
    expect(await ami.ask({ Action: 'Hangup', Channel: 'call-2' })).toMatchObject({ Message: 'Channel Hungup' })
    expect(await outcome()).toMatchObject({ Response: 'Failure', Reason: '0', Uniqueid: 'call-2' })
  })

  test('the phone is off the network, or the id is taken: Reason 0 and no leg', async () => {
    pbx.phones.get('101')?.unregister()
    await originate()
    expect(await outcome()).toMatchObject({ Response: 'Failure', Reason: '0' })
    expect(ami.story).not.toContain('Newchannel')
    pbx.phones.get('101')?.register()
    await originate()
    await ami.event('Newchannel')
    ami.forget()
    await originate()
    expect(await outcome()).toMatchObject({ Response: 'Failure', Reason: '0' })
  })

  test('numbers on 000 are busy and on 002 refuse; both end the operator’s leg', async () => {
    for (const [number, cause] of [
      ['79030000000', '17'],
      ['79030000002', '21'],
    ] as const) {
      ami.forget()
      await originate({ Exten: number, CallerID: number, ChannelId: `call-${number}` })
      const linked = { Linkedid: `call-${number}` }
      await ami.event('DialEnd', { ...linked, DialStatus: cause === '17' ? 'BUSY' : 'NOANSWER' })
      expect(await ami.event('Hangup', { Uniqueid: `call-${number}` })).toMatchObject({ Cause: cause })
    }
    await vi.waitFor(() => expect(pbx.channels()).toEqual([]))
  })

  test('an operator dials from the phone itself: a client, a colleague, and nobody', async () => {
    const phone = pbx.phones.get('102')
    phone?.dial(client)
    await vi.waitFor(() => expect(pbx.conversations()).toEqual([['102', client]]))
    phone?.calls[0]?.hangup()
    await vi.waitFor(() => expect(pbx.channels()).toEqual([]))
    phone?.dial('103')
    await vi.waitFor(() => expect(pbx.phones.get('103')?.ringing?.remote.number).toBe('102'))
    pbx.phones.get('103')?.ringing?.answer()
    expect(pbx.conversations()).toEqual([['102', '103']])
    expect(() => phone?.dial('55')).toThrow('no such extension')
  })

  test('the operator gives up before the client answers', async () => {
    pbx.city.answersAfterMs = null
    await originate()
    await vi.waitFor(() => expect(pbx.city.calls[0]?.state).toBe('ringing'))
    const call = pbx.city.calls[0]
    pbx.phones.get('101')?.calls[0]?.hangup()
    await ami.event('DialEnd', { DialStatus: 'CANCEL' })
    expect(call?.state).toBe('ended')
  })
})
