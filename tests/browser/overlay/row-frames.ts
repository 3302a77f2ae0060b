import { findNumbers } from '../../../src/phone/find.ts'

type Box = { left: number; top: number; right: number; bottom: number }

/** The list as one frame has it. */
export type Picture = {
  frames: number
  cells: (Box & { column: string; text: string })[]
  buttons: (Box & { label: string })[]
}

const PHONE_COLUMN = /телефон/iu
/** A button ends this far left of its cell's end. */
const GAP = 3
const NEAR = 1

// What follows runs in the extension's own world of the page, and can use nothing from around it. Frames are counted
// there: whatever else the machine does, they come in this order.

/** Until nothing has changed on the page for a while, so that nothing is left to be looked at but what comes next. */
export async function untilQuiet(): Promise<void> {
  let quiet = 0
  const observer = new MutationObserver(() => {
    quiet = 0
  })
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
  while (quiet++ < 30) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    // Slices of work that wait for their turn.
    await new Promise((resolve) => setTimeout(resolve))
  }
  observer.disconnect()
}

/** When the rows of the list are next written, the frame after that is kept. */
export function recordNextRows(): void {
  const host = document.querySelector<HTMLElement>('trubka-overlay')
  const root = host && chrome.dom.openOrClosedShadowRoot(host)
  const grid = [...document.querySelectorAll('.grid')].find((each) => each.checkVisibility())
  const body = grid?.querySelector('.gridBody, .gridContent')
  if (!root || !grid || !body) throw new Error('no list, or no overlay')
  const boxOf = (element: Element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect()
    return { left, top, right, bottom }
  }
  const recorded = new Promise<Picture>((resolve) => {
    let frames = 0
    const observer = new MutationObserver(() => {
      observer.disconnect()
      requestAnimationFrame(nextFrame)
    })
    // The first is the one in which the rows are drawn, too.
    const nextFrame = () => {
      frames++
      if (frames < 2) {
        requestAnimationFrame(nextFrame)
        return
      }
      const seen = grid.getBoundingClientRect()
      resolve({
        frames,
        cells: [...body.querySelectorAll('[colindex]')].map((cell) => ({
          ...boxOf(cell),
          right: Math.min(boxOf(cell).right, seen.right),
          column: grid.querySelector(`.gridHead [colindex="${cell.getAttribute('colindex')}"]`)?.textContent ?? '',
          text: cell.textContent ?? '',
        })),
        buttons: [...root.querySelectorAll('[data-dial]')]
          .map((button) => ({ ...boxOf(button), label: button.getAttribute('aria-label') ?? '' }))
          .filter(({ top, bottom }) => top > seen.top && bottom < seen.bottom),
      })
    }
    observer.observe(body, { subtree: true, childList: true, characterData: true, attributes: true })
  })
  Object.assign(globalThis, { recordedRows: () => recorded })
}

/** A button's name, without what it says of extensions: its numbers, in their order. */
export const numbersSaid = (label: string): string[] =>
  label.replace(/ \(доб\. \d+ наберите сами\)/gu, '').match(/\d[\d -]+\d/gu) ?? []

export const bare = (numbers: string[]): string => numbers.map((number) => number.replace(/\D/gu, '')).join()

/** Where a number belongs: right end and middle of its button. */
type Spot = { numbers: string; right: number; middle: number }

/** One spot for each cell that shows numbers. */
export function wantedIn({ cells }: Picture): Spot[] {
  return cells
    .filter(({ column, left, right }) => PHONE_COLUMN.test(column) && right - left >= 40)
    .map(({ text, top, bottom, right }) => ({
      numbers: findNumbers(text)
        .map(({ digits }) => digits)
        .join(),
      right: right - GAP,
      middle: (top + bottom) / 2,
    }))
    .filter(({ numbers }) => numbers !== '')
}

/** Spots without their button, and buttons without a spot of theirs. */
export function misplacedIn(picture: Picture): { missing: Spot[]; astray: Spot[] } {
  const wanted = wantedIn(picture)
  const drawn = picture.buttons.map(({ label, right, top, bottom }) => ({
    numbers: bare(numbersSaid(label)),
    right,
    middle: (top + bottom) / 2,
  }))
  const isAt = (one: Spot) => (other: Spot) =>
    one.numbers === other.numbers &&
    Math.abs(one.right - other.right) <= NEAR &&
    Math.abs(one.middle - other.middle) <= NEAR
  return {
    missing: wanted.filter((spot) => !drawn.some(isAt(spot))),
    astray: drawn.filter((spot) => !wanted.some(isAt(spot))),
  }
}
