import type { Mirror } from '../protocol/mirror.ts'
import { changed } from '../protocol/mirror-change.ts'
import { watchMirror } from './page.ts'

/** As `watchMirror`, for pages of our own: the whole comes once, then what changes. */
export function watchPanelMirror(listener: (mirror: Mirror) => void, signal: AbortSignal): void {
  watchMirror(listener, signal, changed)
}
