import type { Cell } from './cell.ts'
import { shownRoots } from './pages.ts'
import type { Place } from './scan.ts'

/** Where a button may stand: its right edge and its vertical middle, in pixels of the window. */
export type Spot = {
  right: number
  middle: number
}

const SIZE = 16
const GAP = 3

/** The part of a list that the window shows. */
export type Sight = { top: number; bottom: number; right: number }

export function sightOf(grid: Element): Sight {
  const { top, bottom, right, height } = grid.getBoundingClientRect()
  // What its rows lie in may have no size of its own: then nothing but the window cuts them off.
  if (height === 0) return { top: 0, bottom: innerHeight, right: innerWidth }
  return { top: Math.max(0, top), bottom: Math.min(bottom, innerHeight), right }
}

/**
 * Room for a button of 16 px, or null where the place is hidden or cut off. Measures; changes nothing. `sight` gives that
 * of a cell's list: the same for all its cells.
 */
export function spotOf(place: Place, sight: (grid: Element) => Sight = sightOf): Spot | null {
  // It may still fade in: then the end of that is told of, and it is measured again.
  if (!place.element.checkVisibility({ opacityProperty: true })) return null
  return place.kind === 'cell' ? spotInCell(place.element, sight(place.grid)) : SPOTS[place.kind](place)
}

/** Whether nothing of the page's lies over a place at this spot. Asks the page, which takes its time where it is large. */
export function isFree(place: Place, { right, middle }: Spot, layer: Element): boolean {
  // Just left of the button: where the button itself stands, the page would be asked twice.
  return canBeSeen(place, right - SIZE - 1, middle, layer) && !isCut(place, { right, middle }, layer)
}

/** What floats: windows, menus, lists that drop down, balloons. */
const FLOATING = ['cloud', 'balloon']

/** Whether the edge of a window over it runs through the button: beside it, the page tells nothing of that. */
function isCut({ box }: Place, { right, middle }: Spot, layer: Element): boolean {
  const doc = box.ownerDocument
  for (const name of FLOATING) {
    for (const floating of doc.getElementsByClassName(name)) {
      if (floating.contains(box)) continue
      const edge = floating.getBoundingClientRect()
      const left = Math.max(edge.left, right - SIZE)
      const top = Math.max(edge.top, middle - SIZE / 2)
      const width = Math.min(edge.right, right) - left
      const height = Math.min(edge.bottom, middle + SIZE / 2) - top
      if (width <= 0 || height <= 0 || (width === SIZE && height === SIZE)) continue
      if (floating.contains(topAt(doc, left + width / 2, top + height / 2, layer))) return true
    }
  }
  return false
}

/**
 * Whether the list itself lies uppermost at a height of one of its columns. Asked of a list with very many rows, where one
 * question takes as long as forty elsewhere: between two such heights nothing lies over the rows.
 */
export function isClear({ box, grid }: Cell, { right, middle }: Spot, layer: Element): boolean {
  const doc = box.ownerDocument
  if (typeof doc.elementsFromPoint !== 'function') return true
  const top = topAt(doc, right - SIZE - 1, middle, layer)
  if (!top || !grid.contains(top)) return false
  const column = top.closest('[colindex]')
  return column === null || column.getAttribute('colindex') === box.getAttribute('colindex')
}

/** In the input's right padding, left of 1C's own buttons. */
function inField({ element, box }: Place): Spot | null {
  const input = element.getBoundingClientRect()
  if (input.width < 3 * SIZE || input.height < SIZE / 2) return null
  let right = input.right
  for (const button of box.querySelectorAll('.btn')) {
    const own = button.getBoundingClientRect()
    if (own.width > 0 && own.bottom > input.top && own.top < input.bottom && own.left > input.left) {
      right = Math.min(right, own.left)
    }
  }
  const lines = element.localName === 'textarea' ? Math.min(input.height, 24) : input.height
  return { right: right - GAP, middle: input.top + lines / 2 }
}

