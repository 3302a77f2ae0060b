import browser from 'webextension-polyfill'

const ID = 'dial'

/** One item for selected text, on the granted sites alone. */
export class ContextMenu {
  readonly #title: string
  #last: Promise<void> = Promise.resolve()

  /** `%s` in the title stands for what is selected. */
  constructor(title: string, onSelected: (text: string) => void) {
    this.#title = title
    browser.contextMenus.onClicked.addListener(({ menuItemId, selectionText }) => {
      if (menuItemId === ID && selectionText !== undefined) onSelected(selectionText)
    })
  }

  /** One at a time: two concurrent runs would both make the item, and the second would fail. */
  sync(sites: string[]): Promise<void> {
    const run = async () => {
      await browser.contextMenus.removeAll()
      if (sites.length === 0) return
      browser.contextMenus.create({
        id: ID,
        title: this.#title,
        contexts: ['selection'],
        documentUrlPatterns: sites,
      })
    }
    this.#last = this.#last.then(run, run)
    return this.#last
  }
}
