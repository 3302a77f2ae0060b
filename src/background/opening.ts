import type { Asker } from '../platform/sender.ts'
import { askTab, bringToFront, type SiteTab } from '../platform/tabs.ts'
import { baseAddress } from '../protocol/field-map.ts'
import type { OpenResult, OpenWish } from '../protocol/navigation-link.ts'
import type { Base } from '../protocol/state.ts'

/**
 * Opens a card in a page of 1C that runs already: the one that asks, else the one that was last looked at. A new page would be
 * a new session and take a licence; where none is open, and where 1C does not follow, the operator gets the address, and
 * that of the thin client.
 */
export async function openIn1C(
  { base: id, link }: OpenWish,
  asker: Asker,
  { bases, tabs }: { bases: readonly Base[]; tabs: readonly SiteTab[] },
): Promise<OpenResult> {
  const base = bases.find((each) => each.id === id)
  const [first] = base?.urls ?? []
  if (!base || first === undefined) return { opened: false, address: null }
  const addresses = new Set(base.urls.map(baseAddress))
  const thin = base.thinClient === undefined ? {} : { thinClient: `${base.thinClient}#${link}` }
  const own = tabs.filter(({ url }) => addresses.has(baseAddress(url)))
  const asking = asker.kind === 'content' ? own.find(({ id: tab }) => tab === asker.tab) : undefined
  const tab = asking ?? own[0]
  const page = tab ? (tab.url.split(/[?#]/u, 1)[0] ?? first) : first
  const address = `${page.replace(/\/*$/u, '/')}#${link}`
  if (!tab) return { opened: false, address, ...thin }
  if (!asking) await bringToFront(tab.id)
  return { opened: await askTab(tab.id, { trubkaTab: 'openLink', link }), address, ...thin }
}
