import { describe, expect, test } from 'vitest'
import { Presence } from '../../../src/background/presence.ts'
import { NO_BOOKS } from '../../../src/protocol/address-book.ts'
import { applyEvent } from '../../../src/protocol/apply-event.ts'
import type { Connection, Mirror } from '../../../src/protocol/mirror.ts'
import type { Colleague } from '../../../src/protocol/people.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import type { Line, OperatorState } from '../../../src/protocol/state.ts'

const person = (id: string, name: string, number: string | null) => ({ id, name, department: '', number })
const ANNA = person('a', 'Иванова Анна Сергеевна', '103')
const FREE: Line = { state: 'free', with: null }
const TALKING: Line = { state: 'talking', with: 'Петров' }

const stateOf = (colleagues: Colleague[], pbx: OperatorState['pbx'] = 'up'): OperatorState => ({
  self: person('me', 'Оператор', '101'),
  pbx,
  bases: [],
  routing: { enabled: true, lastDigits: 10, internalLength: { min: 3, max: 3 } },
  calls: [],
  colleagues,
  statuses: {},
  lines: { '101': TALKING, '103': FREE },
  intakes: [],
  acceptances: [],
  notices: [],
  missed: 0,
  history: 0,
  books: NO_BOOKS,
  favourites: [],
  chats: null,
  typing: [],
})
const withState = (state: OperatorState, connection: Connection = 'online'): Mirror => ({
  connection,
  state,
  owed: 0,
  preferences: DEFAULT_PREFERENCES,
})
const mirror = (colleagues: Colleague[]): Mirror => withState(stateOf(colleagues))

const lineOf = (name: string, now: Mirror) => new Presence().of(now, [name])[0]?.line ?? null

describe('the line of a user, by the name 1C shows', () => {
  test('is that of the one who bears it, however it is spaced, under the name as it was shown', () => {
    const shown = 'Иванова\u00a0Анна  Сергеевна '
    expect(new Presence().of(mirror([ANNA]), [shown, 'Никто'])).toEqual([{ name: shown, line: FREE, status: null }])
  })

  test('is said of the operator, too', () => {
    expect(lineOf('Оператор', mirror([ANNA]))).toEqual(TALKING)
  })

  test.each([
    ['of two who bear it', mirror([ANNA, person('b', 'Иванова Анна Сергеевна', '104')])],
    ['of two, one of them without a number', mirror([ANNA, person('b', 'иванова анна сергеевна', null)])],
    ['of one without a number', mirror([person('a', 'Иванова Анна Сергеевна', null)])],
    ['of one whose phone nobody knows', mirror([person('a', 'Иванова Анна Сергеевна', '109')])],
    ['of nobody', mirror([])],
    ['while the server is away', withState(stateOf([ANNA]), 'offline')],
    ['while the PBX is down', withState(stateOf([ANNA], 'down'))],
  ])('is not said %s', (_why, now) => {
    expect(lineOf('Иванова Анна Сергеевна', now)).toBeNull()
  })

  test('an empty field is nobody, and so is a name that every object has', () => {
    expect(lineOf('', mirror([person('x', '', '103')]))).toBeNull()
    expect(lineOf('__proto__', mirror([ANNA]))).toBeNull()
  })

  test('is as it is now, and of the people there are now', () => {
    const presence = new Presence()
    const before = stateOf([ANNA])
    presence.of(withState(before), [ANNA.name])
    const talks = applyEvent(before, { type: 'line.changed', number: '103', line: TALKING })
    expect(presence.of(withState(talks), [ANNA.name])).toEqual([{ name: ANNA.name, line: TALKING, status: null }])
    const left = applyEvent(talks, {
      type: 'colleagues.changed',
      put: [],
      removed: talks.colleagues.map(({ id }) => id),
    })
    expect(presence.of(withState(left), [ANNA.name])).toEqual([])
  })
})
