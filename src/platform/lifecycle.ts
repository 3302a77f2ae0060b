import browser from 'webextension-polyfill'

/** After installation and after each update: content scripts in open pages are the old version's, and dead. */
export function onInstalledOrUpdated(listener: () => void): void {
  browser.runtime.onInstalled.addListener(listener)
}

/** After installation alone, which the browser may also say of one that it has loaded anew. */
export function onInstalled(listener: () => void): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') listener()
  })
}

/** The browser has started. Listening is what makes it start the background at all. */
export function onBrowserStart(listener: () => void): void {
  browser.runtime.onStartup.addListener(listener)
}

/** The machine has a network again. */
export function onNetwork(listener: () => void): void {
  globalThis.addEventListener('online', listener)
}
