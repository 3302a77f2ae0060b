import { RowRecords } from './row-records.ts'

/** Full looks at the page are at least this far apart, values are read again this often (onec D12, WEBCLIENT 1.5). */
const SCAN_MS = 250
const POLL_MS = 333
/** This often, things that have moved without a sign are looked for. */
const CHECK_MS = 5000
/** Rows lie a few levels above what changes in them. */
const MOST_LEVELS = 8

const WATCHED = {
  childList: true,
  subtree: true,
  characterData: true,
  attributes: true,
  attributeOldValue: true,
  characterDataOldValue: true,
  attributeFilter: ['title', 'data-title', 'class', 'style'],
}

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
  /** Whether there is anything whose value may change without any sign. */
  needsPolls: () => boolean
}

export type PageWatch = {
  /** Values of something may change without a sign from now on, if `needsPolls`. */
  pollIfNeeded: () => void
  /** All lists that need no look at the page when only their rows change, by what holds the rows. */
  follow: (bodies: readonly Node[]) => void
}

/**
 * Tells when to look at a page. In a hidden tab it does nothing at all, and what happens on hidden pages of 1C's is
 * left alone.
 */
export function watchPage(doc: Document, listener: PageListener, signal: AbortSignal): PageWatch | null {
  const view = doc.defaultView
  if (!view) return null
  let lastScan = 0
  let scanTimer: ReturnType<typeof setTimeout> | undefined
  let pollTimer: ReturnType<typeof setInterval> | undefined
  let checkTimer: ReturnType<typeof setInterval> | undefined
  let soon: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  let hasMoved = false
  const bodies = new Set<Node>()

  const scan = () => {
    scanTimer = undefined
    lastScan = performance.now()
    listener.scan()
    pollIfNeeded()
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

  const poll = () => {
    listener.poll()
    pollIfNeeded()
  }
  // A page on which nothing changes without a sign, as one with a list alone, is left in peace.
  const pollIfNeeded = () => {
    if (checkTimer === undefined || !listener.needsPolls()) {
      clearInterval(pollTimer)
      pollTimer = undefined
    } else pollTimer ??= setInterval(poll, POLL_MS)
  }
  const check = () => {
    // Rows that have been written anew are looked at in their frame; until then all of them would seem to be elsewhere.
    if (frame === 0) listener.check()
  }

  const bodyOf = (target: Node): Node | null => {
    let node: Node | null = target
    for (let level = 0; node && level < MOST_LEVELS; level++) {
      if (bodies.has(node) || listener.isBody(node)) return node
      node = node.parentNode
    }
    return null
  }

  const rowRecords = new RowRecords(view, WATCHED)
  const observer = new view.MutationObserver((records) => {
    listener.changed(records)
    const told = rowRecords.bodiesOf(records)
    if (told?.every(listener.isBody)) {
      for (const body of told) bodies.add(body)
      frameSoon()
      return
    }
    // The rest of a batch says nothing new once a look is due.
    if (scanTimer !== undefined && hasMoved) return
    let last: Node | null = null
    for (const record of records) {
      const { target } = record
      // Changes come in runs; asking one node is quicker than climbing from each.
      if (last === target || last?.contains(target)) continue
      last = bodyOf(target)
      if (last) bodies.add(last)
      else if (isOfInterest(record)) {
        scanSoon()
        moveSoon()
        return
      }
    }
    if (bodies.size > 0) frameSoon()
  })

  const wake = () => {
    if (checkTimer !== undefined) return
    // The document, not its root element, which document.open() replaces.
    observer.observe(doc, WATCHED)
    checkTimer = setInterval(check, CHECK_MS)
    pollIfNeeded()
    scanSoon()
  }
  const sleep = () => {
    observer.disconnect()
    rowRecords.follow([])
    view.cancelAnimationFrame(frame)
    frame = 0
    clearInterval(pollTimer)
    clearInterval(checkTimer)
    clearTimeout(scanTimer)
    clearTimeout(soon)
    pollTimer = undefined
    checkTimer = undefined
    scanTimer = undefined
    soon = undefined
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
  return { pollIfNeeded, follow: (bodies) => rowRecords.follow(bodies) }
}

/** As 1C hides things; that one is shown again is told of as a change of its style. */
const HIDDEN = ['[style*="display: none"]', '[style*="display:none"]']
const HIDDEN_PAGES = HIDDEN.map((each) => `[id^="page"]${each}`).join()

/**
 * Not what happens on a hidden page of 1C's, and on a hidden page within a form only that fields come or go: a card's
 * rules count them. What has gone is told of by its parent.
 */
function isOfInterest({ type, target, addedNodes, removedNodes }: MutationRecord): boolean {
  if (!target.isConnected) return false
  const element = (target.nodeType === 1 ? target : target.parentElement) as Element | null
  // What has changed of it may be that it is hidden now.
  const around = type === 'attributes' ? element?.parentElement : element
  if (!around?.closest(HIDDEN.join())) return true
  return !around.closest(HIDDEN_PAGES) && [...addedNodes, ...removedNodes].some(hasFields)
}

const hasFields = (node: Node): boolean =>
  node.nodeType === 1 &&
  ((node as Element).matches('[id^="form"]') || (node as Element).querySelector('[id^="form"]') !== null)
