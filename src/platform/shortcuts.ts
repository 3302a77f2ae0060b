import browser from 'webextension-polyfill'
import type { TabMessage } from './tab-messages.ts'
import { askTab } from './tabs.ts'

/** The browser's own keys (manifest.json, `commands`), which work on every page and can be changed in the browser. */
export function onShortcut(listener: (name: string) => void): void {
  browser.commands.onCommand.addListener(listener)
}

/** Asks the content script of the tab in front; does nothing where there is none. */
export async function askFrontTab(message: TabMessage): Promise<void> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true })
  if (tab?.id !== undefined) await askTab(tab.id, message)
}
