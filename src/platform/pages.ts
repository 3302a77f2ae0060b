import browser from 'webextension-polyfill'

/** Opens the options in a tab; the popup that asked for it closes by itself. */
export const openOptions = (): Promise<void> => browser.runtime.openOptionsPage()

export async function openTab(url: string): Promise<void> {
  await browser.tabs.create({ url })
}

/** «Первые шаги». */
export async function openWelcome(): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL('src/options/welcome.html') })
}

/** The options in a tab of their own, with what is seen on the page of this base. */
export async function openReport(base: string): Promise<void> {
  await browser.tabs.create({
    url: browser.runtime.getURL(`src/options/index.html?${new URLSearchParams({ report: base })}`),
  })
}
