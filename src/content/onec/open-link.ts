import { activeForm, formIsOpen } from './pages.ts'

/** A server call of 1C's, and its form, take this long at most. */
const WITHIN_MS = 5000
const LOOK_MS = 100

/** Link → the form it has opened on this page. */
const opened = new Map<string, number>()

/**
 * Has 1C show what a navigation link means, by the address's fragment, as a person would (WEBCLIENT 2). Nobody says that 1C
 * follows it, and with a modal window open it may not: true only when another form has come to the front.
 */
export async function openLink(doc: Document, link: string): Promise<boolean> {
  const view = doc.defaultView
  if (!view) return false
  const before = activeForm(doc)
  const earlier = opened.get(link)
  if (earlier !== undefined && earlier === before && formIsOpen(doc, earlier)) return true
  const { location, history } = view
  // The fragment that is there already is no change: 1C would hear of nothing.
  if (fragment(location) === link) history.replaceState(history.state, '', location.pathname + location.search)
  location.hash = link
  const until = performance.now() + WITHIN_MS
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    const now = activeForm(doc)
    if (now === null || now === before) continue
    // A question or an error is no card.
    if (doc.getElementById(`form${now}_Message`)) return false
    opened.set(link, now)
    return true
  }
  return false
}

function fragment({ hash }: Location): string {
  try {
    return decodeURIComponent(hash.slice(1))
  } catch {
    return hash.slice(1)
  }
}
