import browser from 'webextension-polyfill'

export type MenuItem = { id: string; title: string; contexts: ('selection' | 'page' | 'editable')[] }
export type MenuPress = { id: string; text: string; tab: number | null }

/** Our items in the browser's menu, on the granted sites alone. */
export class ContextMenu {
  readonly #items: () => readonly MenuItem[]
  #last: Promise<void> = Promise.resolve()

  /** In the language of the moment. `%s` in a title stands for what is selected. */
  constructor(items: () => readonly MenuItem[], onPress: (press: MenuPress) => void) {
    this.#items = items
    browser.contextMenus.onClicked.addListener(({ menuItemId, selectionText }, tab) => {
      onPress({ id: String(menuItemId), text: selectionText ?? '', tab: tab?.id ?? null })
    })
  }

  /** One at a time: two concurrent runs would both make the item, and the second would fail. */
  sync(sites: string[]): Promise<void> {
    const run = async () => {
      await browser.contextMenus.removeAll()
      if (sites.length === 0) return
      for (const item of this.#items()) browser.contextMenus.create({ ...item, documentUrlPatterns: sites })
    }
    this.#last = this.#last.then(run, run)
    return this.#last
  }
}
