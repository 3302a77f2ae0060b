import type { BrowserContext, CDPSession } from 'playwright-core'

type Sound = { state: string; time: number }

/** A page that is still beginning may take its time. */
const ANSWER_MS = 10_000

/** Evaluates for every `AudioContext` that lives in the extension's page which nobody sees; empty when there is no such page. */
export async function offscreenSounds(context: BrowserContext): Promise<Sound[]> {
  const browser = context.browser()
  if (!browser) throw new Error('no browser to ask')
  const cdp = await browser.newBrowserCDPSession()
  try {
    const { targetInfos } = await cdp.send('Target.getTargets')
    const target = targetInfos.find(({ url }) => url.includes('/src/background/ring.html'))
    if (!target) return []
    const { sessionId } = await cdp.send('Target.attachToTarget', { targetId: target.targetId })
    const ask = asker(cdp, sessionId)
    return await soundsBy(ask).catch((error: unknown) => {
      if (error instanceof PageGone) return []
      throw error
    })
  } finally {
    await cdp.detach()
  }
}

async function soundsBy(ask: Ask): Promise<Sound[]> {
  const { result } = await ask('Runtime.evaluate', { expression: 'AudioContext.prototype' })
  const { objects } = await ask('Runtime.queryObjects', { prototypeObjectId: result?.objectId })
  const told = await ask('Runtime.callFunctionOn', {
    objectId: objects?.objectId,
    functionDeclaration: 'function () { return this.map((each) => ({ state: each.state, time: each.currentTime })) }',
    returnByValue: true,
  })
  return (told.result?.value ?? []) as Sound[]
}

type Told = { result?: { objectId?: string; value?: unknown }; objects?: { objectId?: string } }
type Ask = (method: string, params: object) => Promise<Told>

/**
 * Playwright has no session for such a page: what is asked goes in an envelope. A page that ends with a question before it
 * never answers: it rejects then, and where none comes in time.
 */
function asker(cdp: CDPSession, sessionId: string): Ask {
  let last = 0
  const waiting = new Map<number, { resolve: (told: Told) => void; reject: (error: Error) => void }>()
  cdp.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result, error }: { id?: number; result?: Told; error?: { message: string } } = JSON.parse(message)
    const asked = waiting.get(id ?? 0)
    if (error) asked?.reject(new Error(error.message))
    else asked?.resolve(result ?? {})
  })
  cdp.on('Target.detachedFromTarget', (gone) => {
    if (gone.sessionId === sessionId) for (const { reject } of waiting.values()) reject(new PageGone())
  })
  return (method, params) => {
    last += 1
    const id = last
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      setTimeout(() => reject(new Error(`the page that rings has not answered ${method}`)), ANSWER_MS).unref()
      cdp
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) })
        .catch(reject)
    })
  }
}

class PageGone extends Error {}
