import { describe, expect, test } from 'vitest'
import type { Call } from '../../../src/protocol/call.ts'
import { audibleAt, isAudible } from '../../support/audible.ts'
import { disagreements } from '../../support/disagreements.ts'
import type { PbxLeg } from '../../support/phone-lab.ts'
import { call, party } from '../ui/call.ts'

/** Random sequences are judged by these; a judge that lets everything pass would prove nothing. */
const CLIENT = '79161112233'
const leg = (id: string, device: string | null, more: Partial<PbxLeg> = {}): PbxLeg => ({
  id,
  callId: '1',
  device,
  number: device ?? CLIENT,
  state: 'up',
  room: null,
  place: '',
  holder: '',
  ...more,
})
const TALKING = [leg('1', null, { room: 'r' }), leg('2', '101', { room: 'r' })]
const HELD = [leg('1', null, { place: 'trubka-hold,101', holder: '2' }), leg('2', '101', { place: 'trubka-wait,s' })]
const shownTalking = call({ id: '1', party: party({ number: CLIENT }), commands: ['hold', 'clear'] })
const shownHeld = { ...shownTalking, local: 'hold' as const, commands: ['retrieve' as const] }

const look = (legs: readonly PbxLeg[], calls: readonly Call[], held: readonly string[] = []) =>
  disagreements({ legs, shown: new Map([['101', calls]]), held: new Set(held) })

describe('Panels and PBX', () => {
  test('agree about who talks, who is held, and by which key', () => {
    expect(look(TALKING, [shownTalking])).toEqual([])
    expect(look(HELD, [shownHeld])).toEqual([])
    expect(look(TALKING, [shownHeld], ['101'])).toEqual([])
    expect(look([], [])).toEqual([])
  })

  test.each([
    ['talks with somebody else', TALKING, [{ ...shownTalking, party: party({ number: '102' }) }]],
    ['is on hold where both talk', TALKING, [shownHeld]],
    ['talks where the client is held', HELD, [shownTalking]],
    ['is in no call', TALKING, []],
    ['is in a call that is over', [], [shownTalking]],
    ['rings where it talks', TALKING, [{ ...shownTalking, local: 'alerting' as const }]],
  ])('disagree when a panel says that it %s', (_, legs, calls) => {
    expect(look(legs, calls)).not.toEqual([])
  })

  test('agree about nothing when a client is held for a leg that is gone, or hears a ringing that nobody is shown', () => {
    const [client, own] = HELD
    if (!client || !own) throw new Error('two legs')
    expect(look([{ ...client, holder: '9' }, own], [shownHeld])).toEqual([expect.stringContaining('for nobody')])
    expect(look([leg('7', null, { callId: '7', state: 'dialing', place: 'reception,s' })], [])).toEqual([
      expect.stringContaining('shown to nobody'),
    ])
  })

  test('who is in a room hears the others there and nobody else; who is held hears music', () => {
    const audible = (at: PbxLeg, legs: readonly PbxLeg[], held: readonly string[] = []) =>
      audibleAt(at, legs, ({ number }) => number, new Set(held))
    const [client, own] = TALKING
    const [heldClient, waiting] = HELD
    if (!client || !own || !heldClient || !waiting) throw new Error('two legs')
    expect(isAudible(['101'], audible(client, TALKING))).toBe(true)
    expect(isAudible([], audible(client, TALKING))).toBe(false)
    expect(isAudible(['101', '102'], audible(client, TALKING))).toBe(false)
    expect(isAudible(['music'], audible(heldClient, HELD))).toBe(true)
    expect(isAudible([CLIENT], audible(waiting, HELD))).toBe(false)
    // A phone that holds by its own key: silence or music, and still nobody from elsewhere.
    expect(isAudible(['music'], audible(client, TALKING, ['101']))).toBe(true)
    expect(isAudible(['103'], audible(client, TALKING, ['101']))).toBe(false)
  })
})
