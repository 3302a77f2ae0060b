import browser, { type Runtime } from 'webextension-polyfill'
import type { Mirror } from '../protocol/mirror.ts'
import { own } from './messages.ts'
import { MIRROR_PORT } from './page-wire.ts'
import { isGranted, onSitesChanged } from './permissions.ts'
import { type Asker, askerOf } from './sender.ts'

type Mirrors = {
  push: () => void
  /** Whether any page that listens is in sight: what is shown there needs no other notice. */
  anyInSight: () => boolean
}

/**
 * Sends the mirror to every page that listens: whole, at once and at each `push`. `current` is awaited, so that a
 * background that was just revived first reads what it has kept.
 */
export function serveMirror(
  current: () => Promise<Mirror>,
  onOpened: (asker: Asker) => void,
  onSight: () => void,
): Mirrors {
  const ports = new Map<Runtime.Port, Asker['kind']>()
  const sites = new Map<Runtime.Port, string>()
  /** Whose page a person has before them now. */
  const inSight = new Set<Runtime.Port>()

  const open = async (port: Runtime.Port, asker: Asker) => {
    if (asker.kind === 'content' && !(await isGranted(asker.site))) return port.disconnect()
    ports.set(port, asker.kind)
    if (asker.kind === 'content') sites.set(port, asker.site)
    send(port, asker.kind, await current())
    onOpened(asker)
  }
  const send = (port: Runtime.Port, kind: Asker['kind'], mirror: Mirror) => {
    try {
      if (ports.has(port)) port.postMessage(kind === 'panel' ? mirror : forPages(mirror))
    } catch {
      // It was closed this instant; its onDisconnect is on the way.
      ports.delete(port)
    }
  }

  const closeUngranted = async () => {
    for (const [port, site] of [...sites]) {
      if (await isGranted(site)) continue
      sites.delete(port)
      ports.delete(port)
      port.disconnect()
    }
  }
  // A grant that is withdrawn ends what it had opened.
  onSitesChanged(() => void closeUngranted().catch((error: unknown) => console.error(error)))

  browser.runtime.onConnect.addListener((port) => {
    if (port.name !== MIRROR_PORT) return
    const asker = port.sender && askerOf(port.sender, own())
    if (!asker) return port.disconnect()
    port.onMessage.addListener((message: unknown) => {
      if (saysInSight(message)) inSight.add(port)
      else inSight.delete(port)
      onSight()
    })
    port.onDisconnect.addListener(() => {
      ports.delete(port)
      sites.delete(port)
      if (inSight.delete(port)) onSight()
    })
    open(port, asker).catch((error: unknown) => console.error(error))
  })

  return {
    anyInSight: () => [...inSight].some((port) => ports.has(port)),
    push: () => {
      if (ports.size === 0) return
      current()
        .then((mirror) => {
          for (const [port, kind] of ports) send(port, kind, mirror)
        })
        .catch((error: unknown) => console.error(error))
    },
  }
}

/** A page of 1C gets no list of employees and no errors of others: it asks for the one it needs by name. */
function forPages({ connection, state, owed, preferences, fieldsVersion }: Mirror): Mirror {
  const version = fieldsVersion === undefined ? {} : { fieldsVersion }
  return { connection, state: state && { ...state, colleagues: [], lines: {} }, owed, preferences, ...version }
}

const saysInSight = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'inSight' in message && message.inSight === true
