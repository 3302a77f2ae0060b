import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { NO_BOOKS } from '../../../src/protocol/address-book.ts'
import type { Mirror, MirrorMessage, Present } from '../../../src/protocol/mirror.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import type { Line, OperatorState } from '../../../src/protocol/state.ts'
import { browser, openPort, panelSender, SITE } from './fake-browser.ts'

vi.mock('webextension-polyfill', () => ({ default: browser }))
const { serveMirror } = await import('../../../src/platform/ports.ts')

const person = (id: string, name: string, number: string) => ({ id, name, department: '', number })
const FREE: Line = { state: 'free', with: null }
const TALKING: Line = { state: 'talking', with: 'Сидоров' }
const ANNA = 'Иванова Анна Сергеевна'
const PETR = 'Петров Пётр Петрович'

/** By name, for what the test says of them. */
let lines: Record<string, Line>
const state = (): OperatorState => ({
  self: person('me', 'Оператор', '101'),
  pbx: 'up',
  bases: [],
  routing: { enabled: true, lastDigits: 10, internalLength: { min: 3, max: 3 } },
  calls: [],
  colleagues: [person('a', ANNA, '103'), person('p', PETR, '102')],
  statuses: {},
  lines: { '103': FREE, '102': FREE },
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
const presentOf = (_mirror: Mirror, names: readonly string[]): Present[] =>
  names.flatMap((name) => {
    const line = lines[name]
    return line ? [{ name, line, status: null }] : []
  })
const onSight = vi.fn()
const serving = serveMirror(
  async () => ({ connection: 'online', state: state(), owed: 0, preferences: DEFAULT_PREFERENCES }),
  presentOf,
  vi.fn(),
  onSight,
)

const closing: (() => void)[] = []
const open = async (sender?: object) => {
  const opened = openPort(sender)
  closing.push(() => opened.port.onDisconnect.fire())
  const heard: Mirror[] = []
  const hear = () => {
    for (const message of (opened.got as MirrorMessage[]).splice(0)) if ('mirror' in message) heard.push(message.mirror)
  }
  await expect.poll(() => opened.got.length).toBeGreaterThan(0)
  hear()
  const says = (message: unknown) => opened.port.onMessage.fire(message)
  const shows = (...names: string[]) => says({ inSight: true, names })
  return {
    port: opened.port,
    get heard() {
      hear()
      return heard
    },
    says,
    shows,
    last: () => {
      hear()
      return heard.at(-1)?.present
    },
  }
}
/** All that is under way has come through once this port, which is served last, has its answer. */
const settled = async () => {
  await open(panelSender)
}
const change = async (name: string, line: Line) => {
  lines = { ...lines, [name]: line }
  serving.push()
  await settled()
}

beforeEach(() => {
  browser.granted.add(SITE)
  lines = { [ANNA]: FREE, [PETR]: FREE }
  onSight.mockClear()
})
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

describe('a page of 1C', () => {
  test('that shows no names gets nobody, and no line', async () => {
    const { heard } = await open()
    expect(heard[0]).toMatchObject({ present: [], state: { colleagues: [], lines: {} } })
    expect(JSON.stringify(heard)).not.toMatch(/Иванова|Петров|10[23]/)
  })

  test('is told of the lines of those it shows, of their changes, and of nobody else', async () => {
    const page = await open()
    page.shows(ANNA)
    await expect.poll(page.last).toEqual([{ name: ANNA, line: FREE, status: null }])
    await change(ANNA, TALKING)
    expect(page.last()).toEqual([{ name: ANNA, line: TALKING, status: null }])
    const before = page.heard.length
    await change(PETR, TALKING)
    expect(page.heard).toHaveLength(before)
    expect(JSON.stringify(page.heard)).not.toMatch(/Петров|10[23]/)
  })

  test('that shows others is told of them instead', async () => {
    const page = await open()
    page.shows(ANNA)
    await expect.poll(page.last).toHaveLength(1)
    page.shows(PETR)
    await expect.poll(page.last).toEqual([{ name: PETR, line: FREE, status: null }])
  })

  test('that cannot be seen is told of nobody, whatever it says it shows', async () => {
    const page = await open()
    page.shows(ANNA)
    await expect.poll(page.last).toHaveLength(1)
    page.says({ inSight: false, names: [ANNA] })
    await change(ANNA, TALKING)
    expect(page.last()).toEqual([])
    const before = page.heard.length
    await change(ANNA, FREE)
    expect(page.heard).toHaveLength(before)
  })

  test('that is gone is sent no more', async () => {
    const page = await open()
    page.shows(ANNA)
    await expect.poll(page.last).toHaveLength(1)
    page.port.onDisconnect.fire()
    const before = page.heard.length
    await change(ANNA, TALKING)
    expect(page.heard).toHaveLength(before)
  })

  test.each([
    ['more names than may be asked', { inSight: true, names: [ANNA, ...Array.from({ length: 200 }, String)] }],
    ['a name longer than any', { inSight: true, names: [ANNA, 'я'.repeat(101)] }],
    ['what is no name', { inSight: true, names: [ANNA, { name: PETR }] }],
    ['something else besides', { inSight: true, names: [ANNA], colleagues: true }],
    ['nothing that is known here', 'names'],
  ])('that says %s is told of nobody', async (_what, message) => {
    const page = await open()
    page.says(message)
    await change(ANNA, TALKING)
    expect(page.last()).toEqual([])
    expect(serving.anyInSight()).toBe(false)
  })

  test('that shows other names is still in sight: nobody has to be told so again', async () => {
    const page = await open()
    page.shows()
    page.shows(ANNA)
    await expect.poll(page.last).toHaveLength(1)
    expect(onSight).toHaveBeenCalledTimes(1)
    page.port.onDisconnect.fire()
    expect(onSight).toHaveBeenCalledTimes(2)
  })
})

test('a panel of ours has everybody, also who is not shown anywhere', async () => {
  const { heard } = await open(panelSender)
  expect(heard[0]?.state?.colleagues).toHaveLength(2)
})
