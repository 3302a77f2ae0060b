import { titleOf } from './controls.ts'
import { at, el, toggle } from './dom.ts'
import type { Field, Form } from './form.ts'

/** `div.checkbox` with `select` when on; its caption at the right (WEBCLIENT 1.2). */
export class CheckBox implements Field {
  readonly name: string
  readonly nodes: HTMLElement[]
  readonly #box: HTMLElement
  #on: boolean

  constructor(
    form: Form,
    spec: { name: string; caption: string; left: number; top: number },
    on: boolean,
    changed: () => void,
  ) {
    const id = form.id(spec.name)
    this.name = spec.name
    this.#on = on
    this.#box = el('div', { id, class: on ? 'checkbox select' : 'checkbox', style: 'width:16px;height:16px' })
    this.#box.addEventListener('click', (event) => {
      if (!event.isTrusted) return
      this.set(!this.#on)
      changed()
    })
    this.nodes = [
      el('div', { id: `${id}_div`, style: at(spec.left, spec.top, 18, 18) }, this.#box),
      titleOf(id, spec.caption, { left: spec.left + 24, top: spec.top }, id),
    ]
    form.fields.set(spec.name, this)
  }

  isOn(): boolean {
    return this.#on
  }

  set(on: boolean): void {
    this.#on = on
    this.redraw()
  }

  value(): string {
    return String(this.#on)
  }

  commit(): void {}

  redraw(): void {
    toggle(this.#box, 'select', this.#on)
  }

  foreignText(): null {
    return null
  }
}
