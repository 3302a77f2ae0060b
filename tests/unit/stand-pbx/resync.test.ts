import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type StandPbx, startPbx } from '../../../stand/pbx/pbx.ts'
import { RawAmi } from './ami-client.ts'

const client = '79161112233'

describe('the picture after a reconnect', () => {
  let pbx: StandPbx
  let ami: RawAmi

  beforeEach(async () => {
    pbx = await startPbx({ port: 0 })
    ami = await RawAmi.loggedIn(pbx)
    pbx.incoming({ from: client })
    await vi.waitFor(() => expect(pbx.phones.get('101')?.ringing).toBeDefined())
    pbx.phones.get('101')?.ringing?.answer()
  })
  afterEach(async () => {
    ami.close()
    await pbx.stop()
  })

  test('lists channels, bridges and who is in them', async () => {
    const { items, end } = await ami.list({ Action: 'CoreShowChannels' })
    expect(items.map((item) => item.CallerIDNum)).toEqual([client, '101'])
    expect(items[0]).toMatchObject({ Event: 'CoreShowChannel', ChannelStateDesc: 'Up', Application: 'Dial' })
    expect(items[0]?.Duration).toMatch(/^00:00:\d\d$/)
    expect(end).toMatchObject({ Event: 'CoreShowChannelsComplete', ListItems: '2' })
    const bridges = await ami.list({ Action: 'BridgeList' })
    const id = bridges.items[0]?.BridgeUniqueid ?? ''
    expect(items.every((item) => item.BridgeId === id)).toBe(true)
    const info = await ami.list({ Action: 'BridgeInfo', BridgeUniqueid: id })
    expect(info.items.map((item) => item.CallerIDNum)).toEqual(['101', client])
    expect(info.end).toMatchObject({ Event: 'BridgeInfoComplete', BridgeNumChannels: '2' })
  })

  test('tells whose phone holds, by its own key', async () => {
    const holds = async () => {
      const { items } = await ami.list({ Action: 'CoreShowChannels' })
      const told = items.map(async ({ Channel = '', CallerIDNum }) => {
        const { Value } = await ami.ask({ Action: 'Getvar', Channel, Variable: 'CHANNEL(rtp,hold)' })
        return [CallerIDNum, Value]
      })
      return Promise.all(told)
    }
    pbx.phones.get('101')?.calls[0]?.hold()
    await expect.poll(holds).toEqual([
      [client, '0'],
      ['101', '1'],
    ])
    pbx.phones.get('101')?.calls[0]?.retrieve()
    await expect.poll(holds).toEqual([
      [client, '0'],
      ['101', '0'],
    ])
  })

  test('lists phones: their states, and which are on the network', async () => {
    pbx.phones.get('102')?.unregister()
    const states = new Map(
      (await ami.list({ Action: 'DeviceStateList' })).items.map((item) => [item.Device, item.State]),
    )
    expect(states.get('PJSIP/101')).toBe('INUSE')
    expect(states.get('PJSIP/102')).toBe('UNAVAILABLE')
    expect(states.get('PJSIP/103')).toBe('NOT_INUSE')
    const contacts = (await ami.list({ Action: 'PJSIPShowContacts' })).items.map((item) => item.Endpoint)
    expect(contacts).toContain('101')
    expect(contacts).not.toContain('102')
    const endpoints = await ami.list({ Action: 'PJSIPShowEndpoints' })
    expect(endpoints.items.find((item) => item.ObjectName === '101')).toMatchObject({ DeviceState: 'In use' })
    const extensions = await ami.list({ Action: 'ExtensionStateList' })
    expect(extensions.items.find((item) => item.Exten === '102')).toMatchObject({ Status: '4' })
  })

  test('a power cut: connections and calls are gone, registrations stay, the port is the same', async () => {
    pbx.phones.get('102')?.unregister()
    await ami.ask({ Action: 'Setvar', Variable: 'TRUBKA_ALIVE', Value: '1' })
    const { port } = pbx
    await pbx.restart()
    await vi.waitFor(() => expect(ami.closed).toBe(true))
    expect(ami.story).not.toContain('Shutdown')
    expect(pbx.port).toBe(port)
    const again = await RawAmi.loggedIn(pbx)
    expect((await again.list({ Action: 'CoreShowChannels' })).items).toEqual([])
    expect((await again.ask({ Action: 'Getvar', Variable: 'TRUBKA_ALIVE' })).Value).toBe('')
    expect(pbx.phones.get('102')?.registered).toBe(false)
    pbx.incoming({ from: client })
    await again.event('DialState', { DialStatus: 'RINGING' })
    again.close()
  })

  test('an orderly stop says so', async () => {
    const stopped = pbx.stop()
    await ami.event('Shutdown', { Shutdown: 'Cleanly' })
    await stopped
    await vi.waitFor(() => expect(ami.closed).toBe(true))
  })

  test('both sides are set apart and joined again, as for holding and transferring', async () => {
    const { items } = await ami.list({ Action: 'CoreShowChannels' })
    const [trunk = '', operator = ''] = items.map((item) => item.Channel)
    pbx.phones.get('102')?.dial('103')
    await vi.waitFor(() => expect(pbx.phones.get('103')?.ringing).toBeDefined())
    pbx.phones.get('103')?.ringing?.answer()
    const other = pbx.channels().find(({ device }) => device === '103')?.name ?? ''
    const answer = await ami.ask({ Action: 'Bridge', Channel1: trunk, Channel2: other })
    expect(answer).toMatchObject({ Message: 'Channels have been bridged' })
    expect(pbx.conversations()).toEqual([['103', client]])
    await vi.waitFor(() => expect(pbx.channels().map(({ name }) => name)).not.toContain(operator))
    await ami.ask({ Action: 'Redirect', Channel: trunk, Context: 'operator', Exten: '101', Priority: '1' })
    await vi.waitFor(() => expect(pbx.phones.get('101')?.ringing).toBeDefined())
    expect(pbx.channels()).toHaveLength(2)
  })

  test('hold by the phone itself: music, nobody hears anybody, and back', async () => {
    const { DestChannel = '' } = await ami.event('DialBegin')
    const call = pbx.phones.get('101')?.calls[0]
    await ami.ask({ Action: 'PJSIPNotify', Channel: DestChannel, Variable: 'Event=hold' })
    await ami.event('Hold', { CallerIDNum: '101' })
    await ami.event('MusicOnHoldStart', { CallerIDNum: client })
    expect([call?.hears(), pbx.city.calls[0]?.hears()]).toEqual([[], ['music']])
    await ami.ask({ Action: 'PJSIPNotify', Channel: DestChannel, Variable: 'Event=talk' })
    await ami.event('Unhold')
    expect([call?.hears(), pbx.city.calls[0]?.hears()]).toEqual([['city'], ['101']])
  })
})

describe('the order of events', () => {
  const story = async (seed: number): Promise<string> => {
    const pbx = await startPbx({ port: 0, seed })
    const ami = await RawAmi.loggedIn(pbx)
    const call = pbx.incoming({ from: client })
    await ami.event('DialState')
    await ami.event('Newstate')
    pbx.phones.get('101')?.ringing?.answer()
    call.hangup()
    await vi.waitFor(() => expect(ami.story.filter((name) => name === 'Hangup')).toHaveLength(2))
    await ami.event('Cdr')
    const told = ami.story.join()
    ami.close()
    await pbx.stop()
    return told
  }

  test('is the same for the same seed and differs among seeds', async () => {
    expect(await story(7)).toBe(await story(7))
    const stories = new Set<string>()
    for (let seed = 1; seed <= 12; seed++) stories.add(await story(seed))
    expect(stories.size).toBeGreaterThan(2)
  })
})
