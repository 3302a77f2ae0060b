import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Mirror } from '../../../src/protocol/mirror.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'
import { browser, openPort, pageSender, SITE } from './fake-browser.ts'

vi.mock('webextension-polyfill', () => ({ default: browser }))
const { serveMirror } = await import('../../../src/platform/ports.ts')
const { servePages } = await import('../../../src/platform/messages.ts')

const mirror: Mirror = { connection: 'online', state: null, owed: 0, preferences: DEFAULT_PREFERENCES }

let owed = 0
const serving = serveMirror(
  async () => ({ ...mirror, owed }),
  () => [],
  vi.fn(),
  vi.fn(),
)
const named = vi.fn(async () => ({ connected: true, colleagues: [] }))
const never = vi.fn(() => Promise.reject(new Error('not asked for here')))
servePages(
  new Proxy({} as Parameters<typeof servePages>[0], {
    get: (_, method) => (method === 'people.named' ? named : never),
  }),
)
const ask = async (method: string, params: unknown) =>
  browser.runtime.onMessage.fire({ trubka: method, params }, pageSender)[0]

beforeEach(() => {
  browser.granted.clear()
  named.mockClear()
})

describe('a page of a site', () => {
  test('that is granted gets the picture, at once and at each change', async () => {
    browser.granted.add(SITE)
    const { got } = openPort()
    await expect.poll(() => got.length).toBe(1)
    owed++
    serving.push()
    await expect.poll(() => got.length).toBe(2)
  })

  test('whose grant was withdrawn gets nothing: its port is closed unused', async () => {
    const { port, got } = openPort()
    await expect.poll(() => port.closed).toBe(true)
    owed++
    serving.push()
    await Promise.resolve()
    expect(got).toEqual([])
  })

  test('whose grant is withdrawn while it listens hears no more', async () => {
    browser.granted.add(SITE)
    const { port, got } = openPort()
    await expect.poll(() => got.length).toBe(1)
    browser.granted.clear()
    browser.permissions.onRemoved.fire({ origins: [SITE] })
    await expect.poll(() => port.closed).toBe(true)
    owed++
    serving.push()
    await Promise.resolve()
    expect(got).toHaveLength(1)
  })

  test('may ask while it is granted, and not afterwards', async () => {
    browser.granted.add(SITE)
    expect(await ask('people.named', { name: 'Анна' })).toMatchObject({ result: { connected: true } })
    browser.granted.clear()
    expect(await ask('people.named', { name: 'Анна' })).toMatchObject({ error: { code: 'invalidRequest' } })
    expect(named).toHaveBeenCalledTimes(1)
  })

  test('may not ask what only our own pages may', async () => {
    browser.granted.add(SITE)
    expect(await ask('session.who', {})).toMatchObject({ error: { code: 'invalidRequest' } })
    expect(never).not.toHaveBeenCalled()
  })
})
