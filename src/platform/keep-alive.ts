import browser from 'webextension-polyfill'

/** Both browsers stop an idle background after 30 s. */
const EVERY_MS = 20_000

/**
 * Keeps the background from being stopped. Chromium counts WebSocket messages that a script sees (not the protocol's
 * own pings), Firefox does not; both count a call of an extension API. Returns a function that lets it sleep.
 */
export function keepAlive(): () => void {
  const timer = setInterval(() => {
    browser.runtime.getPlatformInfo().catch(() => {})
  }, EVERY_MS)
  return () => clearInterval(timer)
}
