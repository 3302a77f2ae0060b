import type { CDPSession, Page } from 'playwright-core'
import { press } from './press.ts'

/** Something in the overlay, as a screen reader finds it. */
export type OverlayNode = {
  role: string
  name: string
  /** What stands in a field. */
  value: string
  backendNodeId: number
  /** In the page's pixels; empty when it is not on the screen. */
  box: Box | null
}

type Box = { x: number; y: number; width: number; height: number }
const isSame = (a: Box, b: Box) => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height

export type Click = { at?: number; withinMs?: number; clickCount?: number; button?: 'left' | 'right' }

type AXNode = {
  nodeId: string
  parentId?: string
  ignored: boolean
  role?: { value?: string }
  name?: { value?: string }
  value?: { value?: string }
  backendDOMNodeId?: number
}

/** A busy machine takes its time; what is there is given at once. */
const SOON_MS = 30_000
const PAUSE_MS = 50

/** One for each page, whoever looks into it. */
const sessions = new WeakMap<Page, Promise<CDPSession>>()

/**
 * Looks into the overlay's closed shadow root, which neither the page nor Playwright's locators can, by the tree that
 * screen readers see: what a test finds here, a blind operator finds, too. Clicks are a real mouse's.
 */
export class Overlay {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** All that match, in the order of the tree. */
  async findAll(role: string, name?: RegExp): Promise<OverlayNode[]> {
    const nodes = (await this.#tree()).filter(
      (node) => !node.ignored && node.role?.value === role && (!name || name.test(node.name?.value ?? '')),
    )
    return Promise.all(
      nodes.map(async (node) => ({
        role,
        name: node.name?.value ?? '',
        value: node.value?.value ?? '',
        backendNodeId: node.backendDOMNodeId ?? 0,
        box: await this.#box(node.backendDOMNodeId),
      })),
    )
  }

  /** The first that matches and is on the screen, or the one `at` that place among them; waits for it. */
  async find(role: string, name?: RegExp, withinMs = SOON_MS, at = 0): Promise<OverlayNode> {
    const until = Date.now() + withinMs
    for (;;) {
      const node = (await this.findAll(role, name)).filter(({ box }) => box !== null)[at]
      if (node) return node
      if (Date.now() > until)
        throw new Error(
          `no ${role} ${name ?? ''} in ${withinMs} ms; there is: ${(await this.texts()).join(' | ').slice(0, 1500)}`,
        )
      await pause()
    }
  }

  /** Where it stands, once it stands still. */
  async place(role: string, name?: RegExp): Promise<Box> {
    const until = Date.now() + SOON_MS
    for (let before: Box | null = null; ; ) {
      const { box } = await this.find(role, name)
      if (box && before && isSame(box, before)) return box
      if (Date.now() > until) throw new Error(`${role} ${name ?? ''} does not stand still`)
      before = box
      await pause()
    }
  }

  /** Waits until nothing matches any more. */
  async gone(role: string, name?: RegExp, withinMs = SOON_MS): Promise<void> {
    const until = Date.now() + withinMs
    while ((await this.findAll(role, name)).some(({ box }) => box !== null)) {
      if (Date.now() > until) throw new Error(`${role} ${name ?? ''} is still there after ${withinMs} ms`)
      await pause()
    }
  }

  /** Clicks its centre with the real mouse, once it stands still and nothing covers it; `at` is its place among several. */
  async click(role: string, name?: RegExp, options: Click = {}): Promise<OverlayNode> {
    const { at = 0, withinMs = SOON_MS, ...how } = options
    const until = Date.now() + withinMs
    for (;;) {
      const node = await this.find(role, name, withinMs, at)
      const { backendNodeId } = node
      const why = await press({ page: this.#page, cdp: await this.#session(), backendNodeId, how }).catch(String)
      if (why === null) return node
      if (Date.now() > until) throw new Error(`${role} ${name ?? ''} cannot be clicked: ${why}`)
      await pause()
    }
  }

  /** Into view, as whoever wants it scrolls. */
  async scrollTo(role: string, name?: RegExp): Promise<void> {
    const { backendNodeId } = await this.find(role, name)
    await (await this.#session()).send('DOM.scrollIntoViewIfNeeded', { backendNodeId })
  }

  /** All texts of the page's accessibility tree, the overlay's among them. */
  async texts(): Promise<string[]> {
    return (await this.#tree())
      .filter((node) => !node.ignored && node.role?.value === 'StaticText')
      .map((node) => node.name?.value ?? '')
  }

  /** The texts of the first part that matches. */
  async textsOf(role: string, name: RegExp): Promise<string[]> {
    const all = new Map((await this.#tree()).map((node) => [node.nodeId, node]))
    const shown = [...all.values()].filter(({ ignored }) => !ignored)
    const part = shown.find((node) => node.role?.value === role && name.test(node.name?.value ?? ''))
    const isWithin = ({ parentId }: AXNode): boolean => {
      const parent = parentId === undefined ? undefined : all.get(parentId)
      return parent !== undefined && (parent.nodeId === part?.nodeId || isWithin(parent))
    }
    return shown
      .filter((node) => node.role?.value === 'StaticText' && isWithin(node))
      .map((node) => node.name?.value ?? '')
  }

  /** Waits for a text; gives it. */
  async text(wanted: RegExp, withinMs = SOON_MS): Promise<string> {
    const until = Date.now() + withinMs
    for (;;) {
      const texts = await this.texts()
      const found = texts.find((text) => wanted.test(text))
      if (found !== undefined) return found
      if (Date.now() > until)
        throw new Error(`no text ${wanted} in ${withinMs} ms; there is: ${texts.join(' | ').slice(0, 1500)}`)
      await pause()
    }
  }

  async #tree(): Promise<AXNode[]> {
    const cdp = await this.#session()
    const { nodes } = await cdp.send('Accessibility.getFullAXTree')
    return nodes as AXNode[]
  }

  async #box(backendNodeId: number | undefined): Promise<OverlayNode['box']> {
    if (backendNodeId === undefined) return null
    try {
      const { model } = await (await this.#session()).send('DOM.getBoxModel', { backendNodeId })
      const [x = 0, y = 0, right = 0, , , bottom = 0] = model.border
      return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null
    } catch {
      // Not drawn, or gone this instant.
      return null
    }
  }

  #session(): Promise<CDPSession> {
    const session = sessions.get(this.#page) ?? this.#page.context().newCDPSession(this.#page)
    sessions.set(this.#page, session)
    return session
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
