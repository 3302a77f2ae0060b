import { ask, contextAlive, language, watchMirror } from '../platform/page.ts'
import { onTabMessage } from '../platform/tab-messages.ts'
import type { Mirror } from '../protocol/mirror.ts'
import { PageFieldMap } from './field-map.ts'
import { ForwardCommand } from './forward-command.ts'
import { Forwarding } from './forwarding.ts'
import { watchLinks } from './links.ts'
import { isClient } from './onec/pages.ts'
import { Saves } from './onec/saves.ts'
import { type CardFields, scanPage } from './onec/scan.ts'
import { watchPage } from './onec/watch.ts'
import { copyText } from './overlay/copy.ts'
import { Overlay } from './overlay/overlay.ts'

/** «Последние цифры телефонного номера» until the server has said otherwise (SPEC C3). */
const LAST_DIGITS = 10
/** 1C builds its page after it has loaded; a granted address may also serve something else for ever. */
const LOOK_FOR_CLIENT_MS = 1000

/** Begins on a page that turns out to be 1C, and ends with `signal`. */
function start(doc: Document, signal: AbortSignal): void {
  let mirror: Mirror | null = null
  let cards: CardFields[] = []
  const overlay = new Overlay(doc, { ask, language: language(), signal })
  watchLinks(doc, (number) => overlay.dialLink(number), signal)
  onTabMessage((message) => {
    if (message.trubkaTab === 'dialLink') return overlay.dialLink(message.number)
    overlay.dialFocused()
    return true
  }, signal)
  const forwarding = new Forwarding({
    ask,
    signal,
    lastDigits: () => mirror?.state?.routing.lastDigits ?? LAST_DIGITS,
    connected: () => mirror?.connection === 'online',
    note: (form, note) => overlay.note(form, note),
  })
  const command = new ForwardCommand({
    ask,
    copy: (text) => copyText(text, doc),
    note: (form, note) => overlay.note(form, note),
    meant: (form, who) => forwarding.mean(form, who),
  })
  const fieldMap = new PageFieldMap(ask, () => doc.visibilityState !== 'hidden' && scan())
  const saves = new Saves(doc, { saved: (card) => forwarding.saved(card) })

  const look = () => {
    saves.look(cards)
    if (!mirror || mirror.connection === 'notPaired') return
    forwarding.look(cards, saves)
    command.look(cards)
  }
  const poll = () => {
    if (!contextAlive()) return stop()
    look()
    overlay.reread()
  }
  const scan = () => {
    if (!contextAlive()) return stop()
    const found = scanPage(doc, fieldMap.mapped, mirror?.preferences.htmlFields)
    cards = found.cards
    look()
    overlay.show(found)
  }

  saves.start(signal)
  watchPage(
    doc,
    { scan, poll, changed: (records) => saves.glance(cards, records), moved: () => overlay.refresh() },
    signal,
  )
  watchMirror((now) => {
    const wished = mirror?.preferences.htmlFields ?? false
    mirror = now
    overlay.update(now)
    fieldMap.update(now)
    if (wished !== now.preferences.htmlFields && doc.visibilityState !== 'hidden') scan()
  }, signal)
}

/** A granted page that is not 1C, or not yet: nothing is drawn until a person clicks a telephone link (SPEC A12). */
function linksOnly(doc: Document, signal: AbortSignal): void {
  let overlay: Overlay | null = null
  let pending: string | null = null
  const dial = (number: string) => {
    if (!contextAlive()) return false
    if (overlay) return overlay.dialLink(number)
    const opened = new Overlay(doc, { ask, language: language(), signal })
    overlay = opened
    pending = number
    watchMirror((mirror) => {
      opened.update(mirror)
      if (mirror.connection === 'connecting') return
      if (pending !== null && !opened.dialLink(pending)) leaveToSystem(doc, pending)
      pending = null
    }, signal)
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
    if (document.visibilityState !== 'hidden' && isClient(document)) {
      before.abort()
      start(document, running.signal)
    } else setTimeout(wait, LOOK_FOR_CLIENT_MS)
  }
  if (globalThis.top !== globalThis.self) {
    linksInFrame(document, running.signal)
    return
  }
  handOver(document)
  wait()
  if (!before.signal.aborted) linksOnly(document, before.signal)
}

// Fields in frames are later work; a popup belongs to the whole window anyway.
startOnce()
