import { findNumbers } from '../../phone/find.ts'
import { parseId } from './ids.ts'
import { rootOf } from './pages.ts'
import type { Place } from './scan.ts'
import { isVisible } from './visible.ts'

/** More text than anybody looks through; a report may be of any size. */
const MOST_TEXTS = 5000
const TEXT_NODES = 4

/**
 * Phones in fields of HTML (WEBCLIENT 1.7): frames of the page's own origin without an address, made anew when their
 * text changes. There is no caption: nothing but the form tells. Looked into only where the operator wants it.
 */
export function htmlPlaces(root: Element): Place[] {
  const places = new Map<Element, Place>()
  for (const frame of root.querySelectorAll('iframe')) {
    const inner = frame.contentDocument
    if (!inner?.body || rootOf(frame) !== root || !isVisible(frame)) continue
    const form = parseId(frame.closest('[id^="form"]')?.id ?? '')?.form ?? 0
    const texts = inner.createTreeWalker(inner.body, TEXT_NODES)
    for (let count = 0; count < MOST_TEXTS && texts.nextNode(); count++) {
      const element = texts.currentNode.parentElement
      if (!element || places.has(element) || findNumbers(ownText(element), 'anywhere').length === 0) continue
      const read = () => ownText(element)
      places.set(element, { form, kind: 'html', caption: '', element, box: frame, read })
    }
  }
  return [...places.values()]
}

function ownText(element: Element): string {
  let text = ''
  for (const node of element.childNodes) if (node.nodeType === 3) text += node.nodeValue ?? ''
  return text
}
