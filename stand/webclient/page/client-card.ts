import type { ClientData, DataOf, KindInfo, ObjectData, ObjectWrite } from '../wire.ts'
import { CardBottom } from './card-bottom.ts'
import { requisites } from './card-fields.ts'
import { ContactBlock } from './contact-block.ts'
import { titleOf } from './controls.ts'
import { append, el } from './dom.ts'
import { type ObjectEvents, ObjectForm } from './object-form.ts'
import { RefField } from './ref-field.ts'
import { RoutingField } from './routing-field.ts'
import { switches } from './switches.ts'
import { captions, words } from './words.ts'

const CONTACTS_TOP = 472

export type ClientCardEvents = ObjectEvents & {
  /** «Перевод звонков», with the place to open the list at. */
  transfer: (form: ClientCard, under: Element) => void
}

/** The client card: requisites that look like phones, contact information, the routing field. */
export class ClientCard extends ObjectForm {
  readonly routing: RefField | null
  readonly #responsible: RefField
  readonly #contacts: ContactBlock
  readonly #bottom: CardBottom
  #object: ClientData

  constructor(n: number, object: ClientData, kinds: readonly KindInfo[], events: ClientCardEvents) {
    super(n, kinds, events)
    this.#object = object
    const transfer = (under: Element) => events.transfer(this, under)
    append(
      this.container,
      this.commands([{ name: 'ФормаПереводЗвонков', caption: words.transferCalls, width: 130, press: transfer }]),
      ...requisites(this, object, this.touch),
    )
    this.#responsible = new RefField(
      this,
      { name: 'Ответственный', caption: captions.responsible, left: 172, top: 386, width: 320 },
      object.responsible,
      events.drop,
      this.reference(),
    )
    const routing = new RoutingField(this, object.routing, events.drop, this.reference())
    this.routing = routing.field
    append(this.container, ...this.#responsible.nodes, ...this.#contactHeading())
    this.#bottom = new CardBottom(this, kinds, {
      routing: routing.nodes,
      add: (kind) => this.#contacts.addEmpty(kind),
    })
    append(this.container, ...this.#bottom.nodes)
    this.#contacts = new ContactBlock(this, kinds, {
      into: this.container,
      top: CONTACTS_TOP,
      typed: this.touch,
      resized: () => this.#bottom.place(CONTACTS_TOP + this.#contacts.height()),
      called: events.called,
    })
    this.#contacts.build(initial(object, kinds))
    this.#bottom.history(object)
  }

  get object(): DataOf<'client'> {
    return this.#object
  }

  presentation(): string {
    return this.#object.name
  }

  protected typeName(): string {
    return words.client
  }

  toWrite(): ObjectWrite {
    return {
      kind: 'client',
      ref: this.ref,
      name: this.text('Наименование'),
      fullName: this.text('НаименованиеПолное'),
      inn: this.text('ИНН'),
      kpp: this.text('КПП'),
      contacts: this.#contacts.values(),
      responsible: this.#responsible.value().ref,
      routing: (this.routing?.value() ?? this.#object.routing).ref,
    }
  }

  protected take(object: ObjectData): void {
    if (object.kind !== 'client') return
    this.#object = object
    this.set('Наименование', object.name)
    this.set('НаименованиеПолное', object.fullName)
    this.set('ИНН', object.inn)
    this.set('КПП', object.kpp)
    this.set('Код', object.code)
    this.#responsible.set(object.responsible)
    this.routing?.set(object.routing)
    if (switches.ki === 'keep') this.#contacts.refill(object.contacts)
    else this.#contacts.build(object.contacts)
    this.#bottom.history(object)
  }

  #contactHeading(): HTMLElement[] {
    const id = this.id('ГруппаКонтактнаяИнформация')
    return [
      titleOf(id, words.contactInfo, { left: 12, top: 446 }, id),
      el('div', { id: `${this.id('ГруппаЗначенияКИГруппаКонтактнаяИнформация')}_div`, class: 'logicGroupContainer' }),
    ]
  }
}

/** A new client shows an empty phone to fill in. */
function initial(object: ClientData, kinds: readonly KindInfo[]): ClientData['contacts'] {
  const phone = kinds.find((k) => k.type === 'Телефон')
  return object.contacts.length > 0 || !phone ? object.contacts : [{ kind: phone.ref, text: '', comment: '' }]
}
