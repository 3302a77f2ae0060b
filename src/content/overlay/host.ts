export const HOST = 'trubka-overlay'

/** What happens inside the overlay is nobody else's business, least of all 1C's own key and mouse handlers. */
const KEPT_INSIDE = [
  ...['click', 'dblclick', 'auxclick', 'contextmenu', 'mousedown', 'mouseup', 'mousemove', 'mouseover', 'mouseout'],
  ...['pointerdown', 'pointerup', 'pointermove', 'pointerover', 'pointerout', 'pointercancel', 'wheel'],
  ...['gotpointercapture', 'lostpointercapture', 'touchstart', 'touchmove', 'touchend', 'touchcancel', 'selectstart'],
  ...['drag', 'dragstart', 'dragend', 'dragenter', 'dragover', 'dragleave', 'drop'],
  ...['keydown', 'keyup', 'keypress', 'focusin', 'focusout', 'beforeinput', 'input', 'change', 'copy', 'cut', 'paste'],
  ...['compositionstart', 'compositionupdate', 'compositionend'],
]

/**
 * One element beside 1C's tree, never in it (DESIGN 8): a closed shadow root that takes no style from the page and
 * gives none. Leaves with `signal`.
 */
export function openHost(doc: Document, css: string, signal: AbortSignal): { host: HTMLElement; root: ShadowRoot } {
  for (const old of doc.querySelectorAll(HOST)) old.remove()
  const host = doc.createElement(HOST)
  host.style.cssText =
    'all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; width: 0 !important; height: 0 !important; z-index: 2147483647 !important;'
  const root = host.attachShadow({ mode: 'closed' })
  const sheet = new (doc.defaultView ?? globalThis).CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  for (const type of KEPT_INSIDE) host.addEventListener(type, (event) => event.stopPropagation(), { signal })
  // A press with the mouse must not take the focus out of the field being edited, unless it is to type here.
  root.addEventListener('mousedown', (event) => event.target instanceof HTMLInputElement || event.preventDefault(), {
    signal,
  })
  doc.documentElement.append(host)
  signal.addEventListener('abort', () => host.remove())
  return { host, root }
}
