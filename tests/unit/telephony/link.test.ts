import { PassThrough } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { AmiPeer, list, refusal } from './ami-peer.ts'
import { born, type Chan, enters, hungUp, leaves, shown, turned } from './events.ts'
import { connected, heardFrom, pbxTo, SECRET } from './pbx-under-test.ts'

const CALLER: Chan = { channel: 'PJSIP/trunk-00000001', id: '100.1', num: '79161112233' }
const PHONE: Chan = { channel: 'PJSIP/101-00000002', id: '100.2', call: '100.1', num: '101', connected: '79161112233' }

const ANALOGUE: Chan = { channel: 'DAHDI/1-1', id: '100.3', call: '100.1', num: '79160000000' }

describe('the link to the PBX', () => {
  test('is up only when the picture is there', async () => {
    const { heard, pbx } = await connected({}, (peer) =>
      peer.script.set('CoreShowChannels', () => list([shown(CALLER, 'up', { BridgeId: 'b', Duration: '00:01:05' })])),
    )
    expect(heard.map(({ event }) => event)).toEqual(['link', 'picture'])
    expect(pbx.legs()).toMatchObject([{ id: '100.1', device: null, state: 'up', number: '79161112233', bridgeId: 'b' }])
    expect(Date.now() - (pbx.legs()[0]?.createdAt ?? 0)).toBeGreaterThanOrEqual(65_000)
  })

  test('comes back by itself, with a new picture; meanwhile the old one stays', async () => {
    const { peer, heard, pbx } = await connected()
    peer.event(born(CALLER, 'ring'), born(PHONE, 'down'), turned(PHONE, 'ringing'))
    await expect.poll(() => pbx.legs()).toHaveLength(2)
    heard.length = 0
    peer.script.set('CoreShowChannels', () => list([shown(PHONE, 'up')]))
    peer.dropAll()
    await expect.poll(() => heard.map(({ event }) => event)).toEqual(['link', 'link', 'picture'])
    expect(heard[0]).toEqual({ event: 'link', link: 'down' })
    expect(pbx.legs()).toMatchObject([{ id: '100.2', state: 'up' }])
  })

  test('while it is down, calls known before are still there', async () => {
    const { peer, pbx, heard } = await connected()
    peer.event(born(CALLER, 'ring'))
    await expect.poll(() => pbx.legs()).toHaveLength(1)
    await peer.stop()
    await expect.poll(() => heard.at(-1)).toEqual({ event: 'link', link: 'down' })
    expect(pbx.link).toBe('down')
    expect(pbx.legs()).toHaveLength(1)
    await expect(pbx.clear('100.1')).rejects.toMatchObject({ code: 'pbxDown' })
  })

  test('what happens while the picture is taken is in it', async () => {
    const { pbx, heard } = await connected({}, (peer) =>
      peer.script.set('CoreShowChannels', (_, login) => {
        // Told late: the dump knows more already. And told early: the dump does not know it yet.
        login.send(born(CALLER, 'ring'))
        login.send(turned(PHONE, 'ringing'))
        login.send(turned(PHONE, 'up'))
        login.send(enters(PHONE, 'b'))
        login.send(hungUp({ channel: 'PJSIP/102-00000003', id: '99.1' }, 'up', 16))
        return list([shown(PHONE, 'ringing'), shown({ channel: 'PJSIP/102-00000003', id: '99.1' }, 'up')])
      }),
    )
    expect(pbx.legs()).toMatchObject([
      { id: '100.2', state: 'up', bridgeId: 'b' },
      { id: '100.1', state: 'dialing' },
    ])
    expect(heard.map(({ event }) => event)).toEqual(['link', 'picture'])
  })

  test('whose phone holds by its own key is asked at each answered SIP leg, after each login', async () => {
    let held = '1'
    const { peer, heard, pbx } = await connected({}, (each) => {
      each.script.set('CoreShowChannels', () =>
        list([shown(PHONE, 'up', { BridgeId: 'b' }), shown(CALLER, 'ring'), shown(ANALOGUE, 'up')]),
      )
      each.script.set('Getvar', ({ Variable = '' }) => [
        { Response: 'Success', Variable, Value: Variable === 'CHANNEL(rtp,hold)' ? held : '' },
      ])
    })
    const asked = () => peer.asked('Getvar').filter(({ Variable }) => Variable === 'CHANNEL(rtp,hold)')
    expect(asked().map(({ Channel }) => Channel)).toEqual([PHONE.channel])
    expect(pbx.legs().map((leg) => leg.held)).toEqual([true, false, false])
    held = '0'
    heard.length = 0
    peer.dropAll()
    await expect.poll(() => heard.at(-1)?.event).toBe('picture')
    expect(pbx.legs().map((leg) => leg.held)).toEqual([false, false, false])
    // One that cannot be asked is as it was.
    peer.event({ ...turned(PHONE, 'up'), Event: 'Hold' })
    await expect.poll(() => pbx.legs()[0]?.held).toBe(true)
    peer.script.set('Getvar', () => refusal('No such channel'))
    heard.length = 0
    peer.dropAll()
    await expect.poll(() => heard.at(-1)?.event).toBe('picture')
    expect(pbx.legs()[0]?.held).toBe(true)
    // A function there would lock up Asterisk.
    expect(peer.asked('Status').every(({ Variables }) => Variables !== undefined && !/[()]/.test(Variables))).toBe(true)
  })

  test('a PBX that refuses to show its channels is asked again', async () => {
    let times = 0
    const { peer } = await connected({}, (each) =>
      each.script.set('CoreShowChannels', () => (++times < 3 ? refusal('Permission denied') : list([]))),
    )
    expect(peer.asked('CoreShowChannels')).toHaveLength(3)
  })

  test('a PBX that keeps quiet is left and tried anew', async () => {
    const { peer, heard } = await connected({ pingEvery: 20, answerWithin: 100 })
    peer.script.set('Ping', () => null)
    await expect.poll(() => heard.map((each) => each.event === 'link' && each.link)).toContain('down')
    peer.script.delete('Ping')
    await expect.poll(() => heard.at(-1)?.event).toBe('picture')
  })

  test('something that is no Asterisk gets no password', async () => {
    const peer = await AmiPeer.start()
    onTestFinished(() => peer.stop())
    peer.banner = '220 mail.example ESMTP\r\n'
    const pbx = pbxTo(peer.port)
    pbx.start()
    await expect.poll(() => peer.connections).toBeGreaterThan(4)
    expect(peer.received).toBe('')
    expect(pbx.link).toBe('down')
  })

  test('something that says nothing is not waited for', async () => {
    const peer = await AmiPeer.start()
    onTestFinished(() => peer.stop())
    peer.banner = ''
    pbxTo(peer.port, { connectWithin: 20 }).start()
    await expect.poll(() => peer.connections).toBeGreaterThan(4)
  })

  test('tries ever more slowly where it is refused', async () => {
    const peer = await AmiPeer.start()
    onTestFinished(() => peer.stop())
    peer.script.set('Login', () => refusal('Authentication failed'))
    const pbx = pbxTo(peer.port, { retryFirst: 1, retryMost: 1, retryRefused: 60_000 })
    const since = performance.now()
    pbx.start()
    // Both logins try: eight tries each take at least half of 1 + 2 + 4 + … + 64 ms.
    await expect.poll(() => peer.connections, { timeout: 20_000 }).toBeGreaterThanOrEqual(16)
    expect(performance.now() - since).toBeGreaterThan(60)
    expect(pbx.link).toBe('down')
  })

  test('after a good connection the first try is quick again', async () => {
    let refused = 0
    const { peer, heard } = await connected({ retryFirst: 1, retryMost: 60_000, retryRefused: 60_000 }, (each) =>
      each.script.set('Login', ({ Username }) =>
        Username === 'cti' && ++refused <= 9 ? refusal('not yet') : [{ Response: 'Success' }],
      ),
    )
    // Had it gone on counting, the next try would wait a quarter of a second at least.
    const since = performance.now()
    peer.dropAll()
    await expect.poll(() => heard.filter(({ event }) => event === 'picture'), { interval: 5 }).toHaveLength(2)
    expect(performance.now() - since).toBeLessThan(250)
  })

  test('once stopped, stays away', async () => {
    const { peer, pbx } = await connected()
    await pbx.stop()
    const before = peer.connections
    const other = pbxTo(peer.port)
    other.start()
    await vi.waitFor(() => expect(other.link).toBe('up'))
    expect(peer.connections).toBe(before + 2)
    expect(pbx.link).toBe('down')
  })

  test('a listener that fails does not end it', async () => {
    const { peer, pbx } = await connected()
    pbx.on('leg', () => {
      throw new Error('a fault elsewhere')
    })
    peer.event(born(CALLER, 'ring'), born(PHONE, 'down'))
    await expect.poll(() => pbx.legs()).toHaveLength(2)
    expect(pbx.link).toBe('up')
  })

  test('no secret is ever logged', async () => {
    const stream = new PassThrough()
    let log = ''
    stream.on('data', (chunk) => {
      log += String(chunk)
    })
    const peer = await AmiPeer.start()
    onTestFinished(() => peer.stop())
    peer.script.set('Login', () => refusal('Authentication failed'))
    const pbx = pbxTo(peer.port, {}, pino({ level: 'trace' }, stream))
    heardFrom(pbx)
    pbx.start()
    await expect.poll(() => log).toContain('Authentication failed')
    expect(peer.received).toContain(SECRET)
    expect(log).not.toContain(SECRET)
  })
})

