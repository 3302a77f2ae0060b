import type { Mirror, MirrorChange, MirrorMessage } from '../protocol/mirror.ts'
import type { PageMethod, PageParams, PageResult, PageSight } from '../protocol/page.ts'
import type { LanguageChoice } from '../protocol/preferences.ts'
import { TrubkaError } from '../protocol/trubka-error.ts'
import { errorOf, MIRROR_PORT, type PageAnswer, type PageRequest } from './page-wire.ts'

// Firefox says `browser`; so does Chromium since 148. Both `chrome`s give promises under Manifest V3, so that
// the polyfill would only add 10 KB to each page of 1C.
const api = (globalThis as { browser?: typeof chrome }).browser ?? chrome

/** A pairing code is used up by the first attempt; all else is the same when asked twice. */
const NOT_REPEATABLE: ReadonlySet<PageMethod> = new Set(['session.pair'])

/**
 * Asks the background. Throws `TrubkaError`: what the background answered, or `internal` when it cannot be reached at all.
 * The browser may stop the background in the middle of an answer; the question is then asked once more and revives it.
 */
export async function ask<M extends PageMethod>(method: M, params: PageParams<M>): Promise<PageResult<M>> {
  const request: PageRequest = { trubka: method, params }
  let answer = await send(request)
  if (answer === undefined && contextAlive() && !NOT_REPEATABLE.has(method)) answer = await send(request)
  if (answer === undefined) throw new TrubkaError('internal', 'no answer from the background')
  if ('error' in answer) throw errorOf(answer.error)
  // The background checks what comes from outside; between our own two halves the types are enough.
  return answer.result as PageResult<M>
}

async function send(request: PageRequest): Promise<PageAnswer | undefined> {
  try {
    return await api.runtime.sendMessage<PageRequest, PageAnswer | undefined>(request)
  } catch {
    return undefined
  }
}

const RECONNECT_MS = 200
const RECONNECT_MAX_MS = 10_000

/**
 * Tells `listener` the mirror, at once and at each change, until `signal` aborts or the extension is updated.
 * The port dies with the background; opening it again is what revives the background. What is given back says whose names
 * the page shows: while it can be seen, the mirror has their lines. `change` = how panels, which alone are told of changes,
 * carry them out.
 */
export function watchMirror(
  listener: (mirror: Mirror) => void,
  signal: AbortSignal,
  change?: (mirror: Mirror, change: MirrorChange) => Mirror,
): (names: readonly string[]) => void {
  let port: chrome.runtime.Port | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let delay = RECONNECT_MS
  let shown: readonly string[] = []

  // Who is calling is told by the system where no page of ours is in sight; and there nobody looks at names.
  const tellSight = () => {
    const inSight = document.visibilityState === 'visible'
    const sight: PageSight = { inSight, names: inSight ? [...shown] : [] }
    try {
      port?.postMessage(sight)
    } catch {
      // It was closed this instant; its onDisconnect is on the way.
    }
  }
  document.addEventListener('visibilitychange', tellSight, { signal })

  const open = () => {
    clearTimeout(timer)
    if (signal.aborted || port || !contextAlive()) return
    try {
      port = api.runtime.connect({ name: MIRROR_PORT })
    } catch {
      // Thrown once the context is invalidated: nothing will ever answer here again.
      return
    }
    const opened = port
    /** Of this port: another one begins with the whole. */
    let mirror: Mirror | null = null
    tellSight()
    opened.onMessage.addListener((message: MirrorMessage) => {
      delay = RECONNECT_MS
      if ('mirror' in message) mirror = message.mirror
      else mirror &&= change?.(mirror, message.change) ?? null
      if (mirror) speak(mirror.preferences.language)
      if (mirror && !signal.aborted) listener(mirror)
    })
    opened.onDisconnect.addListener(() => {
      if (port !== opened) return
      port = undefined
      timer = setTimeout(open, delay)
      delay = Math.min(delay * 2, RECONNECT_MAX_MS)
    })
  }

  const onPageShow = (event: PageTransitionEvent) => {
    // Chromium closes the ports of a page that goes into the back/forward cache, and does not tell the page.
    if (!event.persisted) return
    port?.disconnect()
    port = undefined
    open()
  }
  globalThis.addEventListener('pageshow', onPageShow, { signal })
  signal.addEventListener('abort', () => {
    clearTimeout(timer)
    port?.disconnect()
    port = undefined
  })
  open()
  return (names) => {
    shown = names
    tellSight()
  }
}

/** Shared by all our scripts of a page, each of which is a bundle of its own. */
const world = globalThis as { trubkaLanguage?: 'ru' | 'en' }

/** What has been chosen in the settings, from now on; true = `language` was another one before. */
export function speak(choice: LanguageChoice): boolean {
  const before = language()
  if (choice === 'browser') delete world.trubkaLanguage
  else world.trubkaLanguage = choice
  return language() !== before
}

/** The chosen language, else the browser's, as far as we speak it. */
export function language(): 'ru' | 'en' {
  if (world.trubkaLanguage !== undefined) return world.trubkaLanguage
  return api.i18n.getUILanguage().toLowerCase().startsWith('ru') ? 'ru' : 'en'
}

/** False in a page that has outlived an update or the removal of the extension: its content script must take itself away. */
export function contextAlive(): boolean {
  try {
    return api.runtime?.id !== undefined
  } catch {
    return false
  }
}
