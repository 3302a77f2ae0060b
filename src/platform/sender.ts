import { siteOf } from './site.ts'

/** Who sent a message, as far as the browser vouches for it. */
export type Sender = {
  id?: string | undefined
  url?: string | undefined
  origin?: string | undefined
  tab?: { id?: number | undefined; url?: string | undefined } | undefined
  frameId?: number | undefined
}

export type Asker =
  /** A page of the extension itself. */
  | { kind: 'panel' }
  /** A content script in a page of this site; `page` is the address of its frame, or of its tab for a frame without one, without query and fragment. */
  | { kind: 'content'; site: string; page: string; tab: number | null; isFrame: boolean }

/**
 * Tells our own pages from content scripts by what the browser says of the sender; nothing in the message counts.
 * Null = nobody we speak with. Whether a content script's site is granted is for the caller to ask.
 */
export function askerOf(sender: Sender, own: { id: string; origin: string }): Asker | null {
  if (sender.id !== own.id || sender.url === undefined) return null
  if (sender.url.startsWith(`${own.origin}/`)) return { kind: 'panel' }
  const site = siteOf(sender.url)
  const place = { tab: sender.tab?.id ?? null, isFrame: sender.frameId !== 0 }
  if (site !== null) return { kind: 'content', site, page: addressOf(sender.url), ...place }
  // A frame that a granted page wrote itself (about:blank, srcdoc) has no address of its own: its page's counts,
  // if the frame is of the same origin.
  const tabUrl = sender.tab?.url
  const tabSite = tabUrl === undefined ? null : siteOf(tabUrl)
  if (tabUrl === undefined || tabSite === null || !isBlank(sender.url)) return null
  if (sender.origin !== undefined && sender.origin !== new URL(tabUrl).origin) return null
  return { kind: 'content', site: tabSite, page: addressOf(tabUrl), ...place }
}

/** Without what 1C keeps behind `?` and `#`: it may be long, and says what one looks at, not where it is. */
const addressOf = (url: string) => {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

const isBlank = (url: string) => url === 'about:blank' || url === 'about:srcdoc' || url.startsWith('blob:')
