import browser from 'webextension-polyfill'
import { grantedSites } from './permissions.ts'

const ID = 'overlay'

/** The content script on exactly the granted sites (DESIGN 13). */
export class ContentScripts {
  readonly #file: string
  #last: Promise<void> = Promise.resolve()

  /** `file` as the bundler gives it, maybe with a leading slash. */
  constructor(file: string) {
    this.#file = file.replace(/^\//, '')
  }

  /**
   * Registers for the granted sites, then runs the script in the open tabs of `inject`: a registered script comes
   * with the next load only. One at a time: two concurrent runs would both find nothing registered, and the second
   * would fail on the duplicate id.
   */
  sync(inject: 'all' | string[]): Promise<void> {
    const run = async () => {
      const sites = await grantedSites()
      await this.#register(sites)
      await this.#inject(inject === 'all' ? sites : inject.filter((site) => /^https?:/.test(site)))
    }
    this.#last = this.#last.then(run, run)
    return this.#last
  }

  async #register(sites: string[]): Promise<void> {
    const [registered] = await browser.scripting.getRegisteredContentScripts({ ids: [ID] })
    if (sites.length === 0) {
      if (registered) await browser.scripting.unregisterContentScripts({ ids: [ID] })
      return
    }
    const script = {
      id: ID,
      js: [this.#file],
      matches: sites,
      allFrames: true,
      // Frames that 1C writes itself (about:blank, document.write) are of the page's origin, too.
      matchOriginAsFallback: true,
      runAt: 'document_idle' as const,
      persistAcrossSessions: true,
    }
    if (!registered) await browser.scripting.registerContentScripts([script])
    else if (String([...(registered.matches ?? [])].sort()) !== String(sites) || registered.js?.[0] !== this.#file)
      await browser.scripting.updateContentScripts([script])
  }

  async #inject(sites: string[]): Promise<void> {
    if (sites.length === 0) return
    // Without the `tabs` permission the browser names only tabs of granted sites, which is what is wanted.
    for (const { id, discarded } of await browser.tabs.query({ url: sites })) {
      if (id === undefined || discarded) continue
      await browser.scripting
        .executeScript({ target: { tabId: id, allFrames: true }, files: [this.#file] })
        // An error page, or a tab closed this instant.
        .catch((error: unknown) => console.info('not injected:', String(error)))
    }
  }
}

/** Runs one more script of ours in a tab's page, where the content script runs already. `file` as the bundler gives it. */
export async function runInPage(file: string, tab: number): Promise<void> {
  await browser.scripting.executeScript({
    target: { tabId: tab, frameIds: [0] },
    files: [file.replace(/^\//, '')],
    injectImmediately: true,
  })
}
