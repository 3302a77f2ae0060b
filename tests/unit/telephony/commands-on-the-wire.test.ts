import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { TrubkaError } from '../../../src/protocol/errors.ts'
import { AmiSession, type SessionTiming } from '../../../src/server/telephony/asterisk/protocol.ts'
import { AmiPeer, list, refusal } from './ami-peer.ts'
import { SECRET, silent } from './pbx-under-test.ts'

const TIMING: SessionTiming = {
  connectWithin: 1000,
  retryFirst: 10,
  retryMost: 50,
  retryRefused: 50,
  answerWithin: 100,
  pingEvery: 60_000,
}

async function loggedIn(timing: Partial<SessionTiming> = {}, prepare: (peer: AmiPeer) => void = () => {}) {
  const peer = await AmiPeer.start()
  prepare(peer)
  const options = { host: '127.0.0.1', port: peer.port, user: 'cti', secret: SECRET, events: 'call', use: 'no calls' }
  const session = new AmiSession(options, { ...TIMING, ...timing }, silent)
  onTestFinished(async () => {
    session.stop()
    await peer.stop()
  })
  const events: string[] = []
  session.on('event', (event) => events.push(event.get('Event')))
  session.start()
  await vi.waitFor(() => expect(session.up).toBe(true))
  return { peer, session, events }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof TrubkaError ? error.code : error),
  )

describe('what we send', () => {
  test.for(['x\r\nAction: Hangup', 'x\nAction: Hangup', 'x\rAction: Hangup', 'x\0Action: Hangup'])(
    'a value cannot begin a line of its own: %j',
    async (value) => {
      const { peer, session } = await loggedIn()
      await session.action({ Action: 'Setvar', Variable: 'A', Value: value })
      expect(peer.asked('Setvar')).toMatchObject([{ Value: 'xAction: Hangup' }])
      expect(peer.asked('Hangup')).toEqual([])
      expect(peer.received).not.toContain('\0')
    },
  )

  test('before the login nothing is sent', async () => {
    const session = new AmiSession(
      { host: '127.0.0.1', port: 1, user: 'cti', secret: SECRET, events: 'call', use: 'no calls' },
      TIMING,
      silent,
    )
    expect(await codeOf(session.action({ Action: 'Hangup' }))).toBe('pbxDown')
  })
})

describe('answers find their questions', () => {
  test('out of order', async () => {
    const held: (() => void)[] = []
    const { session } = await loggedIn({}, (peer) => {
      peer.script.set('Getvar', ({ ActionID, Variable }, login) => {
        held.unshift(() => login.send({ Response: 'Success', ActionID: ActionID ?? '', Value: Variable ?? '' }))
        if (held.length === 2) for (const send of held) send()
        return null
      })
    })
    const answers = [
      session.action({ Action: 'Getvar', Variable: 'A' }),
      session.action({ Action: 'Getvar', Variable: 'B' }),
    ]
    expect((await Promise.all(answers)).map((answer) => answer.get('Value'))).toEqual(['A', 'B'])
  })

  test('a refusal is an answer', async () => {
    const { session } = await loggedIn({}, (peer) => peer.script.set('Hangup', () => refusal('No such channel')))
    expect((await session.action({ Action: 'Hangup' })).get('Message')).toBe('No such channel')
  })

  test('without an ActionID, when only one question is open', async () => {
    const { session } = await loggedIn({}, (peer) => {
      peer.script.set('Getvar', (_, login) => {
        login.send({ Response: 'Error', Message: 'Permission denied' })
        return null
      })
    })
    expect((await session.action({ Action: 'Getvar' })).get('Message')).toBe('Permission denied')
  })

  test('without an ActionID, when two are open, it is nobody’s', async () => {
    const { session } = await loggedIn({}, (peer) => {
      peer.script.set('Getvar', (_, login) => {
        login.send({ Response: 'Error', Message: 'Permission denied' })
        return null
      })
      peer.script.set('Hangup', () => null)
    })
    const codes = [codeOf(session.action({ Action: 'Hangup' })), codeOf(session.action({ Action: 'Getvar' }))]
    expect(await Promise.all(codes)).toEqual(['timeout', 'timeout'])
  })

  test('no answer ends in time, and one that comes later does no harm', async () => {
    let late = () => {}
    const { session } = await loggedIn({}, (peer) => {
      peer.script.set('Getvar', ({ ActionID }, login) => {
        late = () => login.send({ Response: 'Success', ActionID: ActionID ?? '' })
        return null
      })
    })
    expect(await codeOf(session.action({ Action: 'Getvar' }))).toBe('timeout')
    late()
    expect((await session.action({ Action: 'Setvar' })).get('Response')).toBe('Success')
  })

  test('a lost link ends all waiting', async () => {
    const { peer, session } = await loggedIn({ answerWithin: 60_000 }, (each) => each.script.set('Getvar', () => null))
    const waiting = codeOf(session.action({ Action: 'Getvar' }))
    await vi.waitFor(() => expect(peer.asked('Getvar')).toHaveLength(1))
    peer.dropAll()
    expect(await waiting).toBe('timeout')
  })
})

describe('lists', () => {
  test('are whole, while other events go by', async () => {
    const { session, events } = await loggedIn({}, (peer) => {
      peer.script.set('BridgeList', ({ ActionID }, login) => {
        const [start, ...rest] = list([{ Event: 'BridgeListItem', BridgeUniqueid: 'b1' }])
        login.send({ ...start, ActionID: ActionID ?? '' })
        login.send({ Event: 'Hangup', Uniqueid: '1.1' })
        return rest
      })
    })
    const items = await session.list({ Action: 'BridgeList' })
    expect(items.map((item) => item.get('BridgeUniqueid'))).toEqual(['b1'])
    expect(events).toEqual(['Hangup'])
  })

  test('empty ones too', async () => {
    const { session } = await loggedIn({}, (peer) => peer.script.set('BridgeList', () => list([])))
    expect(await session.list({ Action: 'BridgeList' })).toEqual([])
  })

  test('a refused one is an error, not an empty list', async () => {
    const { session } = await loggedIn({}, (peer) => peer.script.set('BridgeList', () => refusal('Permission denied')))
    expect(await codeOf(session.list({ Action: 'BridgeList' }))).toBe('refusedByPbx')
  })

  test('one that never ends is given up', async () => {
    const { session } = await loggedIn({}, (peer) => peer.script.set('BridgeList', () => list([]).slice(0, 1)))
    expect(await codeOf(session.list({ Action: 'BridgeList' }))).toBe('timeout')
  })

  test('an event that only carries an ActionID is an event', async () => {
    const { events } = await loggedIn({}, (peer) => {
      peer.script.set('Ping', ({ ActionID }, login) => {
        login.send({ Event: 'OriginateResponse', ActionID: ActionID ?? '', Response: 'Failure' })
        return [{ Response: 'Success', Timestamp: '1' }]
      })
    })
    await expect.poll(() => events).toEqual(['OriginateResponse'])
  })
})
