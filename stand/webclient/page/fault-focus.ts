import { isOwnChange } from './dom.ts'
import { isInTree } from './fault-changes.ts'
import { nameOf, tellFault } from './fault-list.ts'

const GESTURES = ['pointerdown', 'mousedown', 'mouseup', 'keydown', 'touchstart', 'touchend', 'click'] as const
/** Into 1C's tree the focus goes in the task of the user's own gesture, or not at all. */
let gesture = false
/** Who opens something beside 1C's tree may have the focus for it, soon after the user asked. */
let askedAt = Number.NEGATIVE_INFINITY
const ASKED_MS = 2000
/** A window that gets the focus back gives it to the element that had it. */
let returnedAt = Number.NEGATIVE_INFINITY
const RETURN_MS = 500

let ownFocus = false
/** 1C's own moves of the focus. */
export function moveFocus(to: HTMLElement): void {
  ownFocus = true
  to.focus({ preventScroll: true })
  ownFocus = false
}

export function watchFocus(): void {
  for (const type of GESTURES) window.addEventListener(type, noteGesture, true)
  window.addEventListener('focus', () => {
    returnedAt = performance.now()
  })
  document.addEventListener('focusin', moved, true)
  document.addEventListener('focusout', moved, true)
}

function noteGesture(event: Event): void {
  if (!event.isTrusted) return
  askedAt = performance.now()
  gesture = true
  setTimeout(() => {
    gesture = false
  }, 0)
}

function moved(event: FocusEvent): void {
  const { type, target, relatedTarget } = event
  if (ownFocus || gesture || isOwnChange() || !event.isTrusted) return
  const now = performance.now()
  if (now - returnedAt < RETURN_MS || !document.hasFocus()) return
  const [from, to] = type === 'focusin' ? [relatedTarget, target] : [target, relatedTarget]
  if (!isInTree(from) && !isInTree(to)) return
  // What 1C has hidden loses the focus later, with the next frame.
  if (!to && from instanceof Element && !from.checkVisibility()) return
  // The same move is told twice, once by each end of it.
  if (type === 'focusout' && to) return
  if (to && !isInTree(to) && now - askedAt < ASKED_MS) return
  tellFault('focus', `${type} ${nameOf(target)}`)
}
