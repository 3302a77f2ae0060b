import type { BrowserContext, CDPSession } from 'playwright-core'

/** Evaluates for every `AudioContext` that lives in the extension's page which nobody sees; empty when there is no such page. */
export async function offscreenSounds(context: BrowserContext): Promise<{ state: string; time: number }[]> {
  const browser = context.browser()
  if (!browser) throw new Error('no browser to ask')
  const cdp = await browser.newBrowserCDPSession()
  try {
    const { targetInfos } = await cdp.send('Target.getTargets')
    const target = targetInfos.find(({ url }) => url.includes('/src/background/ring.html'))
    if (!target) return []
    const { sessionId } = await cdp.send('Target.attachToTarget', { targetId: target.targetId })
    const ask = asker(cdp, sessionId)
    const { result } = await ask('Runtime.evaluate', { expression: 'AudioContext.prototype' })
    const { objects } = await ask('Runtime.queryObjects', { prototypeObjectId: result?.objectId })
    const told = await ask('Runtime.callFunctionOn', {
      objectId: objects?.objectId,
      functionDeclaration: 'function () { return this.map((each) => ({ state: each.state, time: each.currentTime })) }',
      returnByValue: true,
    })
    return (told.result?.value ?? []) as { state: string; time: number }[]
  } finally {
    await cdp.detach()
  }
}

type Told = { result?: { objectId?: string; value?: unknown }; objects?: { objectId?: string } }

/** Playwright has no session for such a page: what is asked goes in an envelope. */
function asker(cdp: CDPSession, sessionId: string) {
  let last = 0
  return (method: string, params: object): Promise<Told> => {
    last += 1
    const id = last
    return new Promise((resolve, reject) => {
      cdp.on('Target.receivedMessageFromTarget', ({ message }) => {
        const answer: { id?: number; result?: Told; error?: { message: string } } = JSON.parse(message)
        if (answer.id !== id) return
        if (answer.error) reject(new Error(answer.error.message))
        else resolve(answer.result ?? {})
      })
      cdp
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) })
        .catch(reject)
    })
  }
}
