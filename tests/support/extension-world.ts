import type { CDPSession, Page } from 'playwright-core'

/** Evaluates in the extension's own world of a page's top frame, which the page itself cannot reach; gives the value, awaited. */
export async function inExtensionWorld(page: Page, extensionId: string, expression: string): Promise<unknown> {
  return withWorld(page, extensionId, async (cdp, contextId) => {
    if (contextId === null) throw new Error('the extension has no script in this page')
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
      expression,
      contextId,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  })
}

/** What the extension listens to on a page's window; nothing where it has no script. */
export async function listenersInExtension(page: Page, extensionId: string): Promise<string[]> {
  return withWorld(page, extensionId, async (cdp, contextId) => {
    if (contextId === null) return []
    const { result } = await cdp.send('Runtime.evaluate', { expression: 'window', contextId })
    if (result.objectId === undefined) return []
    const { listeners } = await cdp.send('DOMDebugger.getEventListeners', { objectId: result.objectId })
    return listeners.map(({ type }) => type)
  })
}

async function withWorld<T>(
  page: Page,
  extensionId: string,
  run: (cdp: CDPSession, contextId: number | null) => Promise<T>,
): Promise<T> {
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
    return await run(cdp, worlds.at(-1) ?? null)
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
