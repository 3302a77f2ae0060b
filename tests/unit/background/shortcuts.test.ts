import { describe, expect, test } from 'vitest'
import { wishOf } from '../../../src/background/shortcuts.ts'
import { call } from '../ui/call.ts'

const ringing = call({ id: 'rings', direction: 'incoming', local: 'alerting', commands: ['answer', 'clear'] })
const talking = call({ id: 'talks', answeredAt: 1, commands: ['hold', 'clear'] })
const held = call({ id: 'held', local: 'hold', answeredAt: 1, commands: ['retrieve', 'clear'] })
const wish = (...[shortcut, ...calls]: [Parameters<typeof wishOf>[0], ...Parameters<typeof wishOf>[1]]) => {
  const found = wishOf(shortcut, calls)
  return found && [found.command, found.call.id]
}

describe('the browser’s keys', () => {
  test('answer what rings', () => expect(wish('answer', talking, ringing)).toEqual(['answer', 'rings']))
  test('end the talk before what is held or rings', () =>
    expect(wish('end', ringing, held, talking)).toEqual(['clear', 'talks']))
  test('end what is held before what rings', () => expect(wish('end', ringing, held)).toEqual(['clear', 'held']))
  test('decline when nothing else is there', () => expect(wish('end', ringing)).toEqual(['clear', 'rings']))
  test('hold the talk, give back who is held', () => {
    expect(wish('hold', held, talking)).toEqual(['hold', 'talks'])
    expect(wish('hold', held)).toEqual(['retrieve', 'held'])
  })
  test('never ask for what the call does not offer', () =>
    expect(wish('hold', call({ answeredAt: 1, commands: ['clear'] }))).toBeNull())
})
