import type { CDPSession, Page } from 'playwright-core'

/** CPU time of a page's main thread, without what DevTools itself takes; and what lives in the page. */
export class Meter {
  readonly #cdp: CDPSession

  private constructor(cdp: CDPSession) {
    this.#cdp = cdp
  }

  static async on(page: Page): Promise<Meter> {
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
    return new Meter(cdp)
  }

  /** Milliseconds since the page began. */
  async cpu(): Promise<number> {
    const metrics = await this.#metrics()
    return (metrics('TaskDuration') - metrics('DevToolsCommandDuration')) * 1000
  }

  /** What is left after rubbish has been collected, in kB; and how many listeners there are. */
  async memory(): Promise<{ heap: number; listeners: number }> {
    await this.#cdp.send('HeapProfiler.collectGarbage')
    const metrics = await this.#metrics()
    return { heap: metrics('JSHeapUsedSize') / 1000, listeners: metrics('JSEventListeners') }
  }

  /** Runs code in a world of its own, as a content script's: from a timer, since what DevTools runs is not counted. */
  async start(code: string, name: string): Promise<void> {
    const { frameTree } = await this.#cdp.send('Page.getFrameTree')
    const { executionContextId } = await this.#cdp.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: name,
    })
    const { exceptionDetails } = await this.#cdp.send('Runtime.evaluate', {
      contextId: executionContextId,
      expression: `setTimeout(() => { ${code}\n }, 0)\n//# sourceURL=${SOURCE}${encodeURIComponent(name)}`,
    })
    if (exceptionDetails)
      throw new Error(`${name}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
  }

  async #metrics(): Promise<(name: string) => number> {
    const { metrics } = await this.#cdp.send('Performance.getMetrics')
    const values = new Map(metrics.map(({ name, value }) => [name, value]))
    return (name) => {
      const value = values.get(name)
      if (value === undefined) throw new Error(`the browser does not measure ${name}`)
      return value
    }
  }
}

/** What a peer's script says its address is. */
export const SOURCE = 'peer:'
