import type { List } from './grids.ts'

/**
 * A cell of a list that shows telephone numbers or a user. Lists of 1C's keep their rows where they are and write other
 * ones there: then it goes on with the text that has come to its place.
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
  #element: HTMLElement | null
  #text: HTMLElement | null

  constructor({ form, grid, isLong }: Pick<List, 'form' | 'grid' | 'isLong'>, caption: string, element: HTMLElement) {
    this.form = form
    this.grid = grid
    this.isLong = isLong
    this.caption = caption
    this.#element = element
    this.#text = textIn(element)
  }

  /** The box itself; of a text that 1C has taken away, the text. */
  get element(): HTMLElement {
    const element = this.#element ?? this.#text?.parentElement ?? this.#text
    if (!element) throw new Error('a cell without an element')
    return element
  }

  get box(): Element {
    return this.element
  }

  /** What bears its text, where that is all there is to it. */
  get text(): HTMLElement | null {
    return this.#text
  }

  goOn(text: HTMLElement): void {
    if (text === this.#text) return
    this.#text = text
    this.#element = null
  }

  read(): string {
    return this.#text?.isConnected ? (this.#text.textContent ?? '') : readCell(this.element)
  }
}

const textIn = (element: Element): HTMLElement | null => {
  const only = element.firstElementChild
  return only?.className === 'gridBoxText' && !only.nextElementSibling ? (only as HTMLElement) : null
}

export function readCell(element: Element): string {
  const text = textIn(element)
  if (text) return text.textContent ?? ''
  const texts = element.getElementsByClassName('gridBoxText')
  if (texts.length > 1) return [...texts].map((each) => each.textContent).join('\n')
  return (texts[0] ?? element.querySelector('.gridBoxTitle') ?? element).textContent ?? ''
}
