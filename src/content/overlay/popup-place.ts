import type { Area } from '../onec/typing.ts'

export type Point = { left: number; top: number }
export type Size = { width: number; height: number }

const GAP = 8

/**
 * Where the popup stands: at `home`, unless it would cover `typed`, the field being typed in. Then it moves aside by as
 * little as will do: below the field, above it, to its left, to its right. Where nothing is free, it stays.
 */
export function popupPlace(home: Point, size: Size, typed: Area | null, window: Size): Point {
  const at = within(home, size, window)
  if (!typed || !covers(at, size, typed)) return at
  const aside: Point[] = [
    { left: at.left, top: typed.bottom + GAP },
    { left: at.left, top: typed.top - GAP - size.height },
    { left: typed.left - GAP - size.width, top: at.top },
    { left: typed.right + GAP, top: at.top },
  ]
  return aside.find((point) => isInside(point, size, window)) ?? at
}

/** The grip can always be reached, whatever has become of the window. */
export function within({ left, top }: Point, { width }: Size, window: Size): Point {
  return {
    left: Math.min(Math.max(0, left), Math.max(0, window.width - width)),
    top: Math.min(Math.max(0, top), Math.max(0, window.height - 4 * GAP)),
  }
}

function covers({ left, top }: Point, { width, height }: Size, area: Area): boolean {
  return left < area.right && left + width > area.left && top < area.bottom && top + height > area.top
}

function isInside({ left, top }: Point, { width, height }: Size, window: Size): boolean {
  return left >= 0 && top >= 0 && left + width <= window.width && top + height <= window.height
}
