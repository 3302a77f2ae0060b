import { describe, expect, test } from 'vitest'
import { list, refusal } from './ami-peer.ts'
import { born, type Chan, hungUp } from './events.ts'
import { connected } from './pbx-under-test.ts'

const CALL = 'trubka-5f0c7a4e-0000-4000-8000-000000000001'
const WISH = { callId: CALL, device: '101', to: '79161112233', name: 'Иван «Ромашка»' }
const OWN: Chan = { channel: 'PJSIP/101-00000001', id: CALL, num: '101' }

describe('click-to-dial', () => {
  test('rings the own phone, which shows the client and goes off-hook by itself', async () => {
    const { peer, pbx } = await connected({}, (each) =>
      each.script.set('Originate', (_, login) => {
        login.send(born(OWN, 'down'))
        return [{ Response: 'Success', Message: 'Originate successfully queued' }]
      }),
    )
    await pbx.makeCall(WISH)
    expect(peer.asked('Originate')).toMatchObject([
      {
        Channel: 'PJSIP/101',
        Context: 'from-internal',
        Exten: '79161112233',
        Priority: '1',
        CallerID: '"Иван «Ромашка»" <79161112233>',
        Async: 'true',
        ChannelId: CALL,
        Timeout: '30000',
        Variable:
          'PJSIP_HEADER(add,Call-Info)=<sip:trubka>;answer-after=0,' +
          'PJSIP_HEADER(add,Alert-Info)=<http://trubka>;info=alert-autoanswer;delay=0',
      },
    ])
    expect(pbx.legs()).toMatchObject([{ id: CALL, callId: CALL, device: '101', number: '101', originated: true }])
  })

  test('to a colleague, who then sees the own number', async () => {
    const { peer, pbx } = await connected()
    pbx.makeCall({ ...WISH, to: '102' }).catch(() => {})
    await expect.poll(() => peer.asked('Originate')).toMatchObject([{ Exten: '102', CallerID: '<101>' }])
  })

  test('with a name that is no name', async () => {
    const { peer, pbx } = await connected()
    pbx.makeCall({ ...WISH, name: '" <1>\r\nChannel: PJSIP/999\r\n\r\nAction: Logoff\r\n\r\n' }).catch(() => {})
    await expect.poll(() => peer.asked('Originate')).toHaveLength(1)
    expect(peer.asked('Originate')).toMatchObject([{ Channel: 'PJSIP/101' }])
    expect(peer.asked('Logoff')).toEqual([])
  })

  test('is known to have begun when only the PBX’s late word says so', async () => {
    const { pbx } = await connected({}, (each) => each.script.set('Originate', originated('Success')))
    await expect(pbx.makeCall(WISH)).resolves.toBeUndefined()
  })

  test('says that there is no phone when the PBX could not ring one', async () => {
    const { pbx } = await connected({}, (each) => each.script.set('Originate', originated('Failure')))
    await expect(pbx.makeCall(WISH)).rejects.toMatchObject({ code: 'noPhone' })
  })

  test('has begun even when the phone refuses at once: its leg tells the rest', async () => {
    const { pbx, heard } = await connected({}, (each) =>
      each.script.set('Originate', (_, login) => {
        login.send(born(OWN, 'down'))
        login.send(hungUp(OWN, 'ringing', 17))
        return originated('Failure')()
      }),
    )
    await expect(pbx.makeCall(WISH)).resolves.toBeUndefined()
    expect(heard.at(-1)).toMatchObject({ event: 'ended', cause: 'busy', leg: { originated: true } })
  })

  test.for(['UNAVAILABLE', 'INVALID'])('asks nothing of a phone that is %s', async (State) => {
    const { peer, pbx } = await connected({}, (each) =>
      each.script.set('DeviceStateList', () => list([{ Event: 'DeviceStateChange', Device: 'PJSIP/101', State }])),
    )
    await expect(pbx.makeCall(WISH)).rejects.toMatchObject({ code: 'noPhone' })
    expect(peer.asked('Originate')).toEqual([])
  })

  test('asks again once the phone is back', async () => {
    const { peer, pbx } = await connected({}, (each) => {
      const state = { Event: 'DeviceStateChange', Device: 'PJSIP/101', State: 'UNAVAILABLE' }
      each.script.set('DeviceStateList', () => list([state]))
      each.script.set('Originate', originated('Success'))
    })
    peer.event({ Event: 'DeviceStateChange', Device: 'PJSIP/101', State: 'NOT_INUSE' })
    await expect
      .poll(() =>
        pbx.makeCall(WISH).then(
          () => 'begun',
          () => 'no phone',
        ),
      )
      .toBe('begun')
  })

  test.for(['', '1', '+', '79161112233,1', '7916 111', '79161112233\r\n', '1'.repeat(21), '*67'])(
    'never dials what is no number: %j',
    async (to) => {
      const { peer, pbx } = await connected()
      await expect(pbx.makeCall({ ...WISH, to })).rejects.toMatchObject({ code: 'badNumber' })
      expect(peer.asked('Originate')).toEqual([])
    },
  )

  test('a number that the dialplan does not know is a bad number', async () => {
    const { pbx } = await connected({}, (each) =>
      each.script.set('Originate', () => refusal('Extension does not exist.')),
    )
    await expect(pbx.makeCall(WISH)).rejects.toMatchObject({ code: 'badNumber' })
  })

  test('any other refusal is said in the PBX’s words', async () => {
    const { pbx } = await connected({}, (each) => each.script.set('Originate', () => refusal('Permission denied')))
    await expect(pbx.makeCall(WISH)).rejects.toMatchObject({ code: 'refusedByPbx', message: 'Permission denied' })
  })

  test('is never sent twice', async () => {
    const { peer, pbx } = await connected({}, (each) =>
      each.script.set('Originate', (_, login) => {
        login.send(born(OWN, 'down'))
        return [{ Response: 'Success' }]
      }),
    )
    const first = pbx.makeCall(WISH)
    await expect(pbx.makeCall(WISH)).rejects.toMatchObject({ code: 'notNow' })
    await first
    await expect(pbx.makeCall(WISH)).rejects.toMatchObject({ code: 'notNow' })
    expect(peer.asked('Originate')).toHaveLength(1)
  })

  test('whose answer is lost with the link is not asked again by itself', async () => {
    const { peer, pbx, heard } = await connected({}, (each) => each.script.set('Originate', () => null))
    const made = pbx.makeCall(WISH).catch((error: unknown) => error)
    await expect.poll(() => peer.asked('Originate')).toHaveLength(1)
    peer.dropAll()
    expect(await made).toMatchObject({ code: 'timeout' })
    await expect.poll(() => heard.filter(({ event }) => event === 'picture')).toHaveLength(2)
    expect(peer.asked('Originate')).toHaveLength(1)
  })

  test('a PBX that never says what became of it is not waited for', async () => {
    const { pbx } = await connected({ answerWithin: 50 })
    await expect(pbx.makeCall(WISH)).rejects.toMatchObject({ code: 'timeout' })
  })
})

/** Queued, and then the word that comes later; on failure it names no leg. */
const originated = (response: 'Success' | 'Failure') => () => [
  { Response: 'Success', Message: 'Originate successfully queued' },
  { Event: 'OriginateResponse', Response: response, Channel: 'PJSIP/101', Reason: '0' },
]