/** Right after the text of a label, or at its right end when the text fills it. */
function afterText({ element }: Place): Spot | null {
  const box = element.getBoundingClientRect()
  const text = (element.querySelector('[id$="#text"]') ?? element).getBoundingClientRect()
  if (box.width === 0 || box.height === 0) return null
  const end = text.right + GAP + SIZE
  const room = element.parentElement?.getBoundingClientRect().right ?? box.right
  return { right: end <= room ? end : Math.min(box.right, room), middle: text.top + text.height / 2 }
}

/** Right after the last line of a text, in the frame it lies in. */
function inFrame({ element, box }: Place): Spot | null {
  const text = element.ownerDocument.createRange()
  text.selectNodeContents(element)
  const line = [...text.getClientRects()].at(-1)
  const frame = box.getBoundingClientRect()
  if (!line) return null
  const middle = frame.top + line.top + line.height / 2
  const right = Math.min(frame.right, frame.left + line.right + GAP + SIZE)
  return middle < frame.top || middle > frame.bottom || right < frame.left ? null : { right, middle }
}

/** The same of an element that is to be the cell of a list seen like this. */
export function spotInCell(element: Element, seen: Sight): Spot | null {
  const cell = element.getBoundingClientRect()
  if (cell.width < 2 * SIZE || cell.height < SIZE / 2 || cell.right < 0) return null
  const right = Math.min(cell.right, seen.right)
  const middle = cell.top + cell.height / 2
  // A list may hold far more rows than the window shows.
  if (middle < seen.top || middle > seen.bottom || right - cell.left < 2 * SIZE) return null
  return { right: right - GAP, middle }
}

const SPOTS = { input: inField, label: afterText, html: inFrame }

/** Hit-testing sees what no rectangle tells: clipping, floating windows, drop-down lists, frozen columns, curtains. */
function canBeSeen({ element, box, kind }: Place, x: number, y: number, layer: Element): boolean {
  const doc = box.ownerDocument
  if (typeof doc.elementsFromPoint !== 'function') return true
  const top = topAt(doc, x, y, layer)
  if (!top) return false
  if (box.contains(top)) return true
  // A field that nobody can use may let every click through.
  if (kind === 'input' && top.contains(box) && getComputedStyle(element).pointerEvents === 'none') return true
  // Beside a label there is only what the label lies in.
  return kind === 'label' && top.contains(element) && textCanBeSeen(element, layer)
}

function textCanBeSeen(element: Element, layer: Element): boolean {
  const text = (element.querySelector('[id$="#text"]') ?? element).getBoundingClientRect()
  const x = Math.max(text.left + 1, text.right - 2)
  const top = topAt(element.ownerDocument, x, text.top + text.height / 2, layer)
  return top !== null && element.contains(top)
}

/** The uppermost element of the page at a point, our own layer left out. Asking for the whole stack costs twice as much. */
function topAt(doc: Document, x: number, y: number, layer: Element): Element | null {
  const top = doc.elementFromPoint(x, y)
  return top === layer ? (doc.elementsFromPoint(x, y).find((each) => each !== layer) ?? null) : top
}

/** Whether a field lies under something of the page's, or something floats where words below it would stand. */
export function isCovered(box: Element, layer: Element): boolean {
  const doc = box.ownerDocument
  if (typeof doc.elementFromPoint !== 'function') return false
  const { left, right, top, bottom } = box.getBoundingClientRect()
  const seen = topAt(doc, right - 2, (top + bottom) / 2, layer)
  // Out of sight itself: then it counts whether it is the uppermost form.
  if (seen === null) return shownRoots(doc).at(-1)?.contains(box) === false
  if (!box.contains(seen)) return true
  const below = topAt(doc, left + SIZE / 2, bottom + SIZE / 2, layer)
  const floating = below?.closest(FLOATING.map((name) => `.${name}`).join())
  return floating !== undefined && floating !== null && !floating.contains(box)
}
