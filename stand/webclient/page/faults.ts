import type { Fault } from '../wire.ts'
import { isOurs, isReleased } from './dom.ts'
import type { Form } from './form.ts'

/** Enough to understand what went wrong; a page in a loop must not fill the memory. */
const MOST = 1000
const faults: Fault[] = []

export function tellFault(kind: string, detail: string): void {
  const last = faults.at(-1)
  if (faults.length < MOST && !(last?.kind === kind && last.detail === detail)) faults.push({ kind, detail })
}

/** What nobody but 1C may do on its page, and somebody did (DYNAMICS D10), in the order it happened. */
export function faultsSoFar(forms: Iterable<Form>): Fault[] {
  lookForWrites(forms)
  takeMutations(observer.takeRecords())
  return faults.map((fault) => ({ ...fault }))
}

/** 1C's own tree; what lies beside it in body or html is nobody's business. */
const TREE =
  '#captionbar, #headerLine, #themesCell, #openedCell_cont, #pages_container, #editDropDown, #notificationArea'
const inTree = (node: unknown): node is Element => node instanceof Element && node.closest(TREE) !== null

const name = (node: Node) =>
  node instanceof Element
    ? `<${node.localName}${node.id ? ` id=${node.id}` : ''} class=${node.getAttribute('class') ?? ''}>`
    : node.nodeName

const OWN_ATTRIBUTES = new Set([
  'id',
  'class',
  'style',
  'title',
  'data-title',
  'for',
  'colindex',
  'disabled',
  'readonly',
  'placeholder',
])

const observer = new MutationObserver(takeMutations)

function takeMutations(records: MutationRecord[]): void {
  for (const record of records) {
    const where = name(record.target)
    for (const node of record.addedNodes) if (!isOurs(node)) tellFault('foreign-node', `${name(node)} in ${where}`)
    for (const node of record.removedNodes) {
      if (isOurs(node) && !node.isConnected && !isReleased(node))
        tellFault('removed-node', `${name(node)} out of ${where}`)
    }
    if (record.attributeName !== null && !OWN_ATTRIBUTES.has(record.attributeName)) {
      tellFault('attribute', `${record.attributeName} on ${where}`)
    }
  }
}

function lookForWrites(forms: Iterable<Form>): void {
  for (const form of forms) {
    for (const field of form.fields.values()) {
      const text = field.foreignText()
      if (text !== null) tellFault('write', `${form.id(field.name)}: «${text}»`)
    }
  }
}

let ownFocus = false
/** 1C's own moves of the focus. */
export function moveFocus(to: HTMLElement): void {
  ownFocus = true
  to.focus({ preventScroll: true })
  ownFocus = false
}

const GESTURES = ['pointerdown', 'mousedown', 'keydown', 'touchstart', 'click'] as const
const SYNTHETIC = [
  'keydown',
  'keyup',
  'keypress',
  'beforeinput',
  'input',
  'change',
  'paste',
  'blur',
  'focusin',
  'mousedown',
  'mouseup',
  'click',
  'dblclick',
  'pointerdown',
  'pointerup',
] as const
/** A move of the focus this long after a user's gesture, or after the window got it back, is the user's own. */
const GESTURE_MS = 500

/** Starts to watch. `forms` = those that are open now. */
export function watchFaults(forms: () => Iterable<Form>): void {
  for (const part of document.querySelectorAll(TREE)) {
    observer.observe(part, { subtree: true, childList: true, attributes: true })
  }
  setInterval(() => lookForWrites(forms()), 250)
  watchEvents()
  watchFocus()
  window.addEventListener('resize', () => tellFault('resize', `${innerWidth} × ${innerHeight}`))
  watchCalls()
}

function watchEvents(): void {
  for (const type of SYNTHETIC) {
    window.addEventListener(
      type,
      (event) => {
        if (!event.isTrusted && inTree(event.target)) tellFault('event', `${type} on ${name(event.target)}`)
      },
      true,
    )
  }
}

function watchFocus(): void {
  let gestureAt = Number.NEGATIVE_INFINITY
  for (const type of GESTURES) {
    window.addEventListener(
      type,
      (event) => {
        if (event.isTrusted) gestureAt = performance.now()
      },
      true,
    )
  }
  window.addEventListener('focus', () => {
    gestureAt = performance.now()
  })
  const moved = (event: FocusEvent) => {
    const concerned = inTree(event.target) || inTree(event.relatedTarget)
    if (!concerned || ownFocus || performance.now() - gestureAt < GESTURE_MS) return
    // A window in the background takes and gives focus by itself.
    if (!document.hasFocus()) return
    const where = event.target instanceof Node ? name(event.target) : 'nothing'
    tellFault('focus', `${event.type} ${where}`)
  }
  document.addEventListener('focusin', moved, true)
}

/** A content script's own world is not seen here; a script put into the page's world is. */
function watchCalls(): void {
  const listen = window.addEventListener.bind(window)
  window.addEventListener = (
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ) => {
    if (type === 'beforeunload') tellFault('beforeunload', 'a listener on window')
    if (listener) listen(type, listener, options)
  }
  const open = window.open.bind(window)
  window.open = (url, target, features) => {
    if (String(url ?? '').includes('/crm/')) tellFault('new-tab', String(url))
    return open(url, target, features)
  }
}
