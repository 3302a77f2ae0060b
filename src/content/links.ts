import { dialable } from '../ui/choices.ts'

const SCHEMES = /^(?:tel|callto|sips?):/i

/** What a `tel:` (RFC 3966), `callto:` or `sip:` (RFC 3261, 19.1) address would have dialled; null when that is no number. */
export function numberOfLink(href: string): string | null {
  if (!SCHEMES.test(href) || href.length > 300) return null
  // Parameters (`;ext=`, `?subject=`) and the host of a SIP address are not for us.
  const [user = ''] = href.replace(SCHEMES, '').replace(/^\/\//, '').split(/[;?@]/)
  try {
    return dialable(decodeURIComponent(user))
  } catch {
    return null
  }
}

/**
 * Catches a person's click on such a link (SPEC A12), so that the system's own handler does not act as well. Asked last
 * of all: what the page has dealt with itself is left alone. `dial` says whether it takes the number.
 */
export function watchLinks(doc: Document, dial: (number: string) => boolean, signal: AbortSignal): void {
  const onClick = (event: MouseEvent) => {
    if (!event.isTrusted || event.defaultPrevented) return
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement)
    const number = link && numberOfLink(link.href)
    if (number && dial(number)) event.preventDefault()
  }
  doc.defaultView?.addEventListener('click', onClick, { signal })
}
