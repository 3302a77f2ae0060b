import type { ListRow } from '../wire.ts'
import type { Placed } from './columns.ts'
import { append, attr, changeText, css, el, remove, setText, toggle } from './dom.ts'
import { switches } from './switches.ts'

export const ROW_HEIGHT = 24

/** The picture at the row's start tells marked-for-deletion (3) from usual (1). */
const sprite = (deleted: boolean) =>
  `background-image:url(e1cib/convertPicture?url=e1csys%252Fbasic%252Ffolder.zip&gx=${deleted ? 3 : 1})`

const LOOKS = {
  now: { line: 'gridLine', box: 'gridBox', fixed: ' gridBoxFix', selected: 'select selRow focus', odd: '' },
  old: { line: 'gridRow', box: 'gridCell', fixed: '', selected: 'gridCurrentRow', odd: ' gridRowOdd' },
} as const
export type Look = keyof typeof LOOKS

/** One row's nodes; what stands in them may change without the nodes being changed (D4). */
export class Line {
  readonly node: HTMLElement
  readonly look: Look
  #boxes = new Map<number, { box: HTMLElement; text: HTMLElement; image: HTMLElement | null }>()

  constructor(look: Look, pictured: boolean) {
    this.look = look
    this.node = el('div', { class: LOOKS[look].line })
    this.#pictured = pictured
  }

  #pictured: boolean

  place(index: number, width: number): void {
    const { line, odd } = LOOKS[this.look]
    css(this.node, `position:absolute;top:${index * ROW_HEIGHT}px;height:${ROW_HEIGHT}px;width:${width}px`)
    attr(this.node, 'class', index % 2 ? line + odd : line)
  }

  box(column: number): HTMLElement | null {
    return this.#boxes.get(column)?.box ?? null
  }

  select(on: boolean): void {
    for (const name of LOOKS[this.look].selected.split(' ')) toggle(this.node, name, on)
  }

  /** `row` null = a row below the last one: no boxes. */
  fill(row: ListRow | null, view: readonly Placed[]): void {
    const wanted = new Set(row ? view.map((p) => p.index) : [])
    for (const [index, { box }] of this.#boxes) {
      if (wanted.has(index)) continue
      remove(box)
      this.#boxes.delete(index)
    }
    if (!row) return
    for (const place of view) {
      const { box, text, image } = this.#boxes.get(place.index) ?? this.#make(place)
      css(box, `position:absolute;left:${place.left}px;width:${place.width}px;height:${ROW_HEIGHT}px`)
      const shown = row.cells[place.index] ?? ''
      if (switches.cells === 'same-node') changeText(text, shown)
      else if (text.textContent !== shown) setText(text, shown)
      if (image) css(image, `display:inline-block;width:16px;height:16px;${sprite(row.deleted)}`)
    }
  }

  #make(place: Placed) {
    const look = LOOKS[this.look]
    const image = place.index === 0 && this.#pictured ? el('div', { class: 'dIB' }) : null
    const text = el('div', { class: 'gridBoxText', style: 'display:inline-block' })
    const box = el('div', { class: look.box + (place.fixed ? look.fixed : ''), colindex: String(place.index) })
    if (image) append(box, el('div', { class: 'gridBoxImg', style: 'display:inline-block' }, image))
    append(box, text)
    append(this.node, box)
    const made = { box, text, image }
    this.#boxes.set(place.index, made)
    return made
  }
}
