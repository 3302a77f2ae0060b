import { isInTree } from './fault-changes.ts'
import { nameOf, tellFault } from './fault-list.ts'

const TYPES = [
  ...['keydown', 'keyup', 'keypress', 'beforeinput', 'input', 'change', 'select', 'submit'],
  ...['paste', 'copy', 'cut', 'compositionstart', 'compositionend'],
  ...['focus', 'blur', 'focusin', 'focusout'],
  ...['click', 'dblclick', 'auxclick', 'contextmenu', 'wheel', 'scroll', 'resize', 'hashchange', 'popstate'],
  ...['mousedown', 'mouseup', 'mousemove', 'mouseover', 'mouseout', 'touchstart', 'touchend', 'dragstart', 'drop'],
  ...['pointerdown', 'pointerup', 'pointermove', 'pointerover', 'pointerout'],
]

/** The web client listens on window and document, so an event sent there reaches it just as well. */
const reachesClient = (target: EventTarget | null) =>
  isInTree(target) || [window, document, document.documentElement, document.body].some((each) => each === target)

/** Events made by a script where 1C would take them for the user's. */
export function watchEvents(): void {
  for (const type of TYPES) {
    window.addEventListener(
      type,
      (event) => {
        if (!event.isTrusted && reachesClient(event.target)) tellFault('event', `${type} on ${nameOf(event.target)}`)
      },
      true,
    )
  }
}
