import { BODY, BOX, type Column, columnsOf, type Head, isUnder } from './columns.ts'
import { parseId } from './ids.ts'
import type { Mapped } from './mapped.ts'
import { captionOf, rootOf } from './pages.ts'
import { isVisible } from './visible.ts'

/** A list holds a window of some tens of rows. Where one holds far more, only what is on the screen is looked at. */
const MANY_ROWS = 300
/** A row may lack columns (groups of a tree), but not all rows do. */
const TELLING_ROWS = 50

/** A list as it is shown now. */
export type List = {
  form: number
  name: string
  grid: Element
  columns: Column[]
  /** As they are at that moment: of a list with very many rows only those in sight. */
  cells: (column: Column) => Iterable<HTMLElement>
  /** Columns have indexes: as long as nothing but rows changes, no look at the heads is needed to find their cells. */
  steady: boolean
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
    const indexOf = new Map(
      columns.map((column) => [
        column,
        (indexes.size > 0 ? column.index : null) ?? indexUnder(rows, column.head, leaves),
      ]),
    )
    lists.push({
      ...parsed,
      grid,
      columns,
      cells: (column) => {
        const index = indexOf.get(column) ?? null
        return index === null ? cellsByPlace(grid, column.head, leaves) : cellsAt(grid, index)
      },
      steady: [...indexOf.values()].every((index) => index !== null),
    })
  }
  return lists
}

/** The parts of a list that hold its rows. */
export const bodiesOf = (grid: Element): Iterable<Element> => grid.querySelectorAll(BODY)

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

function* cellsAt(grid: Element, index: string): Iterable<HTMLElement> {
  const selector = `[colindex="${index}"]`
  for (const body of bodiesOf(grid)) {
    if (body.childElementCount <= MANY_ROWS) yield* body.querySelectorAll<HTMLElement>(selector)
    else {
      for (const row of rowsInSight(grid, body)) {
        const cell = row.querySelector<HTMLElement>(selector)
        if (cell) yield cell
      }
    }
  }
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

/**
 * 1C's own windows of rows are small, and in any order. So many rows can only be laid out by the browser, from top to
 * bottom: what is in sight is found by halves, whatever their number.
 */
function* rowsInSight(grid: Element, body: Element): Iterable<Element> {
  const box = grid.getBoundingClientRect()
  const top = Math.max(0, box.top)
  const bottom = Math.min(box.bottom, grid.ownerDocument.documentElement.clientHeight)
  const rows = body.children
  let [first, end] = [0, rows.length]
  while (first < end) {
    const middle = (first + end) >> 1
    if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) <= top) first = middle + 1
    else end = middle
  }
  for (let row = rows[first] ?? null; row; row = row.nextElementSibling) {
    if (row.getBoundingClientRect().top >= bottom) return
    yield row
  }
}

export function readCell(element: Element): string {
  const text = element.querySelector('.gridBoxText, .gridBoxTitle')
  return (text ?? element).textContent ?? ''
}
