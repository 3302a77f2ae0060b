import type { Page } from 'playwright-core'

/**
 * Makes the extension's script in this page see a hidden tab. Playwright holds every tab visible, whatever lies above it,
 * so the word of the browser is changed where the script reads it: in its own world, which the page cannot reach.
 */
export async function hide(page: Page, extensionId: string): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  const worlds: number[] = []
  cdp.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.origin === `chrome-extension://${extensionId}`) worlds.push(context.id)
  })
  await cdp.send('Runtime.enable')
  const expression = `
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
    Object.defineProperty(document, 'hidden', { get: () => true })
    document.dispatchEvent(new Event('visibilitychange'))`
  for (const contextId of worlds) await cdp.send('Runtime.evaluate', { expression, contextId })
  await cdp.detach()
  if (worlds.length === 0) throw new Error('the extension has no script in this page')
}
