import type { Area } from '../onec/typing.ts'

export type Point = { left: number; top: number }
export type Size = { width: number; height: number }
/** A strip shows one call in one line. */
export type Place = Point & { strip: boolean }

const GAP = 8
export const STRIP_HEIGHT = 40

/**
 * Where the popup stands: at `home`, unless it would cover `typed`, the field being typed in. Then it moves aside by as
 * little as will do: below the field, above it, to its left, to its right. Where there is no room for it, a strip of it
 * does the same. Null where not even that is free: then it waits until something else is typed in.
 */
export function popupPlace(home: Point, size: Size, typed: Area | null, window: Size): Place | null {
  const at = within(home, size, window)
  if (!typed || !covers(at, size, typed)) return { ...at, strip: false }
  const whole = freePlace(at, size, typed, window)
  if (whole) return { ...whole, strip: false }
  const line = { width: size.width, height: STRIP_HEIGHT }
  const strip = freePlace(at, line, typed, window)
  return strip && { ...strip, strip: true }
}

/** The grip can always be reached, whatever has become of the window. */
export function within({ left, top }: Point, { width }: Size, window: Size): Point {
  return {
    left: Math.min(Math.max(0, left), Math.max(0, window.width - width)),
    top: Math.min(Math.max(0, top), Math.max(0, window.height - 4 * GAP)),
  }
}

/** The whole of it within the room there is, where it has that much. */
export function inside({ left, top }: Point, size: Size, room: Size): Point {
  return {
    left: Math.max(0, Math.min(left, room.width - size.width)),
    top: Math.max(0, Math.min(top, room.height - size.height)),
  }
}

function freePlace(at: Point, size: Size, typed: Area, window: Size): Point | null {
  const left = Math.max(0, Math.min(at.left, window.width - size.width))
  const top = Math.max(0, Math.min(at.top, window.height - size.height))
  const points: Point[] = [
    { left, top },
    { left, top: typed.bottom + GAP },
    { left, top: typed.top - GAP - size.height },
    { left: typed.left - GAP - size.width, top },
    { left: typed.right + GAP, top },
  ]
  return points.find((point) => isInside(point, size, window) && !covers(point, size, typed)) ?? null
}

function covers({ left, top }: Point, { width, height }: Size, area: Area): boolean {
  return left < area.right && left + width > area.left && top < area.bottom && top + height > area.top
}

function isInside({ left, top }: Point, { width, height }: Size, window: Size): boolean {
  return left >= 0 && top >= 0 && left + width <= window.width && top + height <= window.height
}
