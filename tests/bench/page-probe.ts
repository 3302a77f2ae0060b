import type { CDPSession, Page } from 'playwright-core'
import { HOST } from '../../src/content/overlay/host.ts'
import { now, until, within } from './clock.ts'

const WITHIN_MS = 10_000
const ROUND_TRIPS = 300
/** What cannot be known more closely cannot be subtracted either. */
const MAX_DOUBT_MS = 1

type Node = { nodeName: string; backendNodeId: number; children?: Node[]; shadowRoots?: Node[] }

/**
 * Sits in the extension's own world of a page, inside the overlay's closed shadow root, and notes moments there, by
 * `now()`. Nothing is polled: the page itself takes the time, and it is fetched afterwards.
 */
export class PageProbe {
  readonly #cdp: CDPSession
  readonly #root: string
  /** The page's time 0 by `now()`, and by how much that may be wrong either way. */
  #origin = 0
  #doubt = 0

  private constructor(cdp: CDPSession, root: string) {
    this.#cdp = cdp
    this.#root = root
  }

  get doubt(): number {
    return this.#doubt
  }

  static async open(page: Page, extensionId: string): Promise<PageProbe> {
    const cdp = await page.context().newCDPSession(page)
    const { frameTree } = await cdp.send('Page.getFrameTree')
    const worlds: number[] = []
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      // 1C's frames have worlds of the extension, too.
      if (context.origin !== `chrome-extension://${extensionId}`) return
      if (context.auxData?.frameId === frameTree.frame.id) worlds.push(context.id)
    })
    await cdp.send('Runtime.enable')
    let found: number | null = null
    await until(WITHIN_MS, 'the overlay in the page', async () => {
      const { root } = await cdp.send('DOM.getDocument', { depth: -1, pierce: true })
      found = shadowRootOf(root)
      return found !== null && worlds.length > 0
    })
    const [executionContextId] = worlds
    if (found === null || executionContextId === undefined) throw new Error('no overlay in the page')
    const { object } = await cdp.send('DOM.resolveNode', { backendNodeId: found, executionContextId })
    if (object.objectId === undefined) throw new Error('the overlay cannot be reached')
    const probe = new PageProbe(cdp, object.objectId)
    await probe.#setClock()
    return probe
  }

  /** A moment of the page's lies between one before and one after it of ours: many such pairs leave little room. */
  async #setClock(): Promise<void> {
    let earliest = Number.NEGATIVE_INFINITY
    let latest = Number.POSITIVE_INFINITY
    for (let at = 0; at < ROUND_TRIPS; at++) {
      const before = now()
      const there = Number(await this.#run(pageNow))
      earliest = Math.max(earliest, before - there)
      latest = Math.min(latest, now() - there)
    }
    this.#origin = (earliest + latest) / 2
    this.#doubt = (latest - earliest) / 2
    if (!(Math.abs(this.#doubt) < MAX_DOUBT_MS)) throw new Error(`the page's clock is only known to ${this.#doubt} ms`)
  }

  /** Notes the next click by a person's means, from now on. `moment` gives when the browser got the press. */
  async awaitClick(): Promise<{ moment: () => Promise<number> }> {
    await this.#run(armClick)
    return { moment: () => this.#moment(readClick, 'a click in the page') }
  }

  /** Notes the next popup, from now on. `moment` gives the end of the frame in which the page painted it. */
  async awaitPopup(): Promise<{ moment: () => Promise<number> }> {
    await this.#run(armPopup)
    return { moment: () => this.#moment(readPopup, 'a popup in the page') }
  }

  popupIsShown(): Promise<boolean> {
    return this.#run(hasPopup) as Promise<boolean>
  }

  /** Middle of the dial button with this name that can be pressed now; null while there is none. */
  async button(name: string): Promise<{ x: number; y: number } | null> {
    return (await this.#run(placeOfButton, name)) as { x: number; y: number } | null
  }

  async #moment(read: () => unknown, what: string): Promise<number> {
    return this.#origin + Number(await within(WITHIN_MS, what, this.#run(read)))
  }

  async #run(code: (...parameters: never[]) => unknown, ...parameters: string[]): Promise<unknown> {
    const { result, exceptionDetails } = await this.#cdp.send('Runtime.callFunctionOn', {
      functionDeclaration: String(code),
      objectId: this.#root,
      arguments: parameters.map((value) => ({ value })),
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
}

function shadowRootOf(node: Node): number | null {
  if (node.nodeName.toLowerCase() === HOST) return node.shadowRoots?.[0]?.backendNodeId ?? null
  for (const child of node.children ?? []) {
    const found = shadowRootOf(child)
    if (found !== null) return found
  }
  return null
}

// All below run in the page, with the shadow root as `this`.

type Notes = { trubkaClick?: Promise<number>; trubkaPopup?: Promise<number> }

function pageNow(): number {
  return performance.now()
}

function armClick(): void {
  const notes = globalThis as Notes
  notes.trubkaClick = new Promise((resolve) => {
    const seen = (event: MouseEvent) => {
      if (!event.isTrusted) return
      removeEventListener('click', seen, true)
      resolve(event.timeStamp)
    }
    addEventListener('click', seen, true)
  })
}

function readClick(): unknown {
  return (globalThis as Notes).trubkaClick
}

function armPopup(this: ShadowRoot): void {
  const notes = globalThis as Notes
  notes.trubkaPopup = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!this.querySelector('[role=dialog]')) return
      observer.disconnect()
      // Style, layout and paint come after the callbacks of the frame; the next task comes after these.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(null)
      })
    })
    observer.observe(this, { childList: true, subtree: true })
  })
}

function readPopup(): unknown {
  return (globalThis as Notes).trubkaPopup
}

function hasPopup(this: ShadowRoot): boolean {
  return this.querySelector('[role=dialog]') !== null
}

function placeOfButton(this: ShadowRoot, name: string): { x: number; y: number } | null {
  const found = [...this.querySelectorAll('[data-dial]')].find((each) => each.getAttribute('aria-label') === name)
  if (!found || found.getAttribute('aria-disabled') === 'true') return null
  const { x, y, width, height } = found.getBoundingClientRect()
  return { x: x + width / 2, y: y + height / 2 }
}
