import { parseId } from './ids.ts'
import { captionOf, formIsOpen, isDirty, isNewObject } from './pages.ts'
import { isVisible } from './visible.ts'

/** What tells a save's outcome and stood on the page before it: only what is new speaks of this save. */
export type Before = {
  caption: string
  root: Element
  /** What holds all pages: when it is gone too, 1C has gone, and nobody knows what it has saved. */
  shell: Element | null
  notices: Map<Element, string>
  faults: Map<Element, string>
}
export type Outcome = 'saved' | 'refused' | 'unknown'

const NOTICES = 'div.confirm, #notificationArea > *'
const FAULTS = '.balloon, .messages [id^="msg"], .messages > *'

export function lookBefore(root: Element): Before {
  const doc = root.ownerDocument
  const shell = doc.getElementById('pages_container')
  return { caption: captionOf(root), root, shell, notices: texts(doc, NOTICES), faults: faultsOf(doc) }
}

/**
 * `saved`: the asterisk or «(создание)» went from the caption, a notification came, or the form is gone.
 * `refused`: a balloon, a message or an error came and nothing of the above. 1C shows both kinds in one turn, so the good wins.
 */
export function outcomeOf(doc: Document, form: number, before: Before): Outcome {
  if (before.shell && !before.shell.isConnected) return 'unknown'
  if (!formIsOpen(doc, form)) return 'saved'
  const caption = before.root.isConnected ? captionOf(before.root) : ''
  const wasOpen = isDirty(before.caption) || isNewObject(before.caption)
  if (wasOpen && caption !== '' && !isDirty(caption) && !isNewObject(caption)) return 'saved'
  if (!isDirty(caption) && isNew(texts(doc, NOTICES), before.notices)) return 'saved'
  return isNew(faultsOf(doc), before.faults) ? 'refused' : 'unknown'
}

/** Notices that have come since the last look; those of the first look were there before us. */
export class Notices {
  #seen: Map<Element, string> | null = null

  fresh(doc: Document): string[] {
    const area = doc.getElementById('notificationArea')
    // By id and by class the browser knows at once, however large the page is: this is asked three times a second.
    const confirms = [...doc.getElementsByClassName('confirm')].filter(({ localName }) => localName === 'div')
    const now = textsOf([...confirms, ...(area?.children ?? [])])
    const before = this.#seen ?? now
    this.#seen = now
    return [...now].filter(([element, text]) => before.get(element) !== text).map(([, text]) => text)
  }

  /** Nobody has looked for a while: the next look is a first one. */
  forget(): void {
    this.#seen = null
  }
}

/** Whether a question of 1C's stands there unanswered. */
export function asksSomething(doc: Document): boolean {
  return messagesOf(doc).some(({ buttons }) => buttons > 1)
}

function messagesOf(doc: Document): { message: Element; buttons: number }[] {
  return [...doc.querySelectorAll('[id^="form"][id$="_Message"]')].filter(isVisible).map((message) => {
    const form = parseId(message.id)?.form
    return { message, buttons: doc.querySelectorAll(`[id^="form${form}_"].press`).length }
  })
}

function faultsOf(doc: Document): Map<Element, string> {
  const faults = texts(doc, FAULTS)
  // An error has one button; several make a question, and the answer will tell.
  for (const { message, buttons } of messagesOf(doc)) if (buttons <= 1) faults.set(message, message.textContent ?? '')
  return faults
}

const texts = (doc: Document, selector: string): Map<Element, string> => textsOf(doc.querySelectorAll(selector))

function textsOf(elements: Iterable<Element>): Map<Element, string> {
  const found = new Map<Element, string>()
  for (const element of elements) {
    const text = element.textContent ?? ''
    if (text.trim() !== '' && isVisible(element)) found.set(element, text)
  }
  return found
}

const isNew = (now: Map<Element, string>, before: Map<Element, string>): boolean =>
  [...now].some(([element, text]) => before.get(element) !== text)
