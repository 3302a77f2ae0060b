import browser from 'webextension-polyfill'

const PAGE = 'src/popup/side.html'

/** The panel in a window of its own: the one that is open comes to the front, else a new one opens. */
export async function openPanelWindow(): Promise<void> {
  const url = browser.runtime.getURL(PAGE)
  const [open] = (await browser.tabs.query({ windowType: 'popup' })).filter((tab) => tab.url === url)
  if (open?.windowId !== undefined) {
    await browser.windows.update(open.windowId, { focused: true })
    return
  }
  await browser.windows.create({ url, type: 'popup', width: 400, height: 680 })
}

/** The browser's side panel. Has to be called in a click; Firefox takes no await before it. */
export async function openSidePanel(): Promise<void> {
  if (__TARGET__ === 'firefox') return browser.sidebarAction.open()
  const { id } = await chrome.windows.getCurrent()
  if (id !== undefined) await chrome.sidePanel.open({ windowId: id })
}
