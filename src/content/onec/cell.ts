import type { List } from './grids.ts'

/**
 * A cell of a list that shows telephone numbers or a user. Lists of 1C's keep their rows where they are and write other
 * ones there: then it goes on as the cell that has come to its place.
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
  #element: HTMLElement

  constructor({ form, grid, isLong }: Pick<List, 'form' | 'grid' | 'isLong'>, caption: string, element: HTMLElement) {
    this.form = form
    this.grid = grid
    this.isLong = isLong
    this.caption = caption
    this.#element = element
  }

  get element(): HTMLElement {
    return this.#element
  }

  get box(): Element {
    return this.#element
  }

  goOn(element: HTMLElement): void {
    this.#element = element
  }

  read(): string {
    return readCell(this.#element)
  }
}

const textIn = (element: Element): Element | null => {
  const only = element.firstElementChild
  return only?.className === 'gridBoxText' && !only.nextElementSibling ? only : null
}

export function readCell(element: Element): string {
  const text = textIn(element)
  if (text) return text.textContent ?? ''
  const texts = element.getElementsByClassName('gridBoxText')
  if (texts.length > 1) return [...texts].map((each) => each.textContent).join('\n')
  return (texts[0] ?? element.querySelector('.gridBoxTitle') ?? element).textContent ?? ''
}

/** All that stands in it is its text. */
export const isPlain = (element: Element): boolean => element.childElementCount === 0 || textIn(element) !== null

/** Of a list whose cells are plain, as other rows of it come: nearly always one question less for each. */
export const readNext = (element: Element): string =>
  element.childElementCount > 1 ? readCell(element) : (element.textContent ?? '')
