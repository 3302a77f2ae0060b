import { parseId } from './ids.ts'
import { captionOf, formIsOpen, isDirty, isNewObject } from './pages.ts'
import { isVisible } from './visible.ts'

/** What tells a save's outcome and stood on the page before it: only what is new speaks of this save. */
export type Before = { caption: string; root: Element; notices: Map<Element, string>; faults: Map<Element, string> }
export type Outcome = 'saved' | 'refused' | 'unknown'

const NOTICES = 'div.confirm, #notificationArea > *'
const FAULTS = '.balloon, .messages [id^="msg"], .messages > *'

export function lookBefore(root: Element): Before {
  const doc = root.ownerDocument
  return { caption: captionOf(root), root, notices: texts(doc, NOTICES), faults: faultsOf(doc) }
}

/**
 * `saved`: the asterisk or «(создание)» went from the caption, a notification came, or the form is gone.
 * `refused`: a balloon, a message or an error came and nothing of the above. 1C shows both kinds in one turn, so the good wins.
 */
export function outcomeOf(doc: Document, form: number, before: Before): Outcome {
  if (!formIsOpen(doc, form)) return 'saved'
  const caption = before.root.isConnected ? captionOf(before.root) : ''
  const wasOpen = isDirty(before.caption) || isNewObject(before.caption)
  if (wasOpen && caption !== '' && !isDirty(caption) && !isNewObject(caption)) return 'saved'
  if (!isDirty(caption) && isNew(texts(doc, NOTICES), before.notices)) return 'saved'
  return isNew(faultsOf(doc), before.faults) ? 'refused' : 'unknown'
}

function faultsOf(doc: Document): Map<Element, string> {
  const faults = texts(doc, FAULTS)
  for (const message of doc.querySelectorAll('[id^="form"][id$="_Message"]')) {
    const form = parseId(message.id)?.form
    // An error has one button; several make a question, and the answer will tell.
    const buttons = doc.querySelectorAll(`[id^="form${form}_"].press`)
    if (isVisible(message) && buttons.length <= 1) faults.set(message, message.textContent ?? '')
  }
  return faults
}

function texts(doc: Document, selector: string): Map<Element, string> {
  const found = new Map<Element, string>()
  for (const element of doc.querySelectorAll(selector)) {
    const text = element.textContent ?? ''
    if (text.trim() !== '' && isVisible(element)) found.set(element, text)
  }
  return found
}

const isNew = (now: Map<Element, string>, before: Map<Element, string>): boolean =>
  [...now].some(([element, text]) => before.get(element) !== text)
