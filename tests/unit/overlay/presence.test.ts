import { describe, expect, test } from 'vitest'
import { Presence } from '../../../src/content/overlay/presence.ts'
import type { Mirror } from '../../../src/protocol/mirror.ts'
import type { OperatorState } from '../../../src/protocol/state.ts'

const person = (id: string, name: string, number: string | null) => ({ id, name, department: '', number })
const ANNA = person('a', 'Иванова Анна Сергеевна', '103')
const FREE = { state: 'free', with: null } as const

const mirror = (colleagues: ReturnType<typeof person>[], over: Partial<Mirror> = {}, pbx: 'up' | 'down' = 'up') => {
  const state = {
    self: person('me', 'Оператор', '101'),
    colleagues,
    lines: { '103': FREE },
    pbx,
  } as unknown as OperatorState
  return { connection: 'online', state, owed: 0, preferences: {}, ...over } as unknown as Mirror
}
const lineOf = (name: string, now: Mirror) => {
  const presence = new Presence()
  presence.update(now)
  return presence.of(name)?.line ?? null
}

describe('the line of a user, by the name 1C shows', () => {
  test('is that of the one who bears it, however it is spaced', () => {
    expect(lineOf('Иванова\u00a0Анна  Сергеевна ', mirror([ANNA]))).toEqual(FREE)
  })

  test.each([
    ['of two who bear it', mirror([ANNA, person('b', 'Иванова Анна Сергеевна', '104')])],
    ['of two, one of them without a number', mirror([ANNA, person('b', 'иванова анна сергеевна', null)])],
    ['of one without a number', mirror([person('a', 'Иванова Анна Сергеевна', null)])],
    ['of one whose phone nobody knows', mirror([person('a', 'Иванова Анна Сергеевна', '109')])],
    ['of nobody', mirror([])],
    ['while the server is away', mirror([ANNA], { connection: 'offline' })],
    ['while the PBX is down', mirror([ANNA], {}, 'down')],
  ])('is not said %s', (_why, now) => {
    expect(lineOf('Иванова Анна Сергеевна', now)).toBeNull()
  })

  test('an empty field is nobody', () => {
    expect(lineOf('', mirror([person('x', '', '103')]))).toBeNull()
  })
})
