import type { Asker } from '../platform/sender.ts'
import { linkPage } from '../protocol/link-page.ts'

/**
 * Whether that page asks, of the very server we are paired with. A granted site is not enough: another port, path or
 * frame of the same host is somebody else.
 */
export function isLinkPage(
  asker: Asker,
  server: string | undefined,
): asker is Asker & { kind: 'content'; tab: number } {
  if (asker.kind !== 'content' || asker.tab === null || asker.isFrame || server === undefined) return false
  return asker.page === linkPage(server)
}
