import { describe, expect, test } from 'vitest'
import { NO_BOOKS } from '../../../src/protocol/address-book.ts'
import { applyEvents } from '../../../src/protocol/apply-event.ts'
import { check } from '../../../src/protocol/jsonrpc.ts'
import { methods } from '../../../src/protocol/methods.ts'
import type { StateEvent } from '../../../src/protocol/state.ts'
import { Feed, type OwnState } from '../../../src/server/gateway/feed.ts'
import { House, type HouseState } from '../../../src/server/gateway/house.ts'

const person = (n: number) => ({ id: `u${n}`, name: `Иванова ${n}`, department: '', number: String(1000 + n) })
const own = (n: number): OwnState => ({
  self: person(n),
  calls: [],
  intakes: [],
  acceptances: [],
  notices: [],
  missed: n,
  history: 0,
  books: NO_BOOKS,
  favourites: [],
  chats: null,
  typing: [],
})

/** A house, of which it is counted how often it was read. */
function house() {
  let state: HouseState = {
    pbx: 'up',
    bases: [],
    routing: { enabled: true, lastDigits: 10, internalLength: { min: 2, max: 5 } },
    colleagues: Array.from({ length: 50 }, (_, n) => person(n)),
    lines: {},
    statuses: {},
  }
  let reads = 0
  const words = new House(() => {
    reads++
    return state
  })
  return {
    words,
    reads: () => reads,
    state: () => state,
    happens: (event: StateEvent) => {
      const { lines, statuses } = applyEvents({ ...state, ...own(0) }, [event])
      state = { ...state, lines, statuses }
      words.happened(JSON.stringify(event))
    },
  }
}
const talks = (number: string): StateEvent => ({ type: 'line.changed', number, line: { state: 'talking', with: null } })
/** As an operator makes it of what came. */
function stateOf(pieces: readonly (string | Buffer)[]) {
  const { state, events } = check(methods['state.sync'].result, JSON.parse(pieces.map(String).join('')))
  return state && applyEvents(state, events)
}
const shared = (pieces: readonly (string | Buffer)[]) => pieces.find((piece) => typeof piece !== 'string')

describe('The first state', () => {
  test('is everybody’s text, made once, and one’s own', () => {
    const { words, reads, state } = house()
    const first = new Feed(own(1), words).since(null)
    const second = new Feed(own(2), words).since(null)
    expect(reads()).toBe(1)
    expect(shared(first)).toBe(shared(second))
    expect(stateOf(first)).toEqual({ ...own(1), ...state() })
    expect(stateOf(second)).toMatchObject({ self: person(2), missed: 2 })
  })

  test('has what has happened since the text was made', () => {
    const { words, reads, state, happens } = house()
    const before = shared(new Feed(own(1), words).since(null))
    happens(talks('1003'))
    happens({ type: 'status.changed', id: 'u4', status: { kind: 'lunch', note: '', until: null, reach: null } })
    const after = new Feed(own(1), words).since(null)
    expect(shared(after)).toBe(before)
    expect(reads()).toBe(1)
    expect(stateOf(after)).toEqual({ ...own(1), ...state() })
  })

  test('is put into words anew when very much has happened, or who works here', () => {
    const { words, reads, state, happens } = house()
    new Feed(own(1), words).since(null)
    for (let n = 0; n < 1000; n++) happens(talks(String(1000 + (n % 50))))
    expect(stateOf(new Feed(own(1), words).since(null))).toEqual({ ...own(1), ...state() })
    expect(reads()).toBe(2)
    words.forget()
    new Feed(own(1), words).since(null)
    expect(reads()).toBe(3)
  })

  test('is not sent to who knows it: they get what they have missed', () => {
    const { words, reads } = house()
    const feed = new Feed(own(1), words)
    const { cursor } = feed
    feed.tell(talks('1003'))
    expect(JSON.parse(feed.since(cursor).map(String).join(''))).toEqual({
      cursor: feed.cursor,
      state: null,
      events: [talks('1003')],
    })
    expect(reads()).toBe(0)
  })
})
