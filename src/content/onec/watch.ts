/** Full looks at the page are at least this far apart, values are read again this often (onec D12, WEBCLIENT 1.5). */
const SCAN_MS = 250
const POLL_MS = 333

export type PageListener = {
  /** Something came, went or changed its caption: look at the page again. */
  scan: () => void
  /** Values may have changed without any sign. */
  poll: () => void
  /** At once, in the same turn: something has changed on the shown pages. Must cost next to nothing. */
  changed: (records: readonly MutationRecord[]) => void
  /** Within a frame: things have moved, or other text stands in them. */
  moved: () => void
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

  const scan = () => {
    scanTimer = undefined
    lastScan = performance.now()
    listener.scan()
  }
  const scanSoon = () => {
    scanTimer ??= setTimeout(scan, Math.max(0, lastScan + SCAN_MS - performance.now()))
  }
  const moveSoon = () => {
    if (frame !== 0) return
    frame = view.requestAnimationFrame(() => {
      frame = 0
      listener.moved()
    })
  }
  const pollSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined
      listener.poll()
    }, 30)
  }

  const observer = new view.MutationObserver((records) => {
    listener.changed(records)
    // The rest of a batch says nothing new once a look is due.
    if (scanTimer !== undefined && frame !== 0) return
    if (!records.some((record) => isShown(record.target))) return
    scanSoon()
    moveSoon()
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
    pollTimer = setInterval(listener.poll, POLL_MS)
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
  }
  const turn = () => (doc.visibilityState === 'hidden' ? sleep() : wake())

  doc.addEventListener('visibilitychange', turn, { signal })
  view.addEventListener('resize', moveSoon, { signal, passive: true })
  const scrolled = () => {
    moveSoon()
    scanSoon()
  }
  view.addEventListener('scroll', scrolled, { signal, capture: true, passive: true })
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

/** Not on a hidden page of 1C's: those are `display:none` children of one container. */
function isShown(node: Node): boolean {
  const element = (node.nodeType === 1 ? node : node.parentElement) as Element | null
  const page = element?.closest<HTMLElement>('[id^="page"]')
  return page === null || page === undefined || page.style.display !== 'none' || page === element
}
