import { BODY, BOX, type Column, columnsOf, type Head, isUnder } from './columns.ts'
import { parseId } from './ids.ts'
import type { Mapped } from './mapped.ts'
import { captionOf, rootOf } from './pages.ts'
import { isVisible } from './visible.ts'

/** A cell of a list's phone column. 1C refills rows in place: what stands there now is what `read` says now. */
export type Cell = {
  form: number
  grid: string
  column: string
  element: HTMLElement
  read: () => string
}

/** A list holds a window of some tens of rows. Where one holds far more, only what is on the screen is looked at. */
const MANY_ROWS = 300
/** No row is lower than this, in pixels. */
const LEAST_ROW = 8
/** A row may lack columns (groups of a tree), but not all rows do. */
const TELLING_ROWS = 50

/** A list as it is shown now. */
export type List = {
  form: number
  name: string
  grid: Element
  columns: Column[]
  cells: (column: Column) => Iterable<HTMLElement>
}

/** Lists that are shown, in both markups of the platform. Columns are known by `colindex`, never by their order. */
export function listsIn(root: Element, mapped: Mapped): List[] {
  const lists: List[] = []
  const form = captionOf(root)
  for (const grid of root.querySelectorAll('.grid')) {
    const parsed = parseId(grid.id)
    if (!parsed || rootOf(grid) !== root || !isVisible(grid)) continue
    const rows = firstRows(grid)
    const indexes = new Set(rows.flatMap(indexesOf))
    const ofMap = (caption: string) => mapped({ form, caption, list: parsed.name })
    const { columns, leaves } = columnsOf(grid, rows, indexes, ofMap)
    lists.push({ ...parsed, grid, columns, cells: (column) => cellsOf(grid, rows, column, leaves, indexes.size > 0) })
  }
  return lists
}

/** Cells of phone columns. */
export function phoneCells(root: Element, mapped: Mapped): Cell[] {
  return listsIn(root, mapped).flatMap(({ form, grid, columns, cells }) =>
    columns
      .filter(({ meaning }) => meaning === 'phone')
      .flatMap((column) =>
        [...cells(column)].map((element): Cell => {
          return { form, grid: grid.id, column: column.caption, element, read: () => readCell(element) }
        }),
      ),
  )
}

function firstRows(grid: Element): Element[] {
  const rows: Element[] = []
  for (const body of grid.querySelectorAll(BODY)) {
    for (let at = 0; at < TELLING_ROWS; at++) {
      const row = body.children[at]
      if (row) rows.push(row)
    }
  }
  return rows
}

const indexesOf = (row: Element): string[] =>
  [...row.querySelectorAll('[colindex]')].map((box) => box.getAttribute('colindex') ?? '')

function cellsOf(
  grid: Element,
  rows: Element[],
  column: Column,
  leaves: Head[],
  anyIndex: boolean,
): Iterable<HTMLElement> {
  const index = (anyIndex ? column.index : null) ?? indexUnder(rows, column.head, leaves)
  if (index === null) return cellsByPlace(grid, column.head, leaves)
  const count = grid.querySelector(BODY)?.childElementCount ?? 0
  const selector = `:is(${BODY}) [colindex="${index}"]`
  return count > MANY_ROWS ? cellsOnScreen(grid, selector) : grid.querySelectorAll<HTMLElement>(selector)
}

/** The head has no `colindex`, but the cell below it may. */
function indexUnder(rows: Element[], head: Head, leaves: Head[]): string | null {
  for (const row of rows) {
    const index = cellUnder(row, head, leaves)?.getAttribute('colindex') ?? null
    if (index !== null && /^[\w-]+$/u.test(index)) return index
  }
  return null
}

/** Neither heads nor cells may have a `colindex`: then a cell belongs to the head above it. */
function* cellsByPlace(grid: Element, head: Head, leaves: Head[]): Iterable<HTMLElement> {
  for (const body of grid.querySelectorAll(BODY)) {
    if (body.childElementCount > MANY_ROWS) continue
    for (const row of body.children) {
      const cell = cellUnder(row, head, leaves)
      if (cell && !cell.hasAttribute('colindex')) yield cell
    }
  }
}

/** Of columns that lie one above another, the cell of the same storey. */
function cellUnder(row: Element, head: Head, leaves: Head[]): HTMLElement | null {
  const cells = [...row.querySelectorAll<HTMLElement>(BOX)].filter((cell) => isUnder(head, cell))
  if (cells.length <= 1) return cells[0] ?? null
  const storeys = leaves.filter((leaf) => leaf === head || isUnder(head, leaf.element))
  const storey = storeys.filter((leaf) => leaf.box.top < head.box.top).length
  return cells.toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[storey] ?? null
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

export function readCell(element: Element): string {
  const text = element.querySelector('.gridBoxText, .gridBoxTitle')
  return (text ?? element).textContent ?? ''
}
