import { parseId } from './ids.ts'
import { meaningOfCaption } from './meaning.ts'
import { plainValue } from './text.ts'

/** A cell of a list's phone column. 1C refills rows in place: what stands there now is what `read` says now. */
export type Cell = {
  form: number
  grid: string
  column: string
  element: HTMLElement
  read: () => string
}

const BODY = '.gridBody, .gridContent'
/** A list holds a window of some tens of rows. Where one holds far more, only what is on the screen is looked at. */
const MANY_ROWS = 300
/** No row is lower than this, in pixels. */
const LEAST_ROW = 8

/** Cells of phone columns, in both markups of the platform. Columns are known by `colindex`, never by their place. */
export function phoneCells(root: Element): Cell[] {
  const cells: Cell[] = []
  for (const grid of root.querySelectorAll('.grid')) {
    const form = parseId(grid.id)?.form
    if (form === undefined || !grid.checkVisibility()) continue
    for (const [index, column] of phoneColumns(grid)) {
      for (const element of cellsOf(grid, index)) {
        cells.push({ form, grid: grid.id, column, element, read: () => readCell(element) })
      }
    }
  }
  return cells
}

function cellsOf(grid: Element, index: string): Iterable<HTMLElement> {
  const rows = grid.querySelector(BODY)?.childElementCount ?? 0
  const selector = `:is(${BODY}) [colindex="${index}"]`
  return rows > MANY_ROWS ? cellsOnScreen(grid, selector) : grid.querySelectorAll<HTMLElement>(selector)
}

/** Feels its way down the column by hit-testing: what it costs depends on the window's height, not on the list's. */
function cellsOnScreen(grid: Element, selector: string): Set<HTMLElement> {
  const cells = new Set<HTMLElement>()
  const doc = grid.ownerDocument
  const first = grid.querySelector(selector)
  if (!first || typeof doc.elementsFromPoint !== 'function') return cells
  const box = grid.getBoundingClientRect()
  const x = first.getBoundingClientRect().left + 2
  const bottom = Math.min(box.bottom, doc.documentElement.clientHeight)
  for (let y = Math.max(0, box.top) + 1; y < bottom; y += LEAST_ROW) {
    const cell = doc.elementFromPoint(x, y)?.closest<HTMLElement>(selector)
    if (cell && grid.contains(cell)) cells.add(cell)
  }
  return cells
}

/** `colindex` of each column whose caption means a phone. */
function phoneColumns(grid: Element): Map<string, string> {
  const columns = new Map<string, string>()
  for (const box of grid.querySelectorAll('[colindex]')) {
    // Rows come after the head: the first of them ends it, however long the list is.
    if (box.closest(BODY)) break
    const caption = plainValue(box.textContent ?? '')
    const index = box.getAttribute('colindex') ?? ''
    if (/^[\w-]+$/u.test(index) && meaningOfCaption(caption) === 'phone') columns.set(index, caption)
  }
  return columns
}

function readCell(element: Element): string {
  const text = element.querySelector('.gridBoxText, .gridBoxTitle')
  return (text ?? element).textContent ?? ''
}
