import type { Page } from 'playwright-core'

/** Evaluates in the extension's own world of a page's top frame, which the page itself cannot reach; gives the value, awaited. */
export async function inExtensionWorld(page: Page, extensionId: string, expression: string): Promise<unknown> {
  const cdp = await page.context().newCDPSession(page)
  try {
    const worlds: number[] = []
    const { frameTree } = await cdp.send('Page.getFrameTree')
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      // 1C's frames have worlds of the extension, too.
      if (context.origin !== `chrome-extension://${extensionId}`) return
      if (context.auxData?.frameId === frameTree.frame.id) worlds.push(context.id)
    })
    await cdp.send('Runtime.enable')
    const contextId = worlds.at(-1)
    if (contextId === undefined) throw new Error('the extension has no script in this page')
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  } finally {
    await cdp.detach()
  }
}

/**
 * Makes the extension's script in this page see a hidden tab. Playwright holds every tab visible, whatever lies above it,
 * so the word of the browser is changed where the script reads it.
 */
export async function hide(page: Page, extensionId: string): Promise<void> {
  await inExtensionWorld(
    page,
    extensionId,
    `Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
     Object.defineProperty(document, 'hidden', { get: () => true })
     document.dispatchEvent(new Event('visibilitychange'))`,
  )
}
