export type CommandPlace = { left: number; top: number }

const GAP = 6
const SIZE = 24
/** What the command must not stand on. */
const TAKEN = '.field, .grid, .press, .staticText, .checkbox'

/** To the right of a field with its buttons; null where the window ends there, or something of 1C's stands there. */
export function placeOfCommand(box: Element, layer: Element): CommandPlace | null {
  const { right, top, height, width } = box.getBoundingClientRect()
  const left = right + GAP
  if (width === 0 || height === 0 || left + SIZE > innerWidth) return null
  const doc = box.ownerDocument
  if (typeof doc.elementFromPoint !== 'function') return { left, top }
  const under = doc.elementsFromPoint(left + SIZE / 2, top + height / 2).find((each) => each !== layer)
  const seen = doc.elementsFromPoint(right - 2, top + height / 2).find((each) => each !== layer)
  const isFree = under !== undefined && under.closest(TAKEN) === null
  return isFree && seen !== undefined && box.contains(seen) ? { left, top: top + (height - SIZE) / 2 } : null
}
