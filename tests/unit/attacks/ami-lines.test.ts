import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { methods } from '../../../src/protocol/methods.ts'
import { AmiSession } from '../../../src/server/telephony/asterisk/protocol.ts'
import { openBorder } from '../../support/border.ts'
import { AmiPeer } from '../telephony/ami-peer.ts'
import { SECRET, silent } from '../telephony/pbx-under-test.ts'

const BREAK = fc.constantFrom('\r\n', '\n', '\r', '\0', '\r\n\r\n', '\u2028', '\u0085')
/** A number or a name that would like to be lines of its own. */
const injection = fc
  .tuple(
    fc.string({ maxLength: 5 }),
    BREAK,
    fc.constantFrom('Action: Hangup', 'Action: Command\r\nCommand: core stop now'),
    BREAK,
  )
  .map((parts) => parts.join(''))

describe('lines for the PBX', () => {
  test('come of nothing but our own fields, whatever is in them', async () => {
    const peer = await AmiPeer.start()
    const options = { host: '127.0.0.1', port: peer.port, user: 'cti', secret: SECRET, events: 'call', use: 'no calls' }
    const timing = {
      connectWithin: 5000,
      retryFirst: 10,
      retryMost: 50,
      retryRefused: 50,
      answerWithin: 10_000,
      pingEvery: 60_000,
    }
    const session = new AmiSession(options, timing, silent)
    onTestFinished(async () => {
      session.stop()
      await peer.stop()
    })
    session.start()
    await vi.waitFor(() => expect(session.up).toBe(true))
    await fc.assert(
      fc.asyncProperty(injection, injection, async (name, value) => {
        const before = peer.received.length
        await session.action({ Action: 'Setvar', Variable: name, Value: value })
        const sent = peer.received.slice(before)
        expect(sent.split(/\r\n|\r|\n/).filter((line) => line.startsWith('Action:'))).toEqual(['Action: Setvar'])
        expect(sent.match(/\r\n\r\n/g)).toHaveLength(1)
        expect(sent.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/)
      }),
    )
    expect(peer.asked('Hangup')).toEqual([])
    expect(peer.asked('Command')).toEqual([])
  })

  test('are not even begun for a number or keys that are none', async () => {
    const border = await openBorder()
    onTestFinished(() => border.close())
    const anna = await border.operator()
    const fields = [
      ['call.make', 'to'],
      ['call.consult', 'to'],
      ['call.singleStepTransfer', 'to'],
      ['call.generateDigits', 'digits'],
    ] as const
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), injection, async ([method, field], text) => {
        const callId = method === 'call.make' ? {} : { callId: 'x' }
        const asked = anna.line.askAnything(method, { commandId: randomUUID(), ...callId, [field]: `101${text}` })
        await expect(asked).rejects.toMatchObject({ code: 'invalidParams', field: `params.${field}` })
      }),
      { numRuns: 60 },
    )
    expect([border.pbx.made, border.pbx.controlled]).toEqual([[], []])
  })

  test('take from operators no text but these: a new one is looked at here first', () => {
    const texts = Object.entries(methods)
      .filter(([method]) => method.startsWith('call.'))
      .flatMap(([method, { params }]) => Object.keys(params.entries).map((field) => `${method} ${field}`))
      .filter((each) => !/ (commandId|callId)$/.test(each))
    expect(texts.sort()).toEqual([
      'call.consult to',
      'call.generateDigits digits',
      'call.make to',
      'call.singleStepTransfer to',
    ])
  })
})
