import { clear, el } from './dom.ts'

/** A field of a form that holds a value in 1C's own model and shows it in the DOM. */
export type Field = {
  readonly name: string
  /** What the model holds; the DOM may say otherwise when a stranger wrote into it. */
  value(): string
  /** Takes what a user typed into the model; called on blur and before a write. */
  commit(): void
  /** Shows the model again, whatever the DOM says (D2). */
  redraw(): void
  /** What a stranger wrote over the shown text; null = nothing. */
  foreignText(): string | null
}

export type Shown = { caption: string; modified: boolean }

/** A form: the elements whose id starts `form{N}_`. Where it is shown (page or window) is the desk's business. */
export abstract class Form {
  readonly n: number
  readonly container: HTMLElement
  readonly fields = new Map<string, Field>()
  /** Set by the desk: shows caption and asterisk anew. */
  onCaption: () => void = () => {}

  constructor(n: number) {
    this.n = n
    this.container = el('div', { id: `form${n}_container`, class: 'formContainer' })
  }

  /** `form3_` before a name. */
  id(name: string): string {
    return `form${this.n}_${name}`
  }

  /** The caption without the asterisk. */
  abstract caption(): string

  isModified(): boolean {
    return false
  }

  /** True = the form may go now; false = it asks first, or has refused. */
  mayClose(): boolean {
    return true
  }

  /** A key that was pressed while this form is the active one; true = taken. */
  key(_event: KeyboardEvent): boolean {
    return false
  }

  commit(): void {
    for (const field of this.fields.values()) field.commit()
  }

  redraw(): void {
    for (const field of this.fields.values()) field.redraw()
  }

  /** After the form has gone from the page. */
  closed(): void {
    clear(this.container)
    this.fields.clear()
  }
}
