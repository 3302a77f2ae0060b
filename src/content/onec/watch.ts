/** Full looks at the page are at least this far apart, values are read again this often (onec D12, WEBCLIENT 1.5). */
const SCAN_MS = 250
const POLL_MS = 333
/** So many readings apart, things that have moved without a sign are looked for. */
const POLLS_PER_CHECK = 15
/** Rows lie a few levels above what changes in them. */
const MOST_LEVELS = 8

export type PageListener = {
  /** Something came, went or changed its caption: look at the page again. */
  scan: () => void
  /** Values may have changed without any sign. */
  poll: () => void
  /** Things may be elsewhere, without any sign. */
  check: () => void
  /** At once, in the same turn: something has changed on the shown pages. Must cost next to nothing. */
  changed: (records: readonly MutationRecord[]) => void
  /** Within a frame: things have moved, or other text stands in them. */
  moved: () => void
  /** Within a frame: of these lists the rows have changed, and nothing else has on the whole page. */
  rows: (bodies: ReadonlySet<Node>) => void
  /** Whether this element holds the rows of a list that needs no look at the page when only they change. */
  isBody: (node: Node) => boolean
}

/**
 * Tells when to look at a page. In a hidden tab it does nothing at all, and what happens on hidden pages of 1C's is
 * left alone.
 */
export function watchPage(doc: Document, listener: PageListener, signal: AbortSignal): void {
  const view = doc.defaultView
  if (!view) return
  let lastScan = 0
  let scanTimer: ReturnType<typeof setTimeout> | undefined
  let pollTimer: ReturnType<typeof setInterval> | undefined
  let soon: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  let polls = 0
  let hasMoved = false
  const bodies = new Set<Node>()

  const scan = () => {
    scanTimer = undefined
    lastScan = performance.now()
    listener.scan()
  }
  const scanSoon = () => {
    scanTimer ??= setTimeout(scan, Math.max(0, lastScan + SCAN_MS - performance.now()))
  }
  const frameSoon = () => {
    if (frame !== 0) return
    frame = view.requestAnimationFrame(() => {
      frame = 0
      const rows = new Set(bodies)
      const moved = hasMoved
      bodies.clear()
      hasMoved = false
      if (moved) listener.moved()
      else listener.rows(rows)
    })
  }
  const moveSoon = () => {
    hasMoved = true
    frameSoon()
  }
  const pollSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined
      listener.poll()
    }, 30)
  }

  const turnTo = () => {
    polls = (polls + 1) % POLLS_PER_CHECK
    listener.poll()
    // Rows that have been written anew are looked at in their frame; until then all of them would seem to be elsewhere.
    if (polls === 0 && frame === 0) listener.check()
  }

  const bodyOf = (target: Node): Node | null => {
    let node: Node | null = target
    for (let level = 0; node && level < MOST_LEVELS; level++) {
      if (bodies.has(node) || listener.isBody(node)) return node
      node = node.parentNode
    }
    return null
  }

  const observer = new view.MutationObserver((records) => {
    listener.changed(records)
    // The rest of a batch says nothing new once a look is due.
    if (scanTimer !== undefined && hasMoved) return
    let last: Node | null = null
    for (const { target } of records) {
      // Changes come in runs; asking one node is quicker than climbing from each.
      if (last === target || last?.contains(target)) continue
      last = bodyOf(target)
      if (last) bodies.add(last)
      else if (isShown(target)) {
        scanSoon()
        moveSoon()
        return
      }
    }
    if (bodies.size > 0) frameSoon()
  })

  const wake = () => {
    if (pollTimer !== undefined) return
    // The document, not its root element, which document.open() replaces.
    observer.observe(doc, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
      attributeOldValue: true,
      characterDataOldValue: true,
      attributeFilter: ['title', 'data-title', 'class', 'style'],
    })
    pollTimer = setInterval(turnTo, POLL_MS)
    scanSoon()
  }
  const sleep = () => {
    observer.disconnect()
    clearInterval(pollTimer)
    clearTimeout(scanTimer)
    clearTimeout(soon)
    view.cancelAnimationFrame(frame)
    pollTimer = undefined
    scanTimer = undefined
    soon = undefined
    frame = 0
    hasMoved = false
    bodies.clear()
  }
  const turn = () => (doc.visibilityState === 'hidden' ? sleep() : wake())

  doc.addEventListener('visibilitychange', turn, { signal })
  view.addEventListener('resize', moveSoon, { signal, passive: true })
  const scrolled = () => {
    moveSoon()
    scanSoon()
  }
  view.addEventListener('scroll', scrolled, { signal, capture: true, passive: true })
  // What slides or fades tells of its end alone.
  for (const type of ['transitionend', 'animationend']) {
    view.addEventListener(type, () => doc.visibilityState !== 'hidden' && moveSoon(), {
      signal,
      capture: true,
      passive: true,
    })
  }
  // A frame has got its text; nothing of it is heard here.
  const loaded = () => doc.visibilityState !== 'hidden' && scanSoon()
  view.addEventListener('load', loaded, { signal, capture: true, passive: true })
  for (const type of ['focusin', 'focusout', 'click', 'keyup', 'input', 'change']) {
    view.addEventListener(type, () => doc.visibilityState !== 'hidden' && pollSoon(), {
      signal,
      capture: true,
      passive: true,
    })
  }
  signal.addEventListener('abort', sleep)
  turn()
}

/** Not on a hidden page of 1C's: those are `display:none` children of one container. What has gone is told of by its parent. */
function isShown(node: Node): boolean {
  if (!node.isConnected) return false
  const element = (node.nodeType === 1 ? node : node.parentElement) as Element | null
  const page = element?.closest<HTMLElement>('[id^="page"]')
  return page === null || page === undefined || page.style.display !== 'none' || page === element
}
