import * as v from 'valibot'
import browser, { type Runtime } from 'webextension-polyfill'
import type { Mirror, Present } from '../protocol/mirror.ts'
import { PageSight } from '../protocol/page.ts'
import { own } from './messages.ts'
import { MIRROR_PORT } from './page-wire.ts'
import { isGranted, onSitesChanged } from './permissions.ts'
import { type Asker, askerOf } from './sender.ts'

type Mirrors = {
  push: () => void
  /** Whether any page that listens is in sight: what is shown there needs no other notice. */
  anyInSight: () => boolean
  /** The same for the panel. */
  panelInSight: () => boolean
}

/** Whose lines are how, of these names as a page shows them. */
type PresentOf = (mirror: Mirror, names: readonly string[]) => Present[]

/**
 * Sends the mirror to every page that listens: whole, at once and at each `push`; to a page of 1C only what it may know,
 * and only when that is something else than before. `current` is awaited, so that a background that was just revived
 * first reads what it has kept.
 */
export function serveMirror(
  current: () => Promise<Mirror>,
  presentOf: PresentOf,
  onOpened: (asker: Asker) => void,
  onSight: () => void,
): Mirrors {
  const ports = new Map<Runtime.Port, Asker['kind']>()
  const sites = new Map<Runtime.Port, string>()
  /** Whose page a person has before them now. */
  const inSight = new Set<Runtime.Port>()
  /** The names of users shown there. */
  const names = new Map<Runtime.Port, readonly string[]>()
  /** What each page of 1C was sent last. */
  const sent = new Map<Runtime.Port, string>()

  const open = async (port: Runtime.Port, asker: Asker) => {
    if (asker.kind === 'content' && !(await isGranted(asker.site))) return port.disconnect()
    ports.set(port, asker.kind)
    if (asker.kind === 'content') sites.set(port, asker.site)
    send(port, asker.kind, await current())
    onOpened(asker)
  }
  const send = (port: Runtime.Port, kind: Asker['kind'], mirror: Mirror) => {
    if (!ports.has(port)) return
    try {
      if (kind === 'panel') port.postMessage(mirror)
      else sendToPage(port, forPages(mirror, presentOf(mirror, names.get(port) ?? [])))
    } catch {
      // It was closed this instant; its onDisconnect is on the way.
      ports.delete(port)
    }
  }
  const sendToPage = (port: Runtime.Port, mirror: Mirror) => {
    const text = JSON.stringify(mirror)
    // The lines of colleagues change all day long, and each page is told of few of them.
    if (sent.get(port) === text) return
    port.postMessage(mirror)
    sent.set(port, text)
  }

  const hear = async (port: Runtime.Port, message: unknown) => {
    const said = v.safeParse(PageSight, message)
    const sight = said.success ? said.output : { inSight: false, names: [] }
    if (sight.inSight !== inSight.has(port)) {
      if (sight.inSight) inSight.add(port)
      else inSight.delete(port)
      onSight()
    }
    names.set(port, sight.inSight ? sight.names : [])
    const kind = ports.get(port)
    if (kind === 'content' && sight.inSight) send(port, kind, await current())
  }
  const forget = (port: Runtime.Port) => {
    for (const each of [ports, sites, names, sent]) each.delete(port)
  }

  const closeUngranted = async () => {
    for (const [port, site] of [...sites]) {
      if (await isGranted(site)) continue
      forget(port)
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
      hear(port, message).catch((error: unknown) => console.error(error))
    })
    port.onDisconnect.addListener(() => {
      forget(port)
      if (inSight.delete(port)) onSight()
    })
    open(port, asker).catch((error: unknown) => console.error(error))
  })

  return {
    anyInSight: () => [...inSight].some((port) => ports.has(port)),
    panelInSight: () => [...inSight].some((port) => ports.get(port) === 'panel'),
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

/**
 * A page of 1C gets no list of employees and no errors of others: it asks for the one it needs by name, and is told of the
 * lines of those it shows.
 */
function forPages(
  { connection, state, owed, dismissed = null, preferences, fieldsVersion }: Mirror,
  present: Present[],
): Mirror {
  const version = fieldsVersion === undefined ? {} : { fieldsVersion }
  const own = state && { ...state, colleagues: [], lines: {}, statuses: {}, chats: null, typing: [] }
  return { connection, state: own, owed, dismissed, preferences, ...version, present }
}
