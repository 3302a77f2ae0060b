/** What the background asks of a page. */
export type TabMessage = { trubkaTab: 'dialFocused' }

// As in page.ts: no polyfill in pages.
const api = (globalThis as { browser?: typeof chrome }).browser ?? chrome

/** Only the extension itself can send these. */
export function onTabMessage(listener: (message: TabMessage['trubkaTab']) => void, signal: AbortSignal): void {
  const hear = (message: unknown) => {
    if (typeof message !== 'object' || message === null || !('trubkaTab' in message)) return
    if (message.trubkaTab === 'dialFocused') listener(message.trubkaTab)
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
