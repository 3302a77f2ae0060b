import { BODIES, BOX, type Column, columnsOf, type Head, isUnder } from './columns.ts'
import { parseId } from './ids.ts'
import { type Mapped, UNMAPPED } from './mapped.ts'
import { captionOf, rootOf } from './pages.ts'
import { isVisible } from './visible.ts'

/** A list holds a window of some tens of rows. Where one holds far more, only what is on the screen is looked at. */
const MANY_ROWS = 300
/** A row may lack columns (groups of a tree), but not all rows do. */
const TELLING_ROWS = 50

const ROW = '.gridLine, .gridRow, tr'

/** A list as it is shown now. */
export type List = {
  form: number
  name: string
  grid: Element
  columns: Column[]
  /** Those of each of these columns, as they are at that moment: of a list with very many rows only those in sight. */
  cells: (columns: readonly Column[]) => HTMLElement[][]
  /** What holds its rows. */
  bodies: readonly Element[]
  /** Columns have indexes: as long as nothing but rows changes, no look at the heads is needed to find their cells. */
  steady: boolean
  /** Holds far more rows than 1C's own windows of rows. */
  isLong: boolean
}

/** Lists that are shown, in both markups of the platform. Columns are known by `colindex`, never by their order. */
export function listsIn(root: Element, mapped: Mapped): List[] {
  const lists: List[] = []
  const form = mapped === UNMAPPED ? '' : captionOf(root)
  for (const grid of gridsIn(root)) {
    const parsed = nameOf(grid)
    if (!parsed || rootOf(grid) !== root || !isVisible(grid)) continue
    const bodies = bodiesOf(grid)
    const rows = firstRows(bodies)
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
      bodies,
      columns,
      cells: (wanted) => {
        // A body may have been built anew since the look at the page.
        const now = bodies.every((body) => body.isConnected) ? bodies : bodiesOf(grid)
        const places = wanted.map((column) => indexOf.get(column) ?? null)
        const known = cellsAt(grid, now, new Set(places))
        return wanted.map((column, at) => known.get(places[at] ?? null) ?? cellsByPlace(now, column.head, leaves))
      },
      isLong: bodies.some(isLong),
      steady: [...indexOf.values()].every((index) => index !== null),
    })
  }
  return lists
}

/** Older platforms may have a list without its class, or without an id of its own. */
function gridsIn(root: Element): Set<Element> {
  const grids = new Set(root.getElementsByClassName('grid'))
  for (const body of bodiesOf(root)) {
    if (body.closest('.grid')) continue
    const around = body.closest('[id^="form"], [id^="grid_form"]')
    const grid = around && !around.id.endsWith('_container') ? around : body.parentElement
    if (grid) grids.add(grid)
  }
  return grids
}

/** Its own, or that of what it lies in. */
const nameOf = (grid: Element) => parseId(grid.id) ?? parseId(grid.closest('[id^="form"]')?.id ?? '')

const isLong = (body: Element): boolean => body.childElementCount > MANY_ROWS

const bodiesOf = (grid: Element): Element[] => BODIES.flatMap((name) => [...grid.getElementsByClassName(name)])

function firstRows(bodies: readonly Element[]): Element[] {
  const rows: Element[] = []
  for (const body of bodies) {
    const all = rowsIn(body)
    for (let at = 0; at < TELLING_ROWS; at++) {
      const row = all[at]
      if (row) rows.push(row)
    }
  }
  return rows
}

/** Mostly its children; but there may be something around all of them, or a table. */
function rowsIn(body: Element): HTMLCollection | Element[] {
  const first = body.firstElementChild
  if (!first || first.matches(ROW) || !body.querySelector(ROW)) return body.children
  return [...body.querySelectorAll(ROW)].filter((row) => !row.closest('.gridHead, thead'))
}

const indexesOf = (row: Element): string[] =>
  [...row.querySelectorAll('[colindex]')].map((box) => box.getAttribute('colindex') ?? '')

