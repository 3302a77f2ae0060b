import type { Size } from './popup-place.ts'

/** As sheet.css has it. */
const SHEET_WIDTH = 420
const POPUP_WIDTH = 360
/** Of the card of one call, in a page too narrow for both side by side. */
const POPUP_HEIGHT = 200
const GAP = 8

/**
 * The sheet at the right and the calls beside it; in a page too narrow for that, the calls above it. Neither ever covers
 * the other. `room` is what is left for the calls; null = all of the page.
 */
export function sheetPlace(page: Size, below: number, calls: number): { top: number; room: Size } {
  if (calls === 0) return { top: below, room: page }
  if (page.width - SHEET_WIDTH >= POPUP_WIDTH + 2 * GAP)
    return { top: below, room: { width: page.width - SHEET_WIDTH, height: page.height } }
  const top = Math.min(below + POPUP_HEIGHT + 3 * GAP, Math.round(page.height / 2))
  return { top, room: { width: page.width, height: top - GAP } }
}
