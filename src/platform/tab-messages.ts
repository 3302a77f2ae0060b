/** What the background asks of a page. */
export type TabMessage =
  | { trubkaTab: 'dialFocused' }
  | { trubkaTab: 'dialLink'; number: string }
  | { trubkaTab: 'openLink'; link: string }

// As in page.ts: no polyfill in pages.
const api = (globalThis as { browser?: typeof chrome }).browser ?? chrome

/** Only the extension itself can send these. What `listener` gives is the answer. */
export function onTabMessage(listener: (message: TabMessage) => boolean | Promise<boolean>, signal: AbortSignal): void {
  const hear = (message: unknown, _: chrome.runtime.MessageSender, answer: (taken: boolean) => void) => {
    const known = tabMessage(message)
    if (!known) return false
    const taken = listener(known)
    if (typeof taken === 'boolean') answer(taken)
    else void taken.then(answer, () => answer(false))
    // Keeps the way open for an answer that comes later.
    return true
  }
  api.runtime.onMessage.addListener(hear)
  signal.addEventListener('abort', () => {
    try {
      api.runtime.onMessage.removeListener(hear)
    } catch {
      // The extension was updated, and its listeners are gone with it.
    }
  })
}

function tabMessage(message: unknown): TabMessage | null {
  if (typeof message !== 'object' || message === null || !('trubkaTab' in message)) return null
  const { trubkaTab } = message
  if (trubkaTab === 'dialFocused') return { trubkaTab }
  if (trubkaTab === 'openLink' && 'link' in message && typeof message.link === 'string')
    return { trubkaTab, link: message.link }
  if (trubkaTab !== 'dialLink' || !('number' in message) || typeof message.number !== 'string') return null
  return { trubkaTab, number: message.number }
}
