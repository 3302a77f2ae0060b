import type { DataOf, KindInfo, ObjectData, ObjectWrite, PersonData } from '../wire.ts'
import { ContactBlock } from './contact-block.ts'
import { button } from './controls.ts'
import { append, at, css, moveTo } from './dom.ts'
import { InputField } from './input-field.ts'
import { type ObjectEvents, ObjectForm } from './object-form.ts'
import { switches } from './switches.ts'
import { captions, words } from './words.ts'

const CONTACTS_TOP = 146

/** The card of a contact person: whose it is, and its own contact information. */
export class PersonCard extends ObjectForm {
  readonly #contacts: ContactBlock
  #object: PersonData

  constructor(n: number, object: PersonData, kinds: readonly KindInfo[], events: ObjectEvents) {
    super(n, kinds, events)
    this.#object = object
    const typed = this.touch
    const place = { left: 172, width: 320 }
    const owner = new InputField(
      this,
      { name: 'Владелец', caption: captions.owner, ...place, top: 44, readOnly: true, buttons: ['OB'] },
      object.owner.name,
    )
    const name = new InputField(
      this,
      { name: 'Наименование', caption: captions.fullName1, ...place, top: 74 },
      object.name,
      {
        typed,
      },
    )
    const position = new InputField(
      this,
      { name: 'Должность', caption: captions.position, ...place, top: 104 },
      object.position,
      { typed },
    )
    const add = button(
      this,
      {
        name: 'КонтактнаяИнформацияДобавитьПолеВводаГруппаКонтактнаяИнформация',
        caption: words.addContact,
        left: 172,
        width: 150,
      },
      () => this.#contacts.addEmpty(kinds[0]?.ref ?? ''),
    )
    append(this.container, this.commands(), ...owner.nodes, ...name.nodes, ...position.nodes, add)
    this.#contacts = new ContactBlock(this, kinds, {
      into: this.container,
      top: CONTACTS_TOP,
      typed,
      resized: () => {
        const bottom = CONTACTS_TOP + this.#contacts.height()
        moveTo(add, bottom + 4)
        css(this.container, at(0, 36, 1180, bottom + 80))
      },
      called: events.called,
    })
    this.#contacts.build(object.contacts)
  }

  get object(): DataOf<'person'> {
    return this.#object
  }

  presentation(): string {
    return this.#object.name
  }

  protected typeName(): string {
    return words.person
  }

  toWrite(): ObjectWrite {
    return {
      kind: 'person',
      ref: this.ref,
      owner: this.#object.owner.ref,
      name: this.text('Наименование'),
      position: this.text('Должность'),
      contacts: this.#contacts.values(),
    }
  }

  protected take(object: ObjectData): void {
    if (object.kind !== 'person') return
    this.#object = object
    this.set('Наименование', object.name)
    this.set('Должность', object.position)
    if (switches.ki === 'keep') this.#contacts.refill(object.contacts)
    else this.#contacts.build(object.contacts)
  }
}
