import type { ContactValue, DataOf, KindInfo, ObjectData, ObjectWrite, UserData } from '../wire.ts'
import { CheckBox } from './check-box.ts'
import { ContactBlock } from './contact-block.ts'
import { append, at, css } from './dom.ts'
import { InputField } from './input-field.ts'
import { type ObjectEvents, ObjectForm } from './object-form.ts'
import { switches } from './switches.ts'
import { TabPages } from './tab-pages.ts'
import { captions, words } from './words.ts'

/**
 * The card of a user: its phones lie on a page of their own, hidden at first. With `deferred` they are built when that
 * page is opened (`ОтложеннаяИнициализация`, D7); else they are there from the start, hidden, named by their kinds.
 */
export class UserCard extends ObjectForm {
  readonly #contacts: ContactBlock
  readonly #invalid: CheckBox
  #object: UserData
  #built = false

  constructor(n: number, object: UserData, kinds: readonly KindInfo[], events: ObjectEvents) {
    super(n, kinds, events)
    this.#object = object
    const typed = this.touch
    const name = new InputField(
      this,
      { name: 'Наименование', caption: captions.fullName1, left: 172, top: 44, width: 320 },
      object.name,
      { typed },
    )
    this.#invalid = new CheckBox(
      this,
      { name: 'Недействителен', caption: captions.invalid, left: 520, top: 44 },
      object.invalid,
      typed,
    )
    const pages = new TabPages(this, 'ГруппаСтраницы', 74)
    const main = pages.add('Главное', words.mainPage)
    const place = { left: 172, width: 320 }
    for (const [spec, value] of [
      [{ name: 'ФизическоеЛицо', caption: captions.natural, top: 8, readOnly: true, buttons: ['OB'] }, object.name],
      [
        { name: 'Подразделение', caption: captions.department, top: 38, readOnly: true, buttons: ['OB'] },
        object.department,
      ],
      [{ name: 'ВнутреннийНомер', caption: captions.internal, top: 68 }, object.internal],
    ] as const) {
      append(main, ...new InputField(this, { ...spec, ...place }, value, { typed }).nodes)
    }
    const contacts = pages.add('КонтактнаяИнформация', words.contactPage, () => this.#build())
    this.#contacts = new ContactBlock(this, kinds, {
      into: contacts,
      top: 8,
      named: switches.deferred === 'on' ? 'by-uuid' : 'predefined',
      typed,
      resized: () => {},
      called: events.called,
    })
    append(this.container, this.commands(), ...name.nodes, ...this.#invalid.nodes, ...pages.nodes)
    css(this.container, at(0, 36, 1180, 320))
    if (switches.deferred === 'off') this.#build()
  }

  get object(): DataOf<'user'> {
    return this.#object
  }

  presentation(): string {
    return this.#object.name
  }

  protected typeName(): string {
    return words.user
  }

  toWrite(): ObjectWrite {
    return {
      kind: 'user',
      ref: this.ref,
      name: this.text('Наименование'),
      internal: this.text('ВнутреннийНомер'),
      invalid: this.#invalid.isOn(),
      contacts: this.#built ? this.#contacts.values() : this.#object.contacts,
    }
  }

  protected take(object: ObjectData): void {
    if (object.kind !== 'user') return
    this.#object = object
    this.set('Наименование', object.name)
    this.set('ВнутреннийНомер', object.internal)
    this.#invalid.set(object.invalid)
    if (!this.#built) return
    if (switches.ki === 'keep') this.#contacts.refill(object.contacts)
    else this.#contacts.build(this.#eachKind(object.contacts))
  }

  #build(): void {
    if (this.#built) return
    this.#built = true
    this.#contacts.build(this.#eachKind(this.#object.contacts))
  }

  /** A kind without a value has an empty field. */
  #eachKind(contacts: readonly ContactValue[]): ContactValue[] {
    return this.kinds.flatMap(({ ref }) => {
      const own = contacts.filter((c) => c.kind === ref)
      return own.length > 0 ? own : [{ kind: ref, text: '', comment: '' }]
    })
  }
}
