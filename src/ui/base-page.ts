import type { Base } from '../protocol/state.ts'

/** Whether a page is one of this base: its address begins with one of the base's. */
export function isPageOf(page: string, { urls }: Pick<Base, 'urls'>): boolean {
  return urls.some((url) => page.startsWith(url.endsWith('/') ? url : `${url}/`) || page === url)
}