/** One look for all columns that have an index. */
function cellsAt(
  grid: Element,
  bodies: readonly Element[],
  indexes: ReadonlySet<string | null>,
): Map<string | null, HTMLElement[]> {
  const found = new Map<string | null, HTMLElement[]>()
  for (const index of indexes) if (index !== null) found.set(index, [])
  const columns = [...found]
  const selector = [...found.keys()].map((index) => `[colindex="${index}"]`).join()
  if (selector === '') return found
  const take = (parent: Element) => {
    for (const cell of parent.querySelectorAll<HTMLElement>(selector)) {
      found.get(cell.getAttribute('colindex'))?.push(cell)
    }
  }
  for (const body of bodies) {
    if (!isLong(body)) take(body)
    else for (const row of rowsInSight(grid, body)) takeRow(row, columns)
  }
  return found
}

/** Where in a row each column's cell was the last time: rows have it at the same place nearly always. */
const places = new Map<string | null, number>()

function takeRow(row: Element, columns: readonly [string | null, HTMLElement[]][]): void {
  const boxes = row.children
  for (const [index, cells] of columns) {
    let box: Element | null | undefined = boxes[places.get(index) ?? 0]
    if (box?.getAttribute('colindex') !== index) {
      box = row.querySelector(`[colindex="${index}"]`)
      if (box?.parentElement === row) places.set(index, [...boxes].indexOf(box))
    }
    if (box instanceof HTMLElement) cells.push(box)
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
function cellsByPlace(bodies: readonly Element[], head: Head, leaves: Head[]): HTMLElement[] {
  const cells: HTMLElement[] = []
  for (const body of bodies) {
    if (isLong(body)) continue
    for (const row of rowsIn(body)) {
      const cell = cellUnder(row, head, leaves)
      if (cell && !cell.hasAttribute('colindex')) cells.push(cell)
    }
  }
  return cells
}

/** Of columns that lie one above another, the cell of the same storey. */
function cellUnder(row: Element, head: Head, leaves: Head[]): HTMLElement | null {
  const cells = boxesIn(row).filter((cell) => isUnder(head, cell))
  if (cells.length <= 1) return cells[0] ?? null
  const storeys = leaves.filter((leaf) => leaf === head || isUnder(head, leaf.element))
  const storey = storeys.filter((leaf) => leaf.box.top < head.box.top).length
  return cells.toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[storey] ?? null
}

/** Cells of a table may bear no class at all. */
function boxesIn(row: Element): HTMLElement[] {
  const boxes = [...row.querySelectorAll<HTMLElement>(BOX)]
  return boxes.length > 0 || row.localName !== 'tr' ? boxes : [...row.querySelectorAll<HTMLElement>('td')]
}

/**
 * 1C's own windows of rows are small, and in any order. So many rows can only be laid out by the browser, from top to
 * bottom: what is in sight is found by halves, whatever their number.
 */
function rowsInSight(grid: Element, body: Element): Element[] {
  const box = grid.getBoundingClientRect()
  const top = Math.max(0, box.top)
  const bottom = Math.min(box.bottom, grid.ownerDocument.documentElement.clientHeight)
  const rows = body.children
  const before = windows.get(body)
  const first = firstRow(rows, before?.first ?? 0, (row) => row.bottom > top)
  const end = firstRow(rows, before?.end ?? first, (row) => row.top >= bottom)
  windows.set(body, { first, end })
  const found: Element[] = []
  let row = rows[first] ?? null
  for (let at = first; row && at < end; at++) {
    found.push(row)
    row = row.nextElementSibling
  }
  return found
}

/** Where the rows in sight began and ended the last time: mostly, they do so still. */
const windows = new WeakMap<Element, { first: number; end: number }>()

/** Place of the first row of which it is true; it is so of all rows below, too. `guess` is asked first. */
function firstRow(rows: HTMLCollection, guess: number, isTrue: (row: DOMRect) => boolean): number {
  const is = (at: number) => {
    const row = rows[at]
    return !row || isTrue(row.getBoundingClientRect())
  }
  if (is(guess) && (guess === 0 || !is(guess - 1))) return guess
  let [first, end] = [0, rows.length]
  while (first < end) {
    const middle = (first + end) >> 1
    if (is(middle)) end = middle
    else first = middle + 1
  }
  return first
}

export function readCell(element: Element): string {
  const only = element.firstElementChild
  if (only?.className === 'gridBoxText') return only.textContent ?? ''
  const texts = element.getElementsByClassName('gridBoxText')
  if (texts.length > 1) return [...texts].map((text) => text.textContent).join('\n')
  return (texts[0] ?? element.querySelector('.gridBoxTitle') ?? element).textContent ?? ''
}
