import { BODIES, BOX, type Head, isUnder } from './columns.ts'

/** A list holds a window of some tens of rows. Where one holds far more, only what is on the screen is looked at. */
const MANY_ROWS = 300

const ROW = '.gridLine, .gridRow, tr'

export const bodiesOf = (grid: Element): Element[] => BODIES.flatMap((name) => [...grid.getElementsByClassName(name)])

export const isLong = (body: Element): boolean => body.childElementCount > MANY_ROWS

/** Mostly its children; but there may be something around all of them, or a table. */
export function rowsIn(body: Element): HTMLCollection | Element[] {
  const first = body.firstElementChild
  if (!first || first.matches(ROW) || !body.querySelector(ROW)) return body.children
  return [...body.querySelectorAll(ROW)].filter((row) => !row.closest('.gridHead, thead'))
}

/** A column as it is found in rows: by its index where they have it, else by its head above them. */
export type Sought = { index: string | null; head: Head; leaves: Head[] }

/** The cells of each column sought, as they are at that moment: of a list with very many rows only those in sight. */
export class Rows {
  readonly #grid: Element
  readonly #bodies: readonly Element[]
  readonly #columns: readonly Sought[]
  readonly #isLong: boolean
  readonly #selectors: readonly (string | null)[]
  /** Where in a row each column's cell stood last: mostly, it does so in the next row. */
  readonly #steps: number[]

  constructor(grid: Element, bodies: readonly Element[], columns: readonly Sought[]) {
    this.#grid = grid
    this.#bodies = bodies
    this.#columns = columns
    this.#isLong = bodies.some(isLong)
    this.#selectors = columns.map(({ index }) => (index === null ? null : `[colindex="${index}"]`))
    this.#steps = columns.map(() => 0)
  }

  cells(): HTMLElement[][] {
    // A body may have been built anew since the look at the page.
    const now = this.#bodies.every((body) => body.isConnected) ? this.#bodies : bodiesOf(this.#grid)
    return this.#columns.map((column, at) => {
      const selector = this.#selectors[at]
      if (typeof selector !== 'string') return cellsByPlace(now, column)
      return now.flatMap((body) =>
        isLong(body) ? inRows(rowsInSight(this.#grid, body), selector) : inBody(body, selector),
      )
    })
  }

  /**
   * The cells of columns that have an index, with the rows in sight taken for those that were so: little is asked of the
   * page, and nothing that it must be laid out for, since it is done in the very frame in which other rows come.
   */
  cellsAgain(): HTMLElement[][] {
    const found = this.#columns.map((): HTMLElement[] => [])
    for (const body of this.#bodies) {
      if (this.#isLong) this.#takeFromRows(body, found)
      else {
        for (let column = 0; column < found.length; column++) {
          const cells = body.querySelectorAll<HTMLElement>(this.#selectors[column] ?? NOWHERE)
          for (const cell of cells) found[column]?.push(cell)
        }
      }
    }
    return found
  }

  #takeFromRows(body: Element, found: readonly HTMLElement[][]): void {
    const before = windows.get(body)
    if (!before) return
    const columns = this.#columns
    const steps = this.#steps
    let row = (before.first === 0 ? body.firstElementChild : body.children[before.first]) ?? null
    for (let at = before.first; row && at < before.end; at++) {
      const boxes = row.children as HTMLCollectionOf<HTMLElement>
      for (let column = 0; column < found.length; column++) {
        let cell = boxes[steps[column] ?? 0] ?? null
        if (cell?.getAttribute('colindex') !== columns[column]?.index) cell = this.#findIn(row, column)
        if (cell) found[column]?.push(cell)
      }
      row = row.nextElementSibling
    }
  }

  #findIn(row: Element, column: number): HTMLElement | null {
    const cell = row.querySelector<HTMLElement>(this.#selectors[column] ?? NOWHERE)
    if (cell) this.#steps[column] = Math.max(0, [...row.children].indexOf(cell))
    return cell
  }
}

/** Selects nothing. */
const NOWHERE = ':not(*)'

const inBody = (body: Element, selector: string): HTMLElement[] => [...body.querySelectorAll<HTMLElement>(selector)]

function inRows(rows: readonly Element[], selector: string): HTMLElement[] {
  const cells: HTMLElement[] = []
  for (const row of rows) {
    const cell = row.querySelector<HTMLElement>(selector)
    if (cell) cells.push(cell)
  }
  return cells
}

/** Neither heads nor cells may have a `colindex`: then a cell belongs to the head above it. */
function cellsByPlace(bodies: readonly Element[], { head, leaves }: Sought): HTMLElement[] {
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
export function cellUnder(row: Element, head: Head, leaves: Head[]): HTMLElement | null {
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

/** Where the rows in sight began and ended the last time: mostly, they do so still. */
const windows = new WeakMap<Element, { first: number; end: number }>()

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
  return rowsFrom(rows[first], end - first)
}

function rowsFrom(first: Element | null | undefined, count: number): Element[] {
  const rows: Element[] = []
  let row = first ?? null
  for (; row && rows.length < count; row = row.nextElementSibling) rows.push(row)
  return rows
}

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
