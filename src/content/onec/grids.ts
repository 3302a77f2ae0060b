import { type Column, columnsOf, type Head } from './columns.ts'
import { parseId } from './ids.ts'
import { type Mapped, UNMAPPED } from './mapped.ts'
import { captionOf, rootOf } from './pages.ts'
import { bodiesOf, cellUnder, isLong, Rows, rowsIn } from './rows.ts'
import { isVisible } from './visible.ts'

/** A row may lack columns (groups of a tree), but not all rows do. */
const TELLING_ROWS = 50

/** A list as it is shown now. */
export type List = {
  form: number
  name: string
  grid: Element
  columns: Column[]
  /** What reads the cells of these columns, now and after its rows have changed. */
  rows: (columns: readonly Column[]) => Rows
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
      rows: (wanted) => {
        const sought = wanted.map((column) => ({ index: indexOf.get(column) ?? null, head: column.head, leaves }))
        return new Rows(grid, bodies, sought)
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

const indexesOf = (row: Element): string[] =>
  [...row.querySelectorAll('[colindex]')].map((box) => box.getAttribute('colindex') ?? '')

/** The head has no `colindex`, but the cell below it may. */
function indexUnder(rows: Element[], head: Head, leaves: Head[]): string | null {
  for (const row of rows) {
    const index = cellUnder(row, head, leaves)?.getAttribute('colindex') ?? null
    if (index !== null && /^[\w-]+$/u.test(index)) return index
  }
  return null
}
