import type { DataOf, InterestData, KindInfo, ObjectData, ObjectWrite } from '../wire.ts'
import { CheckBox } from './check-box.ts'
import { append, at, css } from './dom.ts'
import { type FieldSpec, InputField } from './input-field.ts'
import { type ObjectEvents, ObjectForm } from './object-form.ts'
import { RefField } from './ref-field.ts'
import { captions, words } from './words.ts'

type Spec = Omit<FieldSpec, 'left' | 'width'>

const FIELDS: readonly [Spec, (interest: InterestData) => string][] = [
  [{ name: 'Тема', caption: captions.subject, top: 74 }, (i) => i.topic],
  [{ name: 'Клиент', caption: captions.client, top: 104, readOnly: true }, (i) => i.client],
  [{ name: 'КонтактноеЛицо', caption: captions.person, top: 134, readOnly: true }, (i) => i.person],
  [{ name: 'Телефон', caption: captions.phone, top: 164, readOnly: true }, (i) => i.phone],
  [{ name: 'Email', caption: 'E-mail:', top: 194, readOnly: true }, (i) => i.email],
  [{ name: 'ТипУслуги', caption: captions.service, top: 224, readOnly: true }, (i) => i.service],
  [{ name: 'ЧтоСделать', caption: captions.whatToDo, top: 254, rows: 2 }, (i) => i.whatToDo],
  [{ name: 'Описание', caption: captions.description, top: 306, rows: 3 }, (i) => i.text],
  [
    { name: 'Взаимодействия', caption: captions.interactions, top: 378, rows: 4, readOnly: true },
    (i) => i.interactions,
  ],
  [{ name: 'Автор', caption: captions.author, top: 462, readOnly: true }, (i) => i.author],
]

/** The document «Интерес» of 1С:CRM, with the interactions that belong to it. No source shows its form. */
export class InterestForm extends ObjectForm {
  readonly #responsible: RefField
  readonly #closed: CheckBox
  #object: InterestData

  constructor(n: number, object: InterestData, kinds: readonly KindInfo[], events: ObjectEvents) {
    super(n, kinds, events)
    this.#object = object
    const typed = this.touch
    append(this.container, this.commands())
    for (const [spec, value] of FIELDS)
      append(
        this.container,
        ...new InputField(
          this,
          { ...spec, left: 172, width: 420 },
          value(object),
          spec.readOnly === true ? {} : { typed },
        ).nodes,
      )
    this.#responsible = new RefField(
      this,
      { name: 'Ответственный', caption: captions.responsible, left: 172, top: 44, width: 420 },
      object.responsible,
      events.drop,
      this.reference(),
    )
    this.#closed = new CheckBox(
      this,
      { name: 'Завершен', caption: captions.closed, left: 12, top: 496 },
      object.closed,
      typed,
    )
    append(this.container, ...this.#responsible.nodes, ...this.#closed.nodes)
    css(this.container, at(0, 36, 1180, 560))
  }

  get object(): DataOf<'interest'> {
    return this.#object
  }

  presentation(): string {
    return `${words.interest} ${this.#object.number} ${words.from} ${this.#object.date}`
  }

  protected typeName(): string {
    return words.interest
  }

  /** A document is captioned by its presentation alone. */
  override caption(): string {
    return this.ref ? this.presentation() : super.caption()
  }

  toWrite(): ObjectWrite {
    return {
      kind: 'interest',
      ref: this.ref,
      topic: this.text('Тема'),
      whatToDo: this.text('ЧтоСделать'),
      text: this.text('Описание'),
      responsible: this.#responsible.value().ref,
      closed: this.#closed.isOn(),
    }
  }

  protected take(object: ObjectData): void {
    if (object.kind !== 'interest') return
    this.#object = object
    for (const [{ name }, value] of FIELDS) this.set(name, value(object))
    this.#responsible.set(object.responsible)
    this.#closed.set(object.closed)
  }
}
