import { parseId } from './ids.ts'
import { isVisible } from './visible.ts'

/** Whether this is a 1C web client at all: an address alone does not tell. */
export function isClient(doc: Document): boolean {
  // By id and by class the browser knows at once; only where there is nothing of it is the whole page looked through.
  if (SHELL.some((id) => doc.getElementById(id) !== null)) return true
  if ([...doc.getElementsByClassName('grid')].some((grid) => grid.hasAttribute('id'))) return true
  return doc.querySelector('[id^="form0_"], [id^="form1_"]') !== null
}

const SHELL = ['captionbar', 'themesCell', 'pages_container']

const WINDOW = /^(?:VW_page\d+)?ps(\d+)win$/u
const PAGE = /^page\d+$/u

/**
 * Pages and floating windows that are shown now, the uppermost last. Pages of other tabs stay in the document with
 * all their values, hidden; they are not looked into.
 */
export function shownRoots(doc: Document): Element[] {
  const container = doc.getElementById('pages_container')
  const pages = container ? [...container.children].flatMap(pagesIn).filter(isVisible) : []
  if (!container && doc.body) pages.push(doc.body)
  return [...pages, ...shownWindows(doc)]
}

/** Pages mostly lie in their container itself, but may lie deeper. */
function pagesIn(child: Element): Element[] {
  if (WINDOW.test(child.id)) return []
  const inner = PAGE.test(child.id) ? [] : [...child.querySelectorAll('[id^="page"]')].filter(({ id }) => PAGE.test(id))
  return inner.length > 0 ? inner : [child]
}

function shownWindows(doc: Document): Element[] {
  return [...doc.querySelectorAll('[id$="win"]')]
    .map((element) => ({ element, level: Number(WINDOW.exec(element.id)?.[1] ?? Number.NaN) }))
    .filter(({ element, level }) => !Number.isNaN(level) && isVisible(element))
    .sort((a, b) => a.level - b.level)
    .map(({ element }) => element)
}

/** The page or floating window an element lies in. */
export function rootOf(element: Element): Element | null {
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (WINDOW.test(at.id) || PAGE.test(at.id) || at.parentElement?.id === 'pages_container') return at
  }
  return element.ownerDocument.getElementById('pages_container') ? null : element.ownerDocument.body
}

/** Numbers of the forms in a root, the uppermost last. */
export function formsIn(root: Element): number[] {
  const numbers = new Set<number>()
  for (const element of root.querySelectorAll('[id^="form"][id$="_container"], [id^="form"][id$="_Message"]')) {
    const parsed = parseId(element.id)
    if (parsed) numbers.add(parsed.form)
  }
  return [...numbers]
}

/** Whether a form is still open, shown or not. */
export function formIsOpen(doc: Document, form: number): boolean {
  return doc.querySelector(`[id^="form${form}_"]`) !== null
}

/** The uppermost form that is shown; of several in one page or window that of the focus. */
export function activeForm(doc: Document): number | null {
  return formToTypeIn(doc, shownRoots(doc).slice(-1))
}

/** The form that hears the keyboard: below a window that neither dims the rest nor asks anything, one can go on typing. */
export function formOfKeys(doc: Document): number | null {
  const roots = shownRoots(doc)
  const isModal =
    [...doc.querySelectorAll('[id="modalSurface"]')].some(isVisible) ||
    roots.at(-1)?.querySelector('[id^="form"][id$="_Message"]')
  return formToTypeIn(doc, isModal ? roots.slice(-1) : roots)
}

/** That of the focus, if it lies in one of these; else the uppermost. */
function formToTypeIn(doc: Document, roots: readonly Element[]): number | null {
  const focused = doc.activeElement
  if (focused && roots.some((root) => root.contains(focused))) {
    for (let at: Element | null = focused; at; at = at.parentElement) {
      const parsed = parseId(at.id)
      if (parsed) return parsed.form
    }
  }
  const top = roots.at(-1)
  return top ? (formsIn(top).at(-1) ?? null) : null
}

const TEXT_CAPTION = '[id^="VW_page"][id$="caption"], [id$="formHeaderTitle"]'

/** A form's caption: it stands in attributes, the elements are empty; older platforms have it as text. */
export function captionOf(root: Element): string {
  const own = [...root.querySelectorAll('[id$="headerTopLine_title"]')].find(
    (title) => WINDOW.test(root.id) || !/ps\d+headerTopLine/u.test(title.id),
  )
  if (own) return own.getAttribute('title') ?? ''
  if (WINDOW.test(root.id)) {
    const title = root.ownerDocument.getElementById(root.id.replace(/win$/u, 'headerTopLine_title'))
    if (title) return title.getAttribute('title') ?? ''
  }
  const box = root.querySelector('.toplineBox[data-title]')
  return box?.getAttribute('data-title') ?? root.querySelector(TEXT_CAPTION)?.textContent ?? ''
}

/** «Клиент (создание) *»: never saved yet. */
export const isNewObject = (caption: string): boolean => /\((?:создание|create|creation)\)/iu.test(caption)
/** The asterisk of a form with unsaved changes. */
export const isDirty = (caption: string): boolean => /\*\s*$/u.test(caption)

/** Whether a caption in this root had the asterisk until this change: where it stands in attributes, or as text. */
export function toldOfChanges(record: MutationRecord, root: Element): boolean {
  const { type, attributeName, oldValue, target, removedNodes } = record
  if (type === 'attributes') {
    const isCaption = attributeName === 'title' || attributeName === 'data-title'
    return isCaption && oldValue !== null && isDirty(oldValue) && root.contains(target)
  }
  const element = target.nodeType === 1 ? (target as Element) : target.parentElement
  if (!element?.closest(TEXT_CAPTION) || !root.contains(element)) return false
  if (type === 'characterData') return oldValue !== null && isDirty(oldValue)
  return [...removedNodes].some((node) => isDirty(node.textContent ?? ''))
}

/**
 * Lower edge of 1C's own header with the caption line of the page that is shown, in pixels of the window: the form's own
 * close cross stands in that line.
 */
export function headerBottom(doc: Document): number {
  const bars = ['captionbar', 'headerLine', 'openedCell_cont'].map((id) => doc.getElementById(id))
  const lines = shownRoots(doc)
    .filter((root) => !WINDOW.test(root.id))
    .map((page) => [...page.querySelectorAll('.toplineBox')].find((line) => !isInWindow(line)))
  const bottoms = [...bars, ...lines].map((bar) => {
    const box = bar?.getBoundingClientRect()
    // A bar at the side or at the bottom is no header.
    return box && box.width > box.height && box.top < LOWEST_HEADER ? box.bottom : 0
  })
  return Math.max(0, ...bottoms)
}

/** In pixels from the top. */
const LOWEST_HEADER = 160

const isInWindow = (element: Element): boolean => WINDOW.test(rootOf(element)?.id ?? '')
