import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type StandPbx, startPbx } from '../../../stand/pbx/pbx.ts'
import { RawAmi } from './ami-client.ts'

const client = '79161112233'

describe('a client calls', () => {
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

  const operator = () => {
    const phone = pbx.phones.get('101')
    if (!phone) throw new Error('no phone 101')
    return phone
  }

  test('and the operator answers, talks and hangs up: told as Asterisk tells it', async () => {
    const call = pbx.incoming({ from: client, name: 'Иван' })
    await ami.event('DialState', { DialStatus: 'RINGING' })
    expect(operator().ringing?.remote).toEqual({ number: client, name: 'Иван' })
    operator().ringing?.answer()
    await ami.event('BridgeEnter', { BridgeNumChannels: '2' })
    expect(call.hears()).toEqual(['101'])
    expect(operator().calls[0]?.hears()).toEqual(['city'])
    expect(pbx.conversations()).toEqual([['101', client]])
    operator().calls[0]?.hangup()
    await ami.event('Hangup', { ConnectedLineNum: '101' })
    expect(ami.story).toEqual([
      'Newchannel',
      'Newchannel',
      'NewConnectedLine',
      'DialBegin',
      'NewConnectedLine',
      'Newstate',
      'DialState',
      'Newstate',
      'DialEnd',
      'UserEvent',
      'Newstate',
      'BridgeCreate',
      'BridgeEnter',
      'BridgeEnter',
      'HangupRequest',
      'BridgeLeave',
      'BridgeLeave',
      'BridgeDestroy',
      'SoftHangupRequest',
      'Hangup',
      'Cdr',
      'Hangup',
    ])
    expect(call.state).toBe('ended')
  })

  test('all legs share the Linkedid, which is the Uniqueid of the first', async () => {
    pbx.incoming({ from: client })
    const begin = await ami.event('DialBegin')
    expect(begin).toMatchObject({
      CallerIDNum: client,
      CallerIDName: '<unknown>',
      ChannelStateDesc: 'Ring',
      DestCallerIDNum: '101',
      DestConnectedLineNum: client,
      DialString: '101',
    })
    expect(begin.Linkedid).toBe(begin.Uniqueid)
    expect(begin.DestLinkedid).toBe(begin.Uniqueid)
    expect(begin.Timestamp).toMatch(/^\d{10}\.\d{6}$/)
  })

  test('and gives up while the phone rings: CANCEL', async () => {
    const call = pbx.incoming({ from: client })
    await ami.event('DialState')
    call.hangup()
    expect(await ami.event('DialEnd')).toMatchObject({ DialStatus: 'CANCEL' })
    expect(await ami.event('Hangup', { CallerIDNum: client })).toMatchObject({ Cause: '127' })
    expect(await ami.event('Cdr')).toMatchObject({ Disposition: 'NO ANSWER' })
    expect(operator().rang[0]?.state).toBe('ended')
  })

  test('and the operator rejects: BUSY, and the client hears it', async () => {
    pbx.incoming({ from: client })
    await ami.event('DialState')
    operator().ringing?.reject()
    expect(await ami.event('DialEnd')).toMatchObject({ DialStatus: 'BUSY' })
    expect(await ami.event('Hangup', { CallerIDNum: client })).toMatchObject({ Cause: '17', 'Cause-txt': 'User busy' })
  })

  test('and the phone is off the network: no leg to it, cause 3', async () => {
    operator().unregister()
    expect(await ami.event('ContactStatus')).toMatchObject({ ContactStatus: 'Removed', EndpointName: '101' })
    pbx.incoming({ from: client })
    expect(await ami.event('Hangup')).toMatchObject({ CallerIDNum: client, Cause: '3' })
    expect(ami.story.filter((name) => name === 'Newchannel')).toHaveLength(1)
    expect(ami.story).not.toContain('DialBegin')
  })

  test('with line breaks in the name: nothing can be smuggled into AMI', async () => {
    pbx.incoming({ from: client, name: 'x\r\n\r\nEvent: Shutdown\r\nA: b' })
    const begin = await ami.event('DialBegin')
    expect(begin.CallerIDName).toBe('xEvent: ShutdownA: b')
    expect(ami.story).not.toContain('Shutdown')
  })

  test('device states follow the call', async () => {
    pbx.incoming({ from: client })
    await ami.event('DeviceStateChange', { Device: 'PJSIP/101', State: 'RINGING' })
    operator().ringing?.answer()
    await ami.event('DeviceStateChange', { Device: 'PJSIP/101', State: 'INUSE' })
    operator().calls[0]?.hangup()
    await ami.event('DeviceStateChange', { Device: 'PJSIP/101', State: 'NOT_INUSE' })
    await ami.event('ExtensionStatus', { Exten: '101', Status: '0', StatusText: 'Idle' })
  })
})
