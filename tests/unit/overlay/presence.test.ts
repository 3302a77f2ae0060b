import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Presence } from '../../../src/content/overlay/presence.ts'
import { NO_BOOKS } from '../../../src/protocol/address-book.ts'
import { type Mirror, MOST_NAMES } from '../../../src/protocol/mirror.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import type { OperatorState } from '../../../src/protocol/state.ts'

const FREE = { state: 'free', with: null } as const
const ANNA = { name: 'Иванова Анна Сергеевна', line: FREE, status: null }

const mirror = (over: Partial<Mirror> = {}, pbx: OperatorState['pbx'] = 'up'): Mirror => ({
  connection: 'online',
  state: {
    self: { id: 'me', name: 'Оператор', department: '', number: '101' },
    pbx,
    bases: [],
    routing: { enabled: true, lastDigits: 10, internalLength: { min: 3, max: 3 } },
    calls: [],
    colleagues: [],
    intakes: [],
    acceptances: [],
    notices: [],
    statuses: {},
    missed: 0,
    history: 0,
    books: NO_BOOKS,
    favourites: [],
    chats: null,
    typing: [],
    lines: {},
  },
  owed: 0,
  preferences: DEFAULT_PREFERENCES,
  present: [ANNA],
  ...over,
})

describe('what a page says of the names it shows', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const saying = () => {
    const said: (readonly string[])[] = []
    const presence = new Presence((names) => said.push(names))
    return { presence, said, show: (...names: string[]) => presence.shows(new Set(names)) }
  }

  test('is said once, however often they are shown', () => {
    const { said, show } = saying()
    for (let frame = 0; frame < 5; frame++) show('Анна', 'Пётр')
    vi.advanceTimersByTime(1000)
    show('Пётр', 'Анна')
    expect(said).toEqual([['Анна', 'Пётр']])
  })

  test('while a list is scrolled, only now and then; and in the end what is shown then', () => {
    const { said, show } = saying()
    for (let row = 0; row < 50; row++) show(`Сотрудник ${row}`)
    expect(said).toEqual([['Сотрудник 0']])
    vi.advanceTimersByTime(1000)
    expect(said).toEqual([['Сотрудник 0'], ['Сотрудник 49']])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that there are none any more is said, too', () => {
    const { said, show } = saying()
    show('Анна')
    vi.advanceTimersByTime(1000)
    show()
    expect(said).toEqual([['Анна'], []])
  })

  test('is never more, and nothing longer, than may be asked', () => {
    const { said, show } = saying()
    show('я'.repeat(101), ...Array.from({ length: 300 }, (_, at) => `Сотрудник ${at}`))
    expect(said[0]).toHaveLength(MOST_NAMES)
    expect(said[0]?.every((name) => name.startsWith('Сотрудник'))).toBe(true)
  })
})

describe('the line of a user on a page', () => {
  const presenceIn = (now: Mirror) => {
    const presence = new Presence(() => {})
    presence.update(mirror())
    presence.update(now)
    return presence
  }

  test('is what the background has told of the name', () => {
    const presence = presenceIn(mirror())
    expect(presence.of(ANNA.name)).toEqual(ANNA)
    expect(presence.of('Петров Пётр Петрович')).toBeNull()
  })

  test.each([
    ['the server is away', mirror({ connection: 'offline' })],
    ['the PBX is down', mirror({}, 'down')],
    ['nothing is known yet', mirror({ state: null })],
  ])('is not shown while %s, and nobody is read then', (_why, now) => {
    const presence = presenceIn(now)
    expect(presence.isTold).toBe(false)
    expect(presence.of(ANNA.name)).toBeNull()
  })
})
