import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type StandPbx, startPbx } from '../../../stand/pbx/pbx.ts'
import { RawAmi } from './ami-client.ts'

describe('the manager interface', () => {
  let pbx: StandPbx
  let ami: RawAmi

  beforeEach(async () => {
    pbx = await startPbx({ port: 0, clockOffsetMs: 3_600_000 })
    ami = await RawAmi.open(pbx)
  })
  afterEach(async () => {
    ami.close()
    await pbx.stop()
  })

  const login = (user = 'trubka', more = {}) => ami.ask({ Action: 'Login', Username: user, Secret: user, ...more })

  test('greets, lets in, and says that the PBX is up', async () => {
    expect(ami.banner).toMatch(/^Asterisk Call Manager\/\d/)
    expect(await login()).toMatchObject({ Response: 'Success', Message: 'Authentication accepted' })
    expect(await ami.event('FullyBooted')).toMatchObject({ Status: 'Fully Booted' })
  })

  test('lets in by a challenge, so that the secret is not sent', async () => {
    const { Challenge } = await ami.ask({ Action: 'Challenge', AuthType: 'MD5' })
    const Key = createHash('md5').update(`${Challenge}trubka`).digest('hex')
    const answer = await ami.ask({ Action: 'Login', AuthType: 'MD5', Username: 'trubka', Key })
    expect(answer).toMatchObject({ Response: 'Success' })
  })

  test('refuses a wrong secret after a while, and hangs up', async () => {
    const answer = await ami.ask({ Action: 'Login', Username: 'trubka', Secret: 'x' })
    expect(answer).toMatchObject({ Response: 'Error', Message: 'Authentication failed' })
    await vi.waitFor(() => expect(ami.closed).toBe(true))
  })

  test('does nothing for those who have not logged in', async () => {
    expect(await ami.ask({ Action: 'Ping' })).toMatchObject({ Response: 'Error', Message: 'Permission denied' })
    pbx.incoming({ from: '79161112233' })
    await login()
    expect(ami.story).not.toContain('Newchannel')
  })

  test('tells its own clock', async () => {
    await login()
    const { Ping, Timestamp } = await ami.ask({ Action: 'Ping' })
    expect(Ping).toBe('Pong')
    expect(Math.abs(Number(Timestamp) * 1000 - Date.now() - 3_600_000)).toBeLessThan(2000)
  })

  test('names what it does not know, and what is missing', async () => {
    await login()
    expect((await ami.ask({ Action: 'Fly' })).Message).toMatch(/^Invalid\/unknown command: Fly\./)
    expect((await ami.ask({ Foo: '1' })).Message).toBe('Missing action in request')
    expect((await ami.ask({ Action: 'Hangup', Channel: 'PJSIP/1-1' })).Message).toBe('No such channel')
    expect((await ami.ask({ Action: 'Redirect', Channel: 'x', Context: 'a', Exten: '1', Priority: '1' })).Message).toBe(
      'Channel does not exist: x',
    )
    expect((await ami.ask({ Action: 'PJSIPNotify', Channel: 'x', Variable: 'Event=talk' })).Message).toBe(
      'Channel not found',
    )
  })

  test('takes a line of at most 1024 bytes and goes on after a longer one', async () => {
    await login()
    ami.write(`Action: Ping\r\nX: ${'y'.repeat(3000)}\r\n\r\n`)
    await ami.until((message) => message.Message === 'Failed to parse message: line too long')
    expect(await ami.ask({ Action: 'Ping' })).toMatchObject({ Ping: 'Pong' })
  })

  test('reads requests that come in pieces, and several at once', async () => {
    await login()
    ami.write('Action: Pi')
    ami.write('ng\r\nActionID: a\r\n\r\nAction: Ping\nActionID: b\n\n')
    await ami.until((message) => message.ActionID === 'a' && message.Ping === 'Pong')
    await ami.until((message) => message.ActionID === 'b' && message.Ping === 'Pong')
  })

  test('tells only the classes of events asked for', async () => {
    await login('trubka', { Events: 'system' })
    pbx.incoming({ from: '79161112233' })
    pbx.phones.get('102')?.unregister()
    await ami.event('ContactStatus')
    expect(ami.story).not.toContain('Newchannel')
    expect(await ami.ask({ Action: 'Events', EventMask: 'on' })).toMatchObject({ Events: 'On' })
    pbx.incoming({ from: '79161112244' })
    await ami.event('Newchannel')
    expect(await ami.ask({ Action: 'Events', EventMask: 'off' })).toMatchObject({ Events: 'Off' })
  })

  test('the routing login hears nothing but the gate', async () => {
    await login('trubkaroute', { Events: 'user' })
    const now = Math.floor(Number((await ami.ask({ Action: 'Ping' })).Timestamp))
    await ami.ask({ Action: 'Setvar', Variable: 'TRUBKA_ALIVE', Value: String(now) })
    expect(await ami.ask({ Action: 'Getvar', Variable: 'GLOBAL(TRUBKA_ALIVE)' })).toMatchObject({ Value: String(now) })
    pbx.incoming({ from: '79161112233' })
    await vi.waitFor(() => expect(pbx.phones.get('101')?.ringing).toBeDefined())
    expect(ami.messages.flatMap((message) => message.Event ?? [])).toEqual(['UserEvent'])
  })

  test('says goodbye', async () => {
    await login()
    expect(await ami.ask({ Action: 'Logoff' })).toMatchObject({ Response: 'Goodbye' })
    await vi.waitFor(() => expect(ami.closed).toBe(true))
  })
})
