import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { NO_BOOKS } from '../../../src/protocol/address-book.ts'
import { applyEvent } from '../../../src/protocol/apply-event.ts'
import type { Mirror, MirrorMessage } from '../../../src/protocol/mirror.ts'
import { changed } from '../../../src/protocol/mirror-change.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import type { OperatorState, StateEvent } from '../../../src/protocol/state.ts'
import { browser, openPort, panelSender } from './fake-browser.ts'

vi.mock('webextension-polyfill', () => ({ default: browser }))
const { serveMirror } = await import('../../../src/platform/ports.ts')

const person = (n: number) => ({ id: `id-${n}`, name: `Иванова Анна ${n}`, department: '', number: String(1000 + n) })
const freshState = (): OperatorState => ({
  self: person(0),
  pbx: 'up',
  bases: [],
  routing: { enabled: true, lastDigits: 10, internalLength: { min: 3, max: 4 } },
  calls: [],
  colleagues: Array.from({ length: 500 }, (_, n) => person(n)),
  statuses: {},
  lines: {},
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
let mirror: Mirror
const serving = serveMirror(
  async () => mirror,
  () => [],
  vi.fn(),
  vi.fn(),
)
const happens = (...events: StateEvent[]) => {
  for (const event of events) {
    mirror = { ...mirror, state: mirror.state && applyEvent(mirror.state, event) }
    serving.note(event)
  }
}
const talks = (number: string): StateEvent => ({
  type: 'line.changed',
  number,
  line: { state: 'talking', with: null },
})

const closing: (() => void)[] = []
/** A panel, and what it makes of what it is sent. */
const open = async () => {
  const { port, got } = openPort(panelSender)
  closing.push(() => port.onDisconnect.fire())
  const messages = got as MirrorMessage[]
  await expect.poll(() => messages.length).toBeGreaterThan(0)
  let mine: Mirror | null = null
  let read = 0
  return {
    messages,
    /** As the browser copies them. */
    has: () => {
      for (const message of structuredClone(messages.slice(read)))
        mine = 'mirror' in message ? message.mirror : mine && changed(mine, message.change)
      read = messages.length
      return mine
    },
  }
}
const sizeOf = (messages: readonly MirrorMessage[]) => JSON.stringify(messages).length

beforeEach(() => {
  mirror = { connection: 'online', state: freshState(), owed: 0, preferences: DEFAULT_PREFERENCES }
  serving.note(null)
})
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

describe('a panel', () => {
  test('has all there is at first, and afterwards what has changed', async () => {
    const panel = await open()
    expect(panel.messages).toEqual([{ mirror }])
    happens(talks('1007'), talks('1008'))
    serving.push()
    await expect.poll(() => panel.messages.length).toBe(2)
    expect(sizeOf(panel.messages.slice(1))).toBeLessThan(500)
    expect(panel.has()).toEqual(mirror)
  })

  test('keeps what a change is not about', async () => {
    const panel = await open()
    const before = panel.has()?.state?.colleagues
    happens(talks('1007'))
    serving.push()
    await expect.poll(() => panel.has()?.state?.lines['1007']?.state).toBe('talking')
    expect(panel.has()?.state?.colleagues).toBe(before)
  })

  test('that is opened between a change and its push is not told twice, and the other one is told', async () => {
    const first = await open()
    happens({ type: 'call.gone', callId: 'a' }, talks('1007'))
    const second = await open()
    expect(second.messages).toEqual([{ mirror }])
    expect(first.has()).toEqual(mirror)
    serving.push()
    happens(talks('1008'))
    serving.push()
    await expect.poll(() => second.has()).toEqual(mirror)
    expect(first.has()).toEqual(mirror)
    expect(second.messages).toHaveLength(2)
  })

  test('follows as the one reducer says, whatever happens', async () => {
    const panel = await open()
    const status = { kind: 'lunch', note: 'до двух', until: null, reach: null } as const
    happens(
      talks('1007'),
      { type: 'lines.changed', lines: { 1008: { state: 'offline', with: null }, 1007: { state: 'free', with: null } } },
      { type: 'status.changed', id: 'id-3', status },
      { type: 'status.changed', id: 'id-4', status },
      { type: 'status.changed', id: 'id-3', status: null },
      { type: 'colleagues.changed', put: [{ ...person(5), name: 'Другая' }, person(900)], removed: ['id-6'] },
      { type: 'missed.changed', missed: 2 },
      { type: 'pbx.changed', pbx: 'down' },
    )
    serving.push()
    await expect.poll(() => panel.has()?.state?.pbx).toBe('down')
    expect(panel.has()).toEqual(mirror)
  })

  test('is told of what is not the state', async () => {
    const panel = await open()
    mirror = { ...mirror, owed: 3, connection: 'offline' }
    serving.push()
    await expect.poll(() => panel.has()).toEqual(mirror)
    expect(sizeOf(panel.messages.slice(1))).toBeLessThan(200)
  })

  test('is told nothing when nothing has changed', async () => {
    const panel = await open()
    mirror = { ...mirror, refusals: [] }
    serving.push()
    await expect.poll(() => panel.messages.length).toBe(2)
    mirror = { ...mirror, refusals: [] }
    serving.push()
    happens(talks('1007'))
    serving.push()
    await expect.poll(() => panel.has()).toEqual(mirror)
    expect(panel.messages).toHaveLength(3)
  })

  test('shows wizards as they are here, whatever the server says of them', async () => {
    const panel = await open()
    serving.note({ type: 'intake.closed', id: 'none' })
    serving.note({ type: 'acceptance.gone', id: 'none' })
    happens(talks('1007'))
    serving.push()
    await expect.poll(() => panel.messages.length).toBe(2)
    expect(panel.messages[1]).toEqual({ change: { events: [talks('1007')], own: {}, parts: {} } })
  })

  test('has all there is once more when the state is another one', async () => {
    const panel = await open()
    happens(talks('1007'))
    mirror = { ...mirror, state: { ...freshState(), missed: 4 } }
    serving.note(null)
    serving.push()
    await expect.poll(() => panel.messages.at(-1)).toEqual({ mirror })
  })
})
