import browser from 'webextension-polyfill'
import { runInPage } from './content-scripts.ts'

/** What the script `file` has left in `trubkaReport` on the page of this tab. */
export async function reportOfPage(file: string, tab: number): Promise<unknown> {
  await runInPage(file, tab)
  const [answer] = await browser.scripting.executeScript({
    target: { tabId: tab, frameIds: [0] },
    func: () => (globalThis as { trubkaReport?: unknown }).trubkaReport,
  })
  return answer?.result
}
