import { ask, contextAlive } from '../platform/page.ts'
import { onTabMessage } from '../platform/tab-messages.ts'
import { watchLinks } from './links.ts'
import { isClient } from './onec/pages.ts'
import { part } from './parts.ts'

// Runs in every frame of every granted site, so it is small: what 1C needs is loaded where there is 1C.

/** 1C builds its page after it has loaded; a granted address may also serve something else for ever. */
const LOOK_FOR_CLIENT_MS = 1000

/**
 * A granted page that is not 1C, or not yet: nothing is drawn until a person clicks a telephone link (SPEC A12). What is
 * given back takes over the number that was clicked and is on its way still.
 */
function linksOnly(doc: Document, signal: AbortSignal): () => string | null {
  let dialNext: ((number: string) => boolean) | null = null
  let clicked: string | null = null
  const takeOver = () => {
    const number = clicked
    clicked = null
    return number
  }
  const dial = (number: string) => {
    if (!contextAlive()) return false
    if (dialNext) return dialNext(number)
    // A second click while the first is on its way is the same wish.
    if (clicked !== null) return true
    clicked = number
    void part('client').then((client) => {
      // A page that has turned out to be 1C meanwhile dials it itself.
      const wanted = takeOver()
      if (wanted === null) return
      if (signal.aborted || !client) leaveToSystem(doc, wanted)
      else dialNext = client.dialLinks(doc, signal, wanted, (each) => leaveToSystem(doc, each))
    })
    return true
  }
  watchLinks(doc, dial, signal)
  onTabMessage((message) => message.trubkaTab === 'dialLink' && dial(message.number), signal)
  return takeOver
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
    client.start(document, {
      signal: running.signal,
      stop,
      clicked: takeOver(),
      leave: (number) => leaveToSystem(document, number),
    })
  }
  if (globalThis.top !== globalThis.self) {
    linksInFrame(document, running.signal)
    return
  }
  handOver(document)
  const takeOver = linksOnly(document, before.signal)
  wait()
}

startOnce()
