import { GiveUp } from './give-up.ts'

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

const isTypedIn = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

const STYLE =
  'all: initial !important; position: fixed !important; inset: 0 auto auto 0 !important; width: 0 !important; height: 0 !important; z-index: 2147483647 !important;'

/**
 * One element beside 1C's tree, never in it (DESIGN 8): a closed shadow root that takes no style from the page and
 * gives none. Leaves with `signal`.
 */
export class Host {
  readonly element: HTMLElement
  readonly root: ShadowRoot
  readonly #doc: Document
  readonly #signal: AbortSignal
  readonly #giveUp = new GiveUp()

  constructor(doc: Document, css: string, signal: AbortSignal, name = HOST) {
    this.#doc = doc
    this.#signal = signal
    for (const old of doc.querySelectorAll(name)) old.remove()
    this.element = doc.createElement(name)
    this.element.style.cssText = STYLE
    this.root = this.element.attachShadow({ mode: 'closed' })
    this.addStyles(css)
    for (const type of KEPT_INSIDE) this.element.addEventListener(type, (event) => event.stopPropagation(), { signal })
    // A press with the mouse must not take the focus out of the field being edited, unless it is to type here.
    this.root.addEventListener('mousedown', (event) => isTypedIn(event.target) || event.preventDefault(), { signal })
    doc.documentElement.append(this.element)
    // Only the style of this one element, which nobody but a page that means it would touch.
    const guard = new MutationObserver(() => this.#restore())
    guard.observe(this.element, { attributes: true })
    signal.addEventListener('abort', () => {
      guard.disconnect()
      this.element.remove()
    })
  }

  addStyles(css: string): void {
    const sheet = new (this.#doc.defaultView ?? globalThis).CSSStyleSheet()
    sheet.replaceSync(css)
    this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, sheet]
  }

  /** document.open() and a page that rebuilds its root take the host with them. */
  hold(): void {
    if (this.element.isConnected || this.#signal.aborted || !this.#giveUp.allows()) return
    this.#doc.documentElement.append(this.element)
  }

  get hasGivenUp(): boolean {
    return this.#giveUp.hasGivenUp
  }

  #restore(): void {
    const others = [...this.element.attributes].filter(({ name }) => name !== 'style')
    if (others.length === 0 && this.element.style.cssText === this.#style) return
    if (!this.#giveUp.allows()) return
    for (const { name } of others) this.element.removeAttribute(name)
    this.element.style.cssText = STYLE
  }

  /** As the browser writes it. */
  get #style(): string {
    const like = this.#doc.createElement(HOST)
    like.style.cssText = STYLE
    return like.style.cssText
  }
}
