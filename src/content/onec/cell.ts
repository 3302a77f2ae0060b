import type { List } from './grids.ts'

/**
 * A cell of a list that shows telephone numbers or a user. Lists of 1C's keep their rows where they are and write other
 * ones there: then it goes on with the element that has come to its place.
 */
export class Cell {
  readonly kind = 'cell'
  readonly form: number
  /** Of its column. */
  readonly caption: string
  /** What lies outside it is cut off. */
  readonly grid: Element
  /** It lies in a list of very many rows. */
  readonly isLong: boolean
  element: HTMLElement

  constructor({ form, grid, isLong }: Pick<List, 'form' | 'grid' | 'isLong'>, caption: string, element: HTMLElement) {
    this.form = form
    this.grid = grid
    this.isLong = isLong
    this.caption = caption
    this.element = element
  }

  get box(): Element {
    return this.element
  }

  read(): string {
    return readCell(this.element)
  }
}

export function readCell(element: Element): string {
  const only = element.firstElementChild
  if (only?.className === 'gridBoxText') return only.textContent ?? ''
  const texts = element.getElementsByClassName('gridBoxText')
  if (texts.length > 1) return [...texts].map((text) => text.textContent).join('\n')
  return (texts[0] ?? element.querySelector('.gridBoxTitle') ?? element).textContent ?? ''
}
