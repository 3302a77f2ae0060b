import { chromium, type Page } from 'playwright-core'
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
