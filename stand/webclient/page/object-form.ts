import type { KindInfo, ObjectData, ObjectWrite } from '../wire.ts'
import { button } from './controls.ts'
import { at, el } from './dom.ts'
import type { DropList } from './drop-list.ts'
import { Form } from './form.ts'
import { InputField } from './input-field.ts'
import { words } from './words.ts'

export type ObjectEvents = {
  drop: DropList
  write: (form: ObjectForm, how: { close: boolean }) => void
  reread: (form: ObjectForm) => void
  /** The user wants a changed form closed. */
  closing: (form: ObjectForm) => void
  /** 1C's own «Позвонить» and the like: a `tel:` link. */
  called: (link: string) => void
  refused: (form: ObjectForm, message: string) => void
  openUser: (ref: string) => void
}

export type Command = { name: string; caption: string; tip?: string; width: number; press: (under: Element) => void }

/** A form of an object that is read and written: what cards and documents have in common. */
export abstract class ObjectForm extends Form {
  protected readonly events: ObjectEvents
  protected readonly kinds: readonly KindInfo[]
  #modified = false

  constructor(n: number, kinds: readonly KindInfo[], events: ObjectEvents) {
    super(n)
    this.kinds = kinds
    this.events = events
  }

  abstract get object(): ObjectData
  /** Its name in links and notifications. */
  abstract presentation(): string
  /** «Клиент», «Телефонный звонок» */
  protected abstract typeName(): string
  /** What goes to the server. */
  abstract toWrite(): ObjectWrite
  /** Everything as the base has it, without any event. */
  protected abstract take(object: ObjectData): void

  get ref(): string {
    return this.object.ref
  }

  caption(): string {
    return this.ref ? `${this.presentation()} (${this.typeName()})` : `${this.typeName()} (${words.creatingMark})`
  }

  override isModified(): boolean {
    return this.#modified
  }

  override mayClose(): boolean {
    if (!this.#modified) return true
    this.events.closing(this)
    return false
  }

  override key(event: KeyboardEvent): boolean {
    if (!event.ctrlKey || event.altKey) return false
    if (event.code === 'KeyS') this.events.write(this, { close: false })
    else if (event.key === 'Enter') this.events.write(this, { close: true })
    else return false
    return true
  }

  readonly touch = (): void => {
    this.#modified = true
    this.onCaption()
  }

  /** After a good write, or on re-reading. */
  read(object: ObjectData): void {
    this.#modified = false
    this.take(object)
    this.redraw()
    this.onCaption()
  }

  protected text(name: string): string {
    return this.fields.get(name)?.value() ?? ''
  }

  protected set(name: string, text: string): void {
    const field = this.fields.get(name)
    if (field instanceof InputField) field.set(text)
  }

  /** What a reference field of this form tells it. */
  protected reference() {
    return {
      typed: this.touch,
      changed: this.touch,
      refused: (message: string) => this.events.refused(this, message),
      open: (ref: string) => this.events.openUser(ref),
    }
  }

  /** The command bar: the two ways to write, the form's own commands, and the rest. */
  protected commands(own: readonly Command[] = []): HTMLElement {
    const write = (close: boolean) => () => this.events.write(this, { close })
    const all: (Command & { main?: boolean })[] = [
      {
        name: 'ФормаЗаписатьИЗакрыть',
        caption: words.writeClose,
        tip: words.writeCloseTip,
        width: 160,
        main: true,
        press: write(true),
      },
      { name: 'ФормаЗаписать', caption: words.write, tip: words.writeTip, width: 90, press: write(false) },
      ...own,
      { name: 'ФормаПеречитать', caption: words.reread, width: 100, press: () => this.events.reread(this) },
      {
        name: 'allActionsФормаКоманднаяПанель',
        caption: words.more,
        tip: words.allActions,
        width: 60,
        press: () => {},
      },
    ]
    let left = 12
    const nodes = all.map(({ press, ...spec }) => {
      const node = button(this, { ...spec, left }, () => press(node))
      left += spec.width + 8
      return node
    })
    return el('div', { id: this.id('ФормаКоманднаяПанель'), style: at(0, 0, 1000, 40) }, ...nodes)
  }
}
