import { titleOf } from './controls.ts'
import { append, at, el } from './dom.ts'
import { tellFault } from './fault-list.ts'
import type { Field, Form } from './form.ts'
import { words } from './words.ts'

export type FieldButton = 'DLB' | 'CB' | 'OB' | 'CLR'
const TIPS: Record<FieldButton, string> = { DLB: words.fromList, CB: words.choose, OB: words.open, CLR: words.clear }

export type FieldSpec = {
  name: string
  caption?: string
  left: number
  top: number
  width: number
  /** 150 px unless told. */
  titleWidth?: number
  /** Extra style of the title, as for the second value of one kind. */
  titleStyle?: string
  rows?: number
  readOnly?: boolean
  disabled?: boolean
  /** Keys change nothing, though the input is not read-only. */
  chosenOnly?: boolean
  placeholder?: string
  buttons?: readonly FieldButton[]
  /** `iCalendB`, `iCalcB` */
  buttonClass?: string
  chips?: readonly string[]
}

export type FieldEvents = {
  /** The user has changed the text; the model does not know it yet. */
  typed?: (text: string) => void
  /** Text that leaves the field: what the model takes instead of it (a normal form, or the old value to refuse it). */
  accept?: (text: string) => string
  /** The model has a new value by the user's doing. */
  changed?: () => void
  pressed?: (button: FieldButton) => void
}

/**
 * An input whose value lives in the property (D2): shown without event or attribute, read only after trusted keys or a
 * paste. What a script writes into it never reaches the model and is gone at the next redraw.
 */
export class InputField implements Field {
  readonly name: string
  readonly input: HTMLInputElement | HTMLTextAreaElement
  readonly nodes: HTMLElement[]
  #events: FieldEvents
  #value: string
  /** The text that should stand in the DOM. */
  #shown: string
  #typing = false
  #chosenOnly = false
  /** `beforeinput` comes with keys, paste and input methods, not with a script's `execCommand`. */
  #announced = false

  constructor(form: Form, spec: FieldSpec, value: string, events: FieldEvents = {}) {
    const id = form.id(spec.name)
    this.name = spec.name
    this.#events = events
    this.#value = value
    this.#shown = value
    const common = { id: `${id}_i0`, class: 'editInput' }
    this.input = spec.rows
      ? el('textarea', { ...common, rows: String(spec.rows) })
      : el('input', {
          ...common,
          type: 'text',
          autocomplete: 'off',
          ...(spec.placeholder ? { placeholder: spec.placeholder } : { spellcheck: 'false' }),
        })
    if (spec.readOnly) this.input.readOnly = true
    if (spec.disabled) this.input.disabled = true
    this.#chosenOnly = spec.chosenOnly === true
    this.input.value = value
    this.#listen()
    const titleWidth = spec.titleWidth ?? 150
    const height = spec.rows ? spec.rows * 22 : 24
    const label = el(
      'label',
      { id, class: 'field' },
      el('div', { class: 'inputsBox' }, ...(spec.chips ?? []).map(chip), this.input),
    )
    for (const name of spec.buttons ?? []) append(label, this.#button(`${id}_${name}`, name, spec.buttonClass))
    const box = el('div', { id: `${id}_div`, style: at(spec.left, spec.top, spec.width, height) }, label)
    this.nodes =
      spec.caption === undefined
        ? [box]
        : [
            titleOf(
              id,
              spec.caption,
              { left: spec.left - 10 - titleWidth, top: spec.top, width: titleWidth },
              `${id}_i0`,
              spec.titleStyle,
            ),
            box,
          ]
    form.fields.set(spec.name, this)
  }

  value(): string {
    return this.#value
  }

  /** What the user sees now, typed or not. */
  shown(): string {
    return this.#shown
  }

  /** A value by 1C's own doing: no event, no attribute (D2). */
  set(value: string): void {
    this.#value = value
    this.#typing = false
    this.redraw()
  }

  redraw(): void {
    this.#reportForeign()
    if (!this.#typing) this.#shown = this.#value
    this.input.value = this.#shown
  }

  commit(): void {
    if (!this.#typing) return
    this.#typing = false
    const before = this.#value
    this.#value = this.#events.accept?.(this.#shown) ?? this.#shown
    this.redraw()
    if (this.#value !== before) this.#events.changed?.()
  }

  foreignText(): string | null {
    return this.input.value === this.#shown ? null : this.input.value
  }

  #reportForeign(): void {
    const text = this.foreignText()
    if (text !== null) tellFault('write', `${this.input.id}: «${text}» in place of «${this.#shown}»`)
  }

  #listen(): void {
    this.input.addEventListener('beforeinput', (event) => {
      if (!event.isTrusted) return
      if (this.#chosenOnly) return event.preventDefault()
      this.#announced = true
      // A stranger's text must not slip into the model with the user's next key.
      if (this.foreignText() !== null) this.redraw()
    })
    this.input.addEventListener('input', (event) => {
      const typed = event.isTrusted && this.#announced
      this.#announced = false
      if (!typed || this.input.readOnly) return
      this.#typing = true
      this.#shown = this.input.value
      this.#events.typed?.(this.#shown)
    })
    this.input.addEventListener('blur', () => {
      this.commit()
    })
    this.input.addEventListener('keydown', (event) => {
      if (event instanceof KeyboardEvent && event.isTrusted && event.key === 'Enter' && !event.ctrlKey) this.commit()
    })
  }

  #button(id: string, name: FieldButton, extra: string | undefined): HTMLElement {
    const look = name === 'CB' && extra ? ` ${extra}` : ''
    const node = el('span', {
      id,
      class: `btn i${name}${look}`,
      title: TIPS[name],
      style: 'display:inline-block;width:18px;height:18px',
    })
    // The field keeps its focus, and a label's click is not passed on to the input.
    node.addEventListener('mousedown', (event) => event.preventDefault())
    node.addEventListener('click', (event) => {
      event.preventDefault()
      const usable = name === 'OB' || !(this.input.readOnly || this.input.disabled)
      if (event.isTrusted && usable) this.#events.pressed?.(name)
    })
    return node
  }
}

const chip = (title: string) => el('div', { class: 'chipsItem' }, el('div', { class: 'chipsTitle' }, title))
