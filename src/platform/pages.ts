import browser from 'webextension-polyfill'

/** Opens the options in a tab; the popup that asked for it closes by itself. */
export const openOptions = (): Promise<void> => browser.runtime.openOptionsPage()

export async function openTab(url: string): Promise<void> {
  await browser.tabs.create({ url })
}
