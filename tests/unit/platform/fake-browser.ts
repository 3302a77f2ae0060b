import { vi } from 'vitest'

type Listener = (...args: never[]) => unknown

const event = () => {
  const listeners: Listener[] = []
  return {
    addListener: (listener: Listener) => void listeners.push(listener),
    removeListener: () => {},
    fire: (...args: unknown[]) => listeners.map((listener) => listener(...(args as never[]))),
  }
}
/** Node gives addresses of extensions no origin. */
const OWN = 'https://trubka.example/'

const granted = new Set<string>()

/** As much of a browser as the background's ends of ports and messages need: who is granted is for the test to say. */
export const browser = {
  granted,
  runtime: {
    id: 'trubka',
    getURL: () => OWN,
    onConnect: event(),
    onMessage: event(),
  },
  permissions: {
    contains: async ({ origins }: { origins: string[] }) => origins.every((origin) => granted.has(origin)),
    onAdded: event(),
    onRemoved: event(),
  },
}

export const SITE = 'http://1c.local/*'
const page = 'http://1c.local/base/ru/'
export const pageSender = { id: 'trubka', url: page, tab: { url: page } }
export const panelSender = { id: 'trubka', url: `${OWN}src/popup/index.html` }

/** A page of ours, or of 1C, begins to listen. */
export function openPort(sender: object = pageSender) {
  const got: unknown[] = []
  const port = {
    name: 'mirror',
    sender,
    closed: false,
    postMessage: vi.fn((message: unknown) => void got.push(message)),
    disconnect: () => {
      port.closed = true
    },
    onDisconnect: event(),
    onMessage: event(),
  }
  browser.runtime.onConnect.fire(port)
  return { port, got }
}
