import type { ContactValue, KindInfo } from '../wire.ts'
import { button, Label, titleOf } from './controls.ts'
import { append, el, remove } from './dom.ts'
import type { Form } from './form.ts'
import { InputField } from './input-field.ts'
import { switches } from './switches.ts'
import { words } from './words.ts'

const ROW = 30

type Row = { kind: KindInfo; name: string; value: () => ContactValue; nodes: HTMLElement[]; fields: string[] }

export type BlockSpec = {
  /** Where the rows are put, and how far down. */
  into: Node
  top: number
  /** `predefined` = fields placed in the form itself, one for each kind, named by it (WEBCLIENT 1.8). */
  named?: 'by-uuid' | 'predefined'
  typed: () => void
  /** The block's height has changed. */
  resized: () => void
  called: (link: string) => void
}

/** The contact information of БСП: elements named by the kind's UUID and an ordinal (WEBCLIENT 1.8). */
export class ContactBlock {
  readonly #form: Form
  readonly #kinds: readonly KindInfo[]
  readonly #spec: BlockSpec
  #rows: Row[] = []
  /** Added to every ordinal. */
  #shift = 0

  constructor(form: Form, kinds: readonly KindInfo[], spec: BlockSpec) {
    this.#form = form
    this.#kinds = kinds
    this.#spec = spec
  }

  height(): number {
    return this.#rows.length * ROW
  }

  /** Rows emptied by the user stay until the next reading, but are not written. */
  values(): ContactValue[] {
    return this.#rows.map((row) => row.value()).filter((v) => v.text.trim() !== '')
  }

  /** Every element is removed and built anew, as `ПриЧтенииНаСервере` does. */
  build(values: readonly ContactValue[]): void {
    if (switches.ki === 'renumber' && this.#rows.length > 0) this.#shift += this.#rows.length
    for (const row of this.#rows) {
      remove(...row.nodes)
      for (const field of row.fields) this.#form.fields.delete(field)
    }
    this.#rows = []
    for (const value of values) this.#add(value)
    this.#spec.resized()
  }

  /** «+ Телефон, адрес» */
  addEmpty(kind: string): void {
    this.#add({ kind, text: '', comment: '' })
    this.#spec.typed()
    this.#spec.resized()
  }

  /** The same elements with the base's values, by 1C's own doing; an emptied row stays as it is (D7). */
  refill(values: readonly ContactValue[]): void {
    const filled = this.#rows.filter((row) => row.value().text.trim() !== '')
    if (filled.map((row) => row.kind.ref).join() !== values.map((v) => v.kind).join()) {
      this.build(values)
      return
    }
    for (const [n, row] of filled.entries()) {
      const [field, comment] = row.fields.map((name) => this.#form.fields.get(name))
      if (field instanceof InputField) field.set(values[n]?.text ?? '')
      if (comment instanceof InputField) comment.set(values[n]?.comment ?? '')
    }
  }

  #add(value: ContactValue): void {
    const kind = this.#kinds.find((k) => k.ref === value.kind)
    if (!kind) return
    const ordinal = this.#rows.filter((r) => r.kind === kind).length + 1
    const name = `КонтактнаяИнформацияПоле${this.#suffix(kind, ordinal)}`
    const top = this.#spec.top + this.#rows.length * ROW
    const row =
      kind.type === 'Адрес' ? this.#address(kind, name, value, top) : this.#input(kind, name, value, top, ordinal)
    this.#rows.push(row)
    append(this.#spec.into, ...row.nodes)
  }

  #suffix(kind: KindInfo, ordinal: number): string {
    if (this.#spec.named === 'predefined') return kind.predefined + (ordinal > 1 ? ordinal : '')
    // A reading may number them anew (D6.7).
    return `${kind.ref.replaceAll('-', 'x')}${ordinal + this.#shift}`
  }

  /** An address is edited in a dialog, so it is a hyperlink label. */
  #address(kind: KindInfo, name: string, value: ContactValue, top: number): Row {
    const label = new Label(
      this.#form,
      { name, caption: `${kind.caption}:`, left: 172, top, width: 420, link: true },
      value.text,
    )
    return { kind, name, value: () => value, nodes: label.nodes, fields: [] }
  }

  #input(kind: KindInfo, name: string, value: ContactValue, top: number, ordinal: number): Row {
    const form = this.#form
    const events = this.#spec
    const field = new InputField(form, { name, left: 172, top, width: 320, buttons: ['CB'] }, value.text, {
      typed: events.typed,
      accept: kind.type === 'Телефон' && switches.masks === 'phone' ? normalPhone : (text) => text,
    })
    const comment = kind.type === 'АдресЭлектроннойПочты' ? null : this.#comment(name, value.comment, top)
    // The title of a second value of one kind is there, in the colour of the ground.
    const title = titleOf(
      form.id(name),
      `${kind.caption}:`,
      { left: 12, top },
      `${form.id(name)}_i0`,
      ordinal > 1 ? 'color:rgb(255,255,255);' : '',
    )
    const nodes = [
      el('div', {
        id: `${form.id(`Группа${name}`)}_div`,
        class: 'logicGroupContainer',
        style: 'position:absolute;height:0',
      }),
      title,
      ...field.nodes,
      ...this.#command(kind, name, top, () => field.value()),
      ...(comment?.nodes ?? []),
    ]
    return {
      kind,
      name,
      nodes,
      fields: [name, `Комментарий${name}`],
      value: () => ({ kind: kind.ref, text: field.value(), comment: comment?.value() ?? value.comment }),
    }
  }

  /** «Примечание»: a field without a title (WEBCLIENT 1.8). */
  #comment(name: string, value: string, top: number): InputField {
    const spec = { name: `Комментарий${name}`, left: 538, top, width: 200, placeholder: words.note }
    return new InputField(this.#form, spec, value, { typed: this.#spec.typed })
  }

  /** The command beside a phone tells its type even when the caption does not. */
  #command(kind: KindInfo, name: string, top: number, text: () => string): HTMLElement[] {
    const tip = {
      Телефон: this.#spec.named === 'predefined' ? words.dialOrSms : words.dial,
      АдресЭлектроннойПочты: words.mail,
      Факс: '',
      Адрес: '',
    }[kind.type]
    if (!tip) return []
    const press = () => {
      if (kind.type === 'Телефон') this.#spec.called(`tel:${text().replace(/[()_\- ]/g, '')}`)
    }
    return [button(this.#form, { name: `Команда${name}`, caption: '', tip, left: 502, top, width: 26 }, press)]
  }
}

/** Eleven digits become the presentation of the phone dialog; anything else stays as typed (D2). */
export function normalPhone(text: string): string {
  const m = /^(?:8|\+?7)(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(text.trim())
  return m ? `+7 (${m[1]}) ${m[2]}-${m[3]}-${m[4]}` : text
}
