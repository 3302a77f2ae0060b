import type { CallData, DataOf, KindInfo, ObjectData, ObjectWrite } from '../wire.ts'
import { CheckBox } from './check-box.ts'
import { Label } from './controls.ts'
import { append, at, css } from './dom.ts'
import { type FieldSpec, InputField } from './input-field.ts'
import { type ObjectEvents, ObjectForm } from './object-form.ts'
import { RefField } from './ref-field.ts'
import { captions, words } from './words.ts'

type Spec = Omit<FieldSpec, 'left'>

const FIELDS: readonly [Spec, (call: CallData) => string][] = [
  [
    { name: 'Дата', caption: captions.callDate, top: 44, width: 200, buttons: ['CB'], buttonClass: 'iCalendB' },
    (c) => c.date,
  ],
  [{ name: 'АбонентПредставление', caption: captions.subscriber, top: 102, width: 320 }, (c) => c.subscriber],
  // The phone; its caption has no word of a phone in it.
  [{ name: 'АбонентКакСвязаться', caption: captions.contactWay, top: 132, width: 320 }, (c) => c.contactWay],
  [
    { name: 'АбонентКонтакт', caption: captions.contact, top: 162, width: 320, buttons: ['CB', 'CLR', 'OB'] },
    (c) => c.contact.name,
  ],
  [{ name: 'Тема', caption: captions.subject, top: 192, width: 320 }, (c) => c.subject],
  [{ name: 'Описание', caption: captions.description, top: 222, width: 320, rows: 3 }, (c) => c.text],
  [{ name: 'Предмет', caption: captions.about, top: 294, width: 320, buttons: ['CB', 'OB'] }, (c) => c.about],
  [
    {
      name: 'РассмотретьПосле',
      caption: captions.considerAfter,
      top: 382,
      width: 200,
      buttons: ['DLB', 'CB'],
      buttonClass: 'iCalendB',
    },
    () => '',
  ],
]

/** The document «Телефонный звонок» (WEBCLIENT 1.8). */
export class CallDocument extends ObjectForm {
  readonly #responsible: RefField
  readonly #incoming: CheckBox
  readonly #considered: CheckBox
  readonly #unknown: Label
  readonly #author: Label
  #object: CallData

  constructor(n: number, object: CallData, kinds: readonly KindInfo[], events: ObjectEvents) {
    super(n, kinds, events)
    this.#object = object
    const typed = this.touch
    append(
      this.container,
      this.commands([{ name: 'СоздатьКонтакт', caption: words.createContact, width: 130, press: () => {} }]),
    )
    for (const [spec, value] of FIELDS)
      append(this.container, ...new InputField(this, { ...spec, left: 172 }, value(object), { typed }).nodes)
    this.#responsible = new RefField(
      this,
      { name: 'Ответственный', caption: captions.responsible, left: 172, top: 324, width: 320 },
      object.responsible,
      events.drop,
      this.reference(),
    )
    const box = (name: string, caption: string, top: number, on: boolean) =>
      new CheckBox(this, { name, caption, left: 12, top }, on, typed)
    this.#incoming = box('Входящий', captions.incoming, 74, object.incoming)
    this.#considered = box('Рассмотрено', captions.considered, 354, object.considered)
    this.#unknown = new Label(
      this,
      { name: 'ДекорацияКонтактыНеЗаполнены', left: 12, top: 412, width: 420, bare: true },
      unknown(object),
    )
    this.#author = new Label(
      this,
      { name: 'Автор', caption: captions.author, left: 172, top: 440, width: 320 },
      object.author,
    )
    for (const part of [this.#responsible, this.#incoming, this.#considered, this.#unknown, this.#author])
      append(this.container, ...part.nodes)
    css(this.container, at(0, 36, 1180, 528))
  }

  get object(): DataOf<'call'> {
    return this.#object
  }

  presentation(): string {
    return `${words.call} ${words.from} ${this.#object.date}`
  }

  protected typeName(): string {
    return words.call
  }

  /** A document is captioned by its presentation alone. */
  override caption(): string {
    return this.ref ? this.presentation() : super.caption()
  }

  toWrite(): ObjectWrite {
    return {
      kind: 'call',
      ref: this.ref,
      incoming: this.#incoming.isOn(),
      subscriber: this.text('АбонентПредставление'),
      contactWay: this.text('АбонентКакСвязаться'),
      subject: this.text('Тема'),
      text: this.text('Описание'),
      considered: this.#considered.isOn(),
      responsible: this.#responsible.value().ref,
    }
  }

  protected take(object: ObjectData): void {
    if (object.kind !== 'call') return
    this.#object = object
    for (const [{ name }, value] of FIELDS) this.set(name, value(object))
    this.#responsible.set(object.responsible)
    this.#incoming.set(object.incoming)
    this.#considered.set(object.considered)
    this.#unknown.set(unknown(object))
    this.#author.set(object.author)
  }
}

const unknown = (call: CallData) => (call.contact.ref ? '' : words.contactUnknown)
