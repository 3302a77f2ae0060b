import { numberOfLink } from '../ui/phone-link.ts'

/**
 * Catches a person's click on a telephone link (SPEC A12), so that the system's own handler does not act as well. Asked
 * last of all: what the page has dealt with itself is left alone, and so is a click by which a person wants something
 * of the browser (another tab, a menu, a download). `dial` says whether it takes the number.
 */
export function watchLinks(doc: Document, dial: (number: string) => boolean, signal: AbortSignal): void {
  const onClick = (event: MouseEvent) => {
    if (!event.isTrusted || event.defaultPrevented || isForTheBrowser(event)) return
    const href = event.composedPath().map(hrefOf).find(Boolean)
    const number = href && numberOfLink(href)
    if (number && dial(number)) event.preventDefault()
  }
  doc.defaultView?.addEventListener('click', onClick, { signal })
}

const isForTheBrowser = ({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent) =>
  button !== 0 || ctrlKey || metaKey || shiftKey || altKey

/** Of a link, a place of a map, or a link in a drawing. */
function hrefOf(node: EventTarget): string {
  if (node instanceof HTMLAnchorElement || node instanceof HTMLAreaElement) return node.href
  return node instanceof SVGAElement ? node.href.baseVal : ''
}

/**
 * Dials what is clicked on a page that has only begun: until it is known whether anything can be dialled, the first number
 * is kept, so that no click is lost to the system. `leave` gets what then cannot be dialled here.
 */
export class FirstLink {
  readonly #dial: (number: string) => boolean
  readonly #leave: (number: string) => void
  #isKnown = false
  #clicked: string | null

  constructor(clicked: string | null, dial: (number: string) => boolean, leave: (number: string) => void) {
    this.#clicked = clicked
    this.#dial = dial
    this.#leave = leave
  }

  /** Whether it takes the number. */
  dial(number: string): boolean {
    if (this.#isKnown) return this.#dial(number)
    // A second click while the first is on its way is the same wish.
    this.#clicked ??= number
    return true
  }

  /** Gives the number that is kept to whoever goes on from here. */
  handOver(): string | null {
    const clicked = this.#clicked
    this.#clicked = null
    return clicked
  }

  known(): void {
    this.#isKnown = true
    const clicked = this.#clicked
    this.#clicked = null
    if (clicked !== null && !this.#dial(clicked)) this.#leave(clicked)
  }
}
