import browser from 'webextension-polyfill'
import type { TabMessage } from './tab-messages.ts'

const PANEL = 'src/popup/side.html'

/** Asks the content script of this tab's own page, not of its frames. False where there is none, or it will not. */
export async function askTab(tab: number, message: TabMessage): Promise<boolean> {
  // A page without our content script: there is nobody to hear it.
  return (await browser.tabs.sendMessage(tab, message, { frameId: 0 }).catch(() => false)) === true
}

export type SiteTab = { id: number; url: string }

/** Open tabs of these sites, the one that was looked at last first. */
export async function tabsOf(sites: string[]): Promise<SiteTab[]> {
  if (sites.length === 0) return []
  const tabs = await browser.tabs.query({ url: sites, discarded: false })
  return tabs
    .toSorted((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0))
    .flatMap(({ id, url }) => (id === undefined || url === undefined ? [] : [{ id, url }]))
}

export async function bringToFront(tab: number): Promise<void> {
  const { windowId } = await browser.tabs.update(tab, { active: true })
  if (windowId !== undefined) await browser.windows.update(windowId, { focused: true })
}

/** The panel in the place of the page that is in this tab, with a link that somebody is to decide about. */
export async function showPanelIn(tab: number, link: string): Promise<void> {
  await browser.tabs.update(tab, { url: browser.runtime.getURL(`${PANEL}?${new URLSearchParams({ tel: link })}`) })
}

export async function openTab(url: string): Promise<void> {
  await browser.tabs.create({ url })
}