describe('which channels are legs', () => {
  test('inner parts of the PBX are none', async () => {
    const { peer, pbx } = await connected()
    peer.event(
      born({ channel: 'Local/101@from-internal-00000001;1', id: '1.1' }, 'down'),
      born({ channel: 'Surrogate/PJSIP/101-00000001', id: '1.2' }, 'up'),
      born({ channel: 'Recorder/ARI-00000001', id: '1.3' }, 'up'),
      born(CALLER, 'ring'),
    )
    await expect.poll(() => pbx.legs().map(({ id }) => id)).toEqual(['100.1'])
  })

  test('a phone is known by its endpoint, when that is an internal number', async () => {
    const { peer, pbx } = await connected()
    for (const [at, endpoint] of ['101', '1', '123456', 'web-101', 'trunk'].entries()) {
      peer.event(born({ channel: `PJSIP/${endpoint}-0000000a`, id: `7.${at}` }, 'down'))
    }
    await expect.poll(() => pbx.legs().map(({ device }) => device)).toEqual(['101', null, null, null, null])
  })

  test('a withheld number is empty', async () => {
    const { peer, pbx } = await connected()
    peer.event(born({ ...CALLER, num: 'anonymous' }, 'ring'), born({ ...PHONE, connected: '<unknown>' }, 'ringing'))
    await expect.poll(() => pbx.legs()).toMatchObject([{ number: '' }, { connected: { number: '', name: '' } }])
  })

  test('a leg that goes from one bridge to another is in the other, in whatever order that is told', async () => {
    const { peer, pbx } = await connected()
    peer.event(
      born(CALLER, 'up'),
      enters(CALLER, 'b1'),
      enters(CALLER, 'b2'),
      leaves(CALLER, 'b1'),
      born(PHONE, 'down'),
    )
    await expect.poll(() => pbx.legs()).toMatchObject([{ bridgeId: 'b2' }, {}])
    peer.event(leaves(CALLER, 'b2'))
    await expect.poll(() => pbx.legs()).toMatchObject([{ bridgeId: null }, {}])
  })

  test('an event about a channel that has ended brings nothing back', async () => {
    const { peer, pbx, heard } = await connected()
    peer.event(born(CALLER, 'ring'), hungUp(CALLER, 'ring', 16), turned(CALLER, 'up'), born(PHONE, 'down'))
    await expect.poll(() => pbx.legs().map(({ id }) => id)).toEqual(['100.2'])
    expect(heard.slice(2).map(({ event }) => event)).toEqual(['leg', 'ended', 'leg'])
  })
})
