import { ask, contextAlive } from '../platform/page.ts'
import { onTabMessage } from '../platform/tab-messages.ts'
import { watchLinks } from './links.ts'
import { isClient } from './onec/pages.ts'
import { part } from './parts.ts'

// Runs in every frame of every granted site, so it is small: what 1C needs is loaded where there is 1C.

/** 1C builds its page after it has loaded; a granted address may also serve something else for ever. */
const LOOK_FOR_CLIENT_MS = 1000

/** A granted page that is not 1C, or not yet: nothing is drawn until a person clicks a telephone link (SPEC A12). */
function linksOnly(doc: Document, signal: AbortSignal): void {
  let dialNext: ((number: string) => boolean) | null = null
  let asked = false
  const dial = (number: string) => {
    if (!contextAlive()) return false
    if (dialNext) return dialNext(number)
    // A second click while the first is on its way is the same wish.
    if (asked) return true
    asked = true
    void part('client').then((client) => {
      asked = false
      if (signal.aborted || !client) leaveToSystem(doc, number)
      else dialNext = client.dialLinks(doc, signal, number, (each) => leaveToSystem(doc, each))
    })
    return true
  }
  watchLinks(doc, dial, signal)
  onTabMessage((message) => message.trubkaTab === 'dialLink' && dial(message.number), signal)
}

/** A frame, as that of an HTML field, has no layer of its own: the page around it dials and shows what happens. */
function linksInFrame(doc: Document, signal: AbortSignal): void {
  const dial = (number: string) => {
    if (!contextAlive()) return false
    ask('link.dial', { number }).then(
      ({ taken }) => taken || leaveToSystem(doc, number),
      () => leaveToSystem(doc, number),
    )
    return true
  }
  watchLinks(doc, dial, signal)
}

/** As the browser would have done it without us. */
const leaveToSystem = (doc: Document, number: string) => doc.location.assign(`tel:${number}`)

/**
 * The server's own page has been opened for a link of another program (SPEC A12): the panel takes it over. The number
 * leaves the address, so that nobody who comes back to this page offers it once more.
 */
function handOver(doc: Document): void {
  const link = new URLSearchParams(doc.location.search).get('call')
  if (link === null || doc.documentElement.dataset.trubkaTel === undefined) return
  history.replaceState(null, '', doc.location.pathname)
  ask('link.offer', { link: link.slice(0, 300) }).catch((error: unknown) => console.info(String(error)))
}

/** Runs twice on a page when it is both registered and injected into open tabs; the second run finds the first alive. */
const world = globalThis as { trubka?: AbortController }
const stop = () => world.trubka?.abort()

function startOnce(): void {
  if (world.trubka && !world.trubka.signal.aborted) return
  const running = new AbortController()
  world.trubka = running
  const before = new AbortController()
  running.signal.addEventListener('abort', () => before.abort())
  const wait = () => {
    if (running.signal.aborted || !contextAlive()) return
    if (document.visibilityState !== 'hidden' && isClient(document)) void begin()
    else setTimeout(wait, LOOK_FOR_CLIENT_MS)
  }
  const begin = async () => {
    const client = await part('client')
    if (running.signal.aborted) return
    if (!client) {
      setTimeout(wait, LOOK_FOR_CLIENT_MS)
      return
    }
    before.abort()
    client.start(document, running.signal, stop)
  }
  if (globalThis.top !== globalThis.self) {
    linksInFrame(document, running.signal)
    return
  }
  handOver(document)
  wait()
  linksOnly(document, before.signal)
}

startOnce()
