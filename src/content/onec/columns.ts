import type { MappedRule } from '../../protocol/field-map.ts'
import { isNeutral, type Meant, meaningOfCaption, rulesOut } from './meaning.ts'
import { plainValue } from './text.ts'

/** Rows of a list lie in these, in the newer and in the older markup. */
export const BODIES = ['gridBody', 'gridContent']
export const BOX = '.gridBox, .gridCell, [colindex]'
const HEAD_BOX = `${BOX}, th`
const NO_HEAD = '.gridBody, .gridContent, .gridFoot, .gridFooter, .inputs'

/** A column: known by `colindex` where the rows have it, else by its place. */
export type Column = { caption: string; index: string | null; head: Head } & Meant
/** A box of a list's head. `isFrozen` columns stay where they are when the others are scrolled sideways. */
export type Head = { element: Element; caption: string; index: string | null; box: DOMRect; isFrozen: boolean }

/**
 * The columns and what they mean. Heads may have two storeys, with a group's caption over those of its columns; boxes
 * without `colindex`; and a place after the body in the document (WEBCLIENT 1.4).
 */
export function columnsOf(
  grid: Element,
  rows: readonly Element[],
  indexes: ReadonlySet<string>,
  mapped: (caption: string) => MappedRule | null,
): { columns: Column[]; leaves: Head[] } {
  const heads = headsOf(grid)
  const groups = heads.filter((head) => isGroup(head, heads, rows, indexes))
  const leaves = heads.filter((head) => !groups.includes(head))
  const columns = leaves.map((head): Column => {
    const above = groups.filter((group) => isOver(group, head)).map(({ caption }) => caption)
    const rule = mapped(head.caption)
    const meant = rule ? { caption: head.caption, meaning: rule.means, why: rule.from } : meantBy(head.caption, above)
    return { index: head.index, head, ...meant }
  })
  return { columns, leaves }
}

/** The meaning of a group passes down to columns that say nothing. */
function meantBy(caption: string, above: string[]): Meant & { caption: string } {
  if (above.some(rulesOut)) return { caption, meaning: 'other', why: 'caption' }
  const meaning = meaningOfCaption(caption)
  if (meaning !== 'other') return { caption, meaning, why: 'caption' }
  const group = above.find((each) => meaningOfCaption(each) === 'phone')
  if (group === undefined || !isNeutral(caption)) return { caption, meaning: 'other', why: 'nothing' }
  return { caption: plainValue(`${group} ${caption}`), meaning: 'phone', why: 'caption' }
}

function headsOf(grid: Element): Head[] {
  const heads: Head[] = []
  const walk = (parent: Element) => {
    for (const element of parent.children) {
      if (element.matches(NO_HEAD)) continue
      if (element.matches(HEAD_BOX)) heads.push(headOf(element))
      walk(element)
    }
  }
  walk(grid)
  if (heads.length > 0) return heads
  // Older platforms may have the head as the first of the rows.
  return [...grid.querySelectorAll('.gridHead, thead')]
    .flatMap((head) => [...head.querySelectorAll(HEAD_BOX)])
    .map(headOf)
}

function headOf(element: Element): Head {
  const index = element.getAttribute('colindex')
  return {
    element,
    caption: plainValue(ownText(element)),
    index: index !== null && /^[\w-]+$/u.test(index) ? index : null,
    box: element.getBoundingClientRect(),
    isFrozen: element.classList.contains('gridBoxFix'),
  }
}

/** Without the captions of boxes that lie in it. */
function ownText(element: Element): string {
  if (!element.querySelector(BOX)) return element.textContent ?? ''
  const texts = [...element.querySelectorAll('.gridBoxText, .gridBoxTitle')]
  return texts.map((text) => (text.closest(BOX) === element ? text.textContent : '')).join(' ')
}

/** Enough to see whether a head has cells of its own. */
const SOME_ROWS = 5

/** Has no cells of its own, but other heads below it. Columns may also lie one above another, each with its cells. */
function isGroup(head: Head, heads: readonly Head[], rows: readonly Element[], indexes: ReadonlySet<string>): boolean {
  if (head.index !== null && indexes.has(head.index)) return false
  const below = heads.filter((other) => other !== head && isOver(head, other)).length
  if (below === 0) return false
  const cellsIn = (row: Element) => [...row.querySelectorAll(BOX)].filter((cell) => isUnder(head, cell)).length
  return Math.max(0, ...rows.slice(0, SOME_ROWS).map(cellsIn)) <= below
}

function isOver(group: Head, head: Head): boolean {
  if (group.element.contains(head.element)) return group !== head
  const { left, right, bottom, width } = group.box
  return (
    width > 0 &&
    head.box.width > 0 &&
    bottom <= head.box.top + 1 &&
    left <= head.box.left + 1 &&
    right >= head.box.right - 1
  )
}

/** Whether a box stands in the same column of pixels as a head. */
export function isUnder(head: Head, cell: Element): boolean {
  if (cell.classList.contains('gridBoxFix') !== head.isFrozen) return false
  const { left, width } = cell.getBoundingClientRect()
  const middle = left + width / 2
  return width > 0 && middle > head.box.left && middle < head.box.right
}
