import { append, at, clear, el } from './dom.ts'
import { watchFrame } from './fault-changes.ts'
import type { Form } from './form.ts'

/**
 * An HTML document field: an iframe with no address, of the same origin, whose element is replaced when its text
 * changes (D9). What stands in bold is a number that is nobody's field.
 */
export class HtmlField {
  readonly node: HTMLElement
  readonly #box: HTMLElement
  #text: string | null = null

  constructor(form: Form, name: string) {
    const id = form.id(name)
    this.#box = el('div', { id })
    this.node = el('div', { id: `${id}_div`, style: at(12, 0, 700, 90) }, this.#box)
  }

  show(text: string, bold: string): void {
    if (this.#text === text + bold) return
    this.#text = text + bold
    clear(this.#box)
    const frame = el('iframe', { style: 'width:690px;height:80px' })
    frame.addEventListener('load', () => {
      const page = frame.contentDocument
      if (!page) return
      const paragraph = page.createElement('p')
      const strong = page.createElement('b')
      strong.textContent = bold
      paragraph.append(text, strong)
      page.body.replaceChildren(...(bold ? [paragraph] : []))
      watchFrame(page)
    })
    append(this.#box, frame)
  }
}
