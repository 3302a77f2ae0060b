import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { findChromium } from '../../../stand/browser/extension.ts'
import type { Stand } from '../../../stand/stand.ts'
import { watchPages } from '../../support/faults.ts'
import { openStand } from '../../support/stand.ts'

export type OpenedPage = { stand: Stand; page: Page; close(): Promise<void> }

/** The stand's web client in a real Chromium, without the extension. `query` sets the stand's switches. */
export async function openPage(query: string): Promise<OpenedPage> {
  const stand = await openStand()
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', chromiumSandbox: false })
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } })
  watchPages(context, stand)
  const page = await context.newPage()
  await page.goto(`${stand.webClientUrl}?pace=fast&${query}`)
  await page.waitForSelector('html[data-stand-ready]')
  return {
    stand,
    page,
    async close() {
      await page.close()
      await browser.close()
      await stand.stop()
    },
  }
}

/** One stand and one browser for the tests of a suite; each test opens pages of its own, with the switches it needs. */
export function usePages(): { stand: () => Stand; open: (query?: string, english?: boolean) => Promise<Page> } {
  let opened: { stand: Stand; context: BrowserContext } | null = null
  const there = () => {
    if (!opened) throw new Error('pages are open only while tests run')
    return opened
  }
  beforeAll(async () => {
    const stand = await openStand()
    const browser = await chromium.launch({ executablePath: findChromium() ?? '', chromiumSandbox: false })
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } })
    watchPages(context, stand)
    opened = { stand, context }
  })
  afterEach(async () => {
    for (const page of there().context.pages()) await page.close()
  })
  afterAll(async () => {
    await opened?.context.browser()?.close()
    await opened?.stand.stop()
  })
  return {
    stand: () => there().stand,
    async open(query = '', english = false) {
      const { stand, context } = there()
      const page = await context.newPage()
      await page.goto(`${english ? stand.webClientEnglishUrl : stand.webClientUrl}?pace=fast&${query}`)
      await page.waitForSelector('html[data-stand-ready]')
      return page
    },
  }
}
