import { describe, expect, test } from 'vitest'
import { alertOf, isCallAlert, pressedOn, ringingCalls, ringingOf } from '../../../src/background/alerts.ts'
import type { Mirror } from '../../../src/protocol/mirror.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import { freshState } from '../../support/peer.ts'
import { call, party } from '../ui/call.ts'

const ringing = call({
  id: '1700.1:x',
  direction: 'incoming',
  local: 'alerting',
  commands: ['answer', 'clear'],
  party: party({
    identity: 'known',
    customers: [{ base: 'b', ref: 'r', contact: 'Смирнова', counterparty: 'Ромашка', responsible: 'Петров' }],
  }),
})
const mirror = (changes: Partial<Mirror> = {}): Mirror => ({
  connection: 'online',
  state: { ...freshState(), calls: [ringing, call({ id: 'talks' })] },
  owed: 0,
  preferences: DEFAULT_PREFERENCES,
  ...changes,
})

describe('a call makes itself known', () => {
  test('only while it rings, and only with a connection', () => {
    expect(ringingCalls(mirror()).map(({ id }) => id)).toEqual(['1700.1:x'])
    expect(ringingCalls(mirror({ connection: 'offline' }))).toEqual([])
  })

  test('by sound as loud as was chosen, and quietly into a talk', () => {
    const alone = mirror({ state: { ...freshState(), calls: [ringing] } })
    expect(ringingOf(alone)).toEqual({ tone: 'double', volume: DEFAULT_PREFERENCES.volume })
    const bright = { ...alone, preferences: { ...DEFAULT_PREFERENCES, tone: 'bright' as const } }
    expect(ringingOf(bright)).toMatchObject({ tone: 'bright' })
    expect(ringingOf({ ...alone, preferences: { ...DEFAULT_PREFERENCES, sound: false } })).toBeNull()
    expect(ringingOf(mirror())?.volume).toBeLessThan(DEFAULT_PREFERENCES.volume)
    expect(ringingOf(mirror({ state: { ...freshState(), calls: [call()] } }))).toBeNull()
  })

  test('with who is calling and what can be done', () => {
    expect(alertOf(ringing, 'ru')).toMatchObject({
      title: 'Входящий звонок: Смирнова',
      message: '+7 903 567-78-76\nРомашка\nОтветственный: Петров',
      buttons: ['Ответить', 'Отклонить'],
    })
  })

  test('a button does what it said, whatever has become of the call meanwhile', () => {
    const { id } = alertOf(ringing, 'ru')
    expect(pressedOn(id, 0)).toEqual({ command: 'answer', callId: '1700.1:x' })
    expect(pressedOn(id, 1)).toEqual({ command: 'clear', callId: '1700.1:x' })
    expect(pressedOn(alertOf({ ...ringing, commands: ['clear'] }, 'ru').id, 0)?.command).toBe('clear')
    expect(pressedOn('told:1', 0)).toBeNull()
    expect([isCallAlert(id), isCallAlert('told:1')]).toEqual([true, false])
  })
})
