import { append, clear, el, remove } from './dom.ts'
import { moveFocus } from './fault-focus.ts'
import type { Form } from './form.ts'
import { InputField } from './input-field.ts'

/**
 * Editing a cell of a table part: the input lies in an overlay `.inputs` within the grid, not in the cell's box (D4).
 * Enter takes the text; Escape, leaving it, or a resized window gives the cell back as it was.
 */
export class CellEditor {
  readonly #form: Form
  readonly #grid: HTMLElement
  #open: { field: InputField; inputs: HTMLElement } | null = null

  constructor(form: Form, grid: HTMLElement) {
    this.#form = form
    this.#grid = grid
    window.addEventListener('resize', () => this.cancel())
  }

  edit(cell: HTMLElement, name: string, value: string, done: (text: string) => void): void {
    this.cancel()
    const row = cell.parentElement
    const place = {
      left: cell.offsetLeft,
      top: (row?.offsetTop ?? 0) + (row?.parentElement?.offsetTop ?? 0),
      width: cell.offsetWidth,
    }
    const field = new InputField(this.#form, { name, ...place }, value)
    const inputs = el('div', { class: 'inputs', style: 'position:absolute;left:0;top:0' }, ...field.nodes)
    this.#open = { field, inputs }
    field.input.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || !event.isTrusted) return
      // The list must not take the keys of its editor.
      event.stopPropagation()
      if (event.key === 'Escape') this.cancel()
      if (event.key !== 'Enter') return
      field.commit()
      this.cancel()
      done(field.value())
    })
    field.input.addEventListener('blur', () => this.cancel())
    append(this.#grid, inputs)
    moveFocus(field.input)
  }

  cancel(): void {
    const open = this.#open
    if (!open) return
    this.#open = null
    this.#form.fields.delete(open.field.name)
    remove(open.inputs)
    clear(open.inputs)
  }
}
