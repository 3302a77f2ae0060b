import type { CDPSession, Page } from 'playwright-core'

type How = { clickCount?: number; button?: 'left' | 'right' }
type What = { page: Page; cdp: CDPSession; backendNodeId: number; how: How }
type Aim = { x: number; y: number } | { why: string }

/**
 * Presses what is drawn for a node, wherever a closed root has it, as surely as Playwright presses its own: it stands
 * still, nothing lies over it, and a press that would still land beside it, since things have moved, reaches nobody.
 * Gives null when that is done, else why not.
 */
export async function press({ page, cdp, backendNodeId, how }: What): Promise<string | null> {
  const world = await ownWorld(cdp)
  const { object } = await cdp.send('DOM.resolveNode', { backendNodeId, executionContextId: world })
  const call = async <T>(what: () => T | Promise<T>): Promise<T> => {
    const { result, exceptionDetails } = await cdp.send('Runtime.callFunctionOn', {
      functionDeclaration: what.toString(),
      objectId: object.objectId ?? '',
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  const aim = await call<Aim>(takeAim)
  if ('why' in aim) {
    await cdp.send('DOM.scrollIntoViewIfNeeded', { backendNodeId })
    return aim.why
  }
  await page.mouse.click(aim.x, aim.y, how)
  // A press that leads to another page, or that takes the node away for good, was one.
  return call(letGo).catch(() => null)
}

/** Where no script of the page can have changed what the browser says. One for each document, however often it is asked. */
async function ownWorld(cdp: CDPSession): Promise<number> {
  const { frameTree } = await cdp.send('Page.getFrameTree')
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'trubka-press',
  })
  return executionContextId
}

/** Where to press, once it stands still and is what is there; from then on, until `letGo`, no press lands beside it. */
async function takeAim(this: Node): Promise<Aim> {
  const element = this instanceof Element ? this : this.parentElement
  const box = () => [...(element?.getClientRects() ?? [])].find(({ width, height }) => width > 0 && height > 0)
  const nextFrame = () =>
    new Promise<boolean>((resolve) => {
      requestAnimationFrame(() => resolve(true))
      setTimeout(() => resolve(false), 2000)
    })
  await nextFrame()
  const before = box()
  const isDrawn = await nextFrame()
  const now = box()
  if (!isDrawn) return { why: 'the page is not drawn' }
  if (!element || !before || !now) return { why: 'it is not drawn' }
  const sides = ['x', 'y', 'width', 'height'] as const
  if (sides.some((side) => before[side] !== now[side])) return { why: 'it moves' }

  /** What is there in place of it, as the document sees it and as each root that it is in does; null = nothing else. */
  const instead = (x: number, y: number): string | null => {
    for (let sought: Element = element; ; ) {
      const root = sought.getRootNode()
      if (!(root instanceof Document || root instanceof ShadowRoot)) return 'nothing, since it is gone'
      const there = root.elementFromPoint(x, y)
      const isIt = there && (sought.contains(there) || there.closest('label')?.control === sought)
      if (!isIt) return there?.outerHTML.slice(0, 200) ?? 'what lies outside of the page'
      if (root instanceof Document) return null
      sought = root.host
    }
  }
  const x = now.x + now.width / 2
  const y = now.y + now.height / 2
  const cover = instead(x, y)
  if (cover !== null) return { why: `it is covered by ${cover}` }

  const TYPES = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'dblclick', 'auxclick', 'contextmenu']
  let pressed = false
  let wrong: string | null = null
  const guard = (event: Event) => {
    if (!(event instanceof MouseEvent) || !event.isTrusted) return
    if (!pressed) wrong = instead(event.clientX, event.clientY)
    pressed = true
    if (wrong === null) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  for (const type of TYPES) window.addEventListener(type, guard, true)
  Object.assign(window, {
    letGo: () => {
      for (const type of TYPES) window.removeEventListener(type, guard, true)
      return wrong === null ? null : `it has moved away, and there is ${wrong}`
    },
  })
  return { x, y }
}

/** Why nobody was pressed; null = somebody was. */
function letGo(): string | null {
  return 'letGo' in window && typeof window.letGo === 'function' ? window.letGo() : null
}
