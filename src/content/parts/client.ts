import { ask, contextAlive, language, watchMirror } from '../../platform/page.ts'
import { onTabMessage } from '../../platform/tab-messages.ts'
import type { Mirror } from '../../protocol/mirror.ts'
import { CardsWatch } from '../cards-watch.ts'
import { PageFieldMap } from '../field-map.ts'
import { FirstLink, watchLinks } from '../links.ts'
import { openLink } from '../onec/open-link.ts'
import { type CardFields, scanPage } from '../onec/scan.ts'
import { watchPage } from '../onec/watch.ts'
import { Overlay } from '../overlay/overlay.ts'
import { offerPart } from '../parts.ts'
import type { Start } from './types.ts'

// Runs on a page that turns out to be 1C, or where a telephone link is clicked: frames and other pages do without.

/** A field map that has not come by then is not waited for. */
const MAP_MS = 300

/** Begins on a page that turns out to be 1C, and ends with `signal`; `stop` ends it from within. */
function start(doc: Document, o: Start): void {
  const speaking = new AbortController()
  run(doc, { ...o, signal: AbortSignal.any([o.signal, speaking.signal]) }, (clicked) => {
    speaking.abort()
    if (!o.signal.aborted) start(doc, { ...o, clicked })
  })
}

/** In one language; `again` when another one has been chosen, with the number of a link that waits to be dialled. */
function run(doc: Document, { signal, stop, clicked, leave }: Start, again: (clicked: string | null) => void): void {
  const spoken = language()
  let mirror: Mirror | null = null
  let cards: CardFields[] = []
  const overlay = new Overlay(doc, { ask, language: spoken, showing: (names) => tellShown(names), signal })
  const links = new FirstLink(clicked, (number) => overlay.dialLink(number), leave)
  watchLinks(doc, (number) => links.dial(number), signal)
  onTabMessage((message) => {
    if (message.trubkaTab === 'dialLink') return links.dial(message.number)
    if (message.trubkaTab === 'openLink') return openLink(doc, message.link)
    overlay.dialFocused()
    return true
  }, signal)
  const fieldMap = new PageFieldMap(ask, () => doc.visibilityState !== 'hidden' && scan())
  const watchCards = new CardsWatch(
    doc,
    { mirror: () => mirror, note: (form, note) => overlay.note(form, note) },
    signal,
  )

  // On many a page there is nothing that changes without a sign.
  const needsPolls = () => cards.length > 0 || overlay.needsRereading
  const poll = () => {
    if (!needsPolls()) return
    if (!contextAlive()) return stop()
    watchCards.look(cards)
    overlay.reread()
  }
  const check = () => {
    if (!contextAlive()) return stop()
    watchCards.look(cards)
    overlay.check()
  }
  // One look is enough where the map is there at once; a background that is slow keeps nobody from their buttons.
  let isPatient = true
  setTimeout(() => {
    isPatient = false
    if (!signal.aborted && !fieldMap.isKnown && doc.visibilityState !== 'hidden') scan()
  }, MAP_MS)
  const scan = () => {
    if (!contextAlive()) return stop()
    if (isPatient && !fieldMap.isKnown) return
    const found = scanPage(doc, fieldMap.mapped, mirror?.preferences.htmlFields)
    cards = found.cards
    watchCards.look(cards)
    overlay.show(found)
    watch?.follow([...overlay.bodies])
    watch?.pollIfNeeded()
  }

  const watch = watchPage(
    doc,
    {
      scan,
      poll,
      check,
      changed: (records) => watchCards.glance(cards, records),
      moved: () => overlay.refresh(),
      rows: (bodies) => overlay.rows(bodies),
      isBody: (node) => overlay.isBody(node),
      needsPolls,
    },
    signal,
  )
  const tellShown = watchMirror((now) => {
    if (language() !== spoken) return again(links.handOver())
    const wished = mirror?.preferences.htmlFields ?? false
    mirror = now
    overlay.update(now)
    if (now.connection !== 'connecting') links.known()
    watch?.pollIfNeeded()
    fieldMap.update(now)
    if (wished !== now.preferences.htmlFields && doc.visibilityState !== 'hidden') scan()
  }, signal)
}

/** On a page that is not 1C: dials what is clicked, the first number once it is known whether it can be. */
function dialLinks(doc: Document, signal: AbortSignal, first: string, leave: (number: string) => void) {
  // Of what stands on such a page nothing is read.
  const overlay = new Overlay(doc, { ask, language: language(), showing: () => {}, signal })
  const links = new FirstLink(first, (number) => overlay.dialLink(number), leave)
  watchMirror((mirror) => {
    overlay.update(mirror)
    if (mirror.connection !== 'connecting') links.known()
  }, signal)
  // The page has turned out to be 1C in this very moment.
  signal.addEventListener('abort', () => links.known())
  return (number: string) => links.dial(number)
}

offerPart('client', { start, dialLinks })
