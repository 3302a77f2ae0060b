import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { findChromium } from '../../../stand/browser/extension.ts'
import type { Stand } from '../../../stand/stand.ts'
import { watchPages } from '../../support/faults.ts'
import { openStand } from '../../support/stand.ts'

/** Gives back what a test has written, so that the next one finds the data it knows. */
function restorerOf({ base }: Stand): () => void {
  const objects = [...base.clients, ...base.persons, ...base.employees, ...base.calls]
  const kept = objects.map((object) => [object, structuredClone(object)] as const)
  return () => {
    for (const [object, before] of kept)
      if (object.version !== before.version) Object.assign(object, structuredClone(before))
  }
}

export type Pages = {
  stand: () => Stand
  /** The web client; `query` sets the stand's switches. */
  open: (query?: string, english?: boolean) => Promise<Page>
  /** Another page of the publication. */
  openAt: (path: string) => Promise<Page>
}

/** One stand and one browser for the tests of a suite; each opens pages of its own, on data that none has changed. */
export function usePages(): Pages {
  let opened: { stand: Stand; context: BrowserContext } | null = null
  let restore = () => {}
  const there = () => {
    if (!opened) throw new Error('pages are open only while tests run')
    return opened
  }
  const show = async (url: string) => {
    const page = await there().context.newPage()
    await page.goto(url)
    await page.waitForSelector('html[data-stand-ready]')
    return page
  }
  beforeAll(async () => {
    const stand = await openStand()
    const browser = await chromium.launch({ executablePath: findChromium() ?? '', chromiumSandbox: false })
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } })
    watchPages(context, stand)
    opened = { stand, context }
    restore = restorerOf(stand)
  })
  afterEach(async () => {
    for (const page of there().context.pages()) await page.close()
    restore()
  })
  afterAll(async () => {
    await opened?.context.browser()?.close()
    await opened?.stand.stop()
  })
  return {
    stand: () => there().stand,
    open: (query = '', english = false) => {
      const { webClientUrl, webClientEnglishUrl } = there().stand
      return show(`${english ? webClientEnglishUrl : webClientUrl}?pace=fast&${query}`)
    },
    openAt: (path) => show(there().stand.webClientUrl + path),
  }
}
