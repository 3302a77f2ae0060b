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

/** Cells of phone columns, in both markups of the platform. Columns are known by `colindex`, never by their place. */
export function phoneCells(root: Element): Cell[] {
  const cells: Cell[] = []
  for (const grid of root.querySelectorAll('.grid')) {
    const form = parseId(grid.id)?.form
    if (form === undefined || !grid.checkVisibility()) continue
    for (const [index, column] of phoneColumns(grid)) {
      const selector = `:is(${BODY}) [colindex="${index}"]`
      for (const element of grid.querySelectorAll<HTMLElement>(selector)) {
        cells.push({ form, grid: grid.id, column, element, read: () => readCell(element) })
      }
    }
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
