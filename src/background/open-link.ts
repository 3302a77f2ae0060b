import { askTab, bringToFront, openTab, type SiteTab } from '../platform/tabs.ts'
import type { Base } from '../protocol/state.ts'
import { isPageOf } from '../ui/base-page.ts'

/**
 * Opens a navigation link in 1C: in a page of the base that is open, so that no second session takes a licence; else in
 * a new one. False when the base has no address.
 */
export async function openInBase(base: Pick<Base, 'urls'>, tabs: readonly SiteTab[], link: string): Promise<boolean> {
  for (const { id } of tabs.filter(({ url }) => isPageOf(url, base))) {
    // The page looks itself whether 1C has opened it, and says so where it has not.
    if (!(await askTab(id, { trubkaTab: 'openLink', link }))) continue
    await bringToFront(id)
    return true
  }
  const [url] = base.urls
  if (url === undefined) return false
  await openTab(`${url}#${link}`)
  return true
}
