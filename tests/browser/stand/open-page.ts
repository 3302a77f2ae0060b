import { chromium, type Page } from 'playwright-core'
import type { Stand } from '../../../stand/stand.ts'
import { openStand } from '../../support/stand.ts'

export type OpenedPage = { stand: Stand; page: Page; close(): Promise<void> }

/** The stand's web client in a real Chromium, without the extension. `query` sets the stand's switches. */
export async function openPage(query: string): Promise<OpenedPage> {
  const stand = await openStand()
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: false })
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } })
  await page.goto(`${stand.webClientUrl}?pace=fast&${query}`)
  await page.waitForSelector('html[data-stand-ready]')
  return {
    stand,
    page,
    async close() {
      await browser.close()
      await stand.stop()
    },
  }
}
