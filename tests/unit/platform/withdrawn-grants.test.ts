import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Mirror } from '../../../src/protocol/mirror.ts'
import { DEFAULT_PREFERENCES } from '../../../src/protocol/preferences.ts'

/** As much of a browser as these two need: who is granted is for the test to say. */
const browser = vi.hoisted(() => {
  type Listener = (...args: never[]) => unknown
  const event = () => {
    const listeners: Listener[] = []
    return {
      addListener: (listener: Listener) => void listeners.push(listener),
      removeListener: () => {},
      fire: (...args: unknown[]) => listeners.map((listener) => listener(...(args as never[]))),
    }
  }
  const granted = new Set<string>()
  return {
    granted,
    runtime: {
      id: 'trubka',
      getURL: () => 'chrome-extension://trubka/',
      onConnect: event(),
      onMessage: event(),
    },
    permissions: {
      contains: async ({ origins }: { origins: string[] }) => origins.every((origin) => granted.has(origin)),
      onAdded: event(),
      onRemoved: event(),
    },
    event,
  }
})
vi.mock('webextension-polyfill', () => ({ default: browser }))
const { serveMirror } = await import('../../../src/platform/ports.ts')
const { servePages } = await import('../../../src/platform/messages.ts')

const SITE = 'http://1c.local/*'
const sender = { id: 'trubka', url: 'http://1c.local/base/ru/', tab: { url: 'http://1c.local/base/ru/' } }
const mirror: Mirror = { connection: 'online', state: null, owed: 0, preferences: DEFAULT_PREFERENCES }

function openPort() {
  const got: unknown[] = []
  const port = {
    name: 'mirror',
    sender,
    closed: false,
    postMessage: (message: unknown) => got.push(message),
    disconnect: () => {
      port.closed = true
    },
    onDisconnect: browser.event(),
    onMessage: browser.event(),
  }
  browser.runtime.onConnect.fire(port)
  return { port, got }
}

const serving = serveMirror(async () => mirror, vi.fn(), vi.fn())
const named = vi.fn(async () => ({ connected: true, colleagues: [] }))
const never = vi.fn(() => Promise.reject(new Error('not asked for here')))
servePages(
  new Proxy({} as Parameters<typeof servePages>[0], {
    get: (_, method) => (method === 'people.named' ? named : never),
  }),
)
const ask = async (method: string, params: unknown) =>
  browser.runtime.onMessage.fire({ trubka: method, params }, sender)[0]

beforeEach(() => {
  browser.granted.clear()
  named.mockClear()
})

describe('a page of a site', () => {
  test('that is granted gets the picture, at once and at each change', async () => {
    browser.granted.add(SITE)
    const { got } = openPort()
    await expect.poll(() => got.length).toBe(1)
    serving.push()
    await expect.poll(() => got.length).toBe(2)
  })

  test('whose grant was withdrawn gets nothing: its port is closed unused', async () => {
    const { port, got } = openPort()
    await expect.poll(() => port.closed).toBe(true)
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
