import * as v from 'valibot'
import browser, { type Runtime } from 'webextension-polyfill'
import type { Mirror, MirrorMessage, Present } from '../protocol/mirror.ts'
import { changeOf } from '../protocol/mirror-change.ts'
import { PageSight } from '../protocol/page.ts'
import type { StateEvent } from '../protocol/state.ts'
import { own } from './messages.ts'
import { MIRROR_PORT } from './page-wire.ts'
import { isGranted, onSitesChanged } from './permissions.ts'
import { type Asker, askerOf } from './sender.ts'

type Mirrors = {
  /** Something has happened to the state, which goes out with the next push; null = it is another one. */
  note: (event: StateEvent | null) => void
  push: () => void
  /** Whether any page that listens is in sight: what is shown there needs no other notice. */
  anyInSight: () => boolean
  /** The same for the panel. */
  panelInSight: () => boolean
}

/** Whose lines are how, of these names as a page shows them. */
type PresentOf = (mirror: Mirror, names: readonly string[]) => Present[]

/**
 * Sends the mirror to every page that listens: whole at once; at each `push` to panels what has changed, with ten thousand
 * colleagues a ten-thousandth of it; to a page of 1C only what it may know, and only when that is something else than
 * before. `current` is awaited, so that a background that was just revived first reads what it has kept.
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
  /** What each panel has had, all in all. */
  const had = new Map<Runtime.Port, Mirror>()
  /** Happened since then; null = the state is another one. */
  let happened: StateEvent[] | null = []

  const open = async (port: Runtime.Port, asker: Asker) => {
    if (asker.kind === 'content' && !(await isGranted(asker.site))) return port.disconnect()
    ports.set(port, asker.kind)
    if (asker.kind === 'content') sites.set(port, asker.site)
    const mirror = await current()
    if (!ports.has(port)) return
    if (asker.kind === 'content') sendToPage(port, mirror)
    else {
      // What this one has whole is not to be told to it once more.
      sendToPanels(mirror)
      had.set(port, mirror)
      post(port, { mirror })
    }
    onOpened(asker)
  }
  const post = (port: Runtime.Port, message: MirrorMessage) => {
    try {
      port.postMessage(message)
    } catch {
      // It was closed this instant; its onDisconnect is on the way.
      ports.delete(port)
    }
  }
  const sendToPanels = (mirror: Mirror) => {
    const events = happened
    happened = []
    for (const [port, before] of had) {
      const change = events && changeOf(before, mirror, events)
      had.set(port, mirror)
      if (events === null) post(port, { mirror })
      else if (change) post(port, { change })
    }
  }
  const sendToPage = (port: Runtime.Port, whole: Mirror) => {
    if (!ports.has(port)) return
    const mirror = forPages(whole, presentOf(whole, names.get(port) ?? []))
    const text = JSON.stringify(mirror)
    // The lines of colleagues change all day long, and each page is told of few of them.
    if (sent.get(port) === text) return
    sent.set(port, text)
    post(port, { mirror })
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
    if (ports.get(port) === 'content' && sight.inSight) sendToPage(port, await current())
  }
  const forget = (port: Runtime.Port) => {
    for (const each of [ports, sites, names, sent, had]) each.delete(port)
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
    note: (event) => {
      if (event === null || had.size === 0) happened = event && []
      else happened?.push(event)
    },
    push: () => {
      if (ports.size === 0) return
      current()
        .then((mirror) => {
          sendToPanels(mirror)
          for (const [port, kind] of ports) if (kind === 'content') sendToPage(port, mirror)
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
