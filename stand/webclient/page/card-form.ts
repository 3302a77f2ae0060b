import type { CardAnswer, CardData, KindInfo, SaveAsk } from '../wire.ts'
import { CardBottom } from './card-bottom.ts'
import { requisites } from './card-fields.ts'
import { ContactBlock } from './contact-block.ts'
import { button, titleOf } from './controls.ts'
import { append, at, el } from './dom.ts'
import type { DropList } from './drop-list.ts'
import { Form } from './form.ts'
import { InputField } from './input-field.ts'
import { RefField } from './ref-field.ts'
import { switches } from './switches.ts'
import { captions, words } from './words.ts'

const CONTACTS_TOP = 472

export type CardEvents = {
  write: (form: CardForm, how: { close: boolean }) => void
  reread: (form: CardForm) => void
  /** The user wants a changed card closed. */
  closing: (form: CardForm) => void
  /** 1C's own «Позвонить» and the like: a `tel:` link. */
  called: (link: string) => void
  refused: (form: CardForm, message: string) => void
  /** «Перевод звонков», with the place to open the list at. */
  transfer: (form: CardForm, under: Element) => void
}

/** The client card: requisites that look like phones, contact information, the routing field. */
export class CardForm extends Form {
  readonly routing: RefField | null
  readonly responsible: RefField
  readonly contacts: ContactBlock
  readonly #bottom: CardBottom
  #card: CardData
  #modified = false
  readonly #events: CardEvents

  constructor(n: number, { card, kinds }: CardAnswer, drop: DropList, events: CardEvents) {
    super(n)
    this.#card = card
    this.#events = events
    const touched = () => this.touch()
    const reference = { typed: touched, changed: touched, refused: (message: string) => events.refused(this, message) }
    append(this.container, this.#commands(), ...requisites(this, card, touched))
    this.responsible = new RefField(
      this,
      { name: 'Ответственный', caption: captions.responsible, left: 172, top: 386, width: 320 },
      card.responsible,
      drop,
      reference,
    )
    this.routing = routingField(this, card, drop, reference)
    append(this.container, ...this.responsible.nodes, ...this.#contactHeading())
    this.#bottom = new CardBottom(this, kinds, {
      routing: this.routing?.nodes ?? [],
      add: (kind) => this.contacts.addEmpty(kind),
    })
    append(this.container, ...this.#bottom.nodes)
    this.contacts = new ContactBlock(this, kinds, CONTACTS_TOP, {
      typed: touched,
      resized: () => this.#bottom.place(CONTACTS_TOP + this.contacts.height()),
      called: events.called,
    })
    this.contacts.build(initial(card, kinds))
    this.#bottom.history(card)
  }

  get ref(): string {
    return this.#card.ref
  }

  get card(): CardData {
    return this.#card
  }

  caption(): string {
    return this.#card.ref ? `${this.#card.name} (${words.client})` : words.creating
  }

  override isModified(): boolean {
    return this.#modified
  }

  override mayClose(): boolean {
    if (!this.#modified) return true
    this.#events.closing(this)
    return false
  }

  override key(event: KeyboardEvent): boolean {
    if (!event.ctrlKey || event.altKey) return false
    if (event.code === 'KeyS') this.#events.write(this, { close: false })
    else if (event.key === 'Enter') this.#events.write(this, { close: true })
    else return false
    return true
  }

  touch(): void {
    this.#modified = true
    this.onCaption()
  }

  /** What goes to the server. */
  toWrite(): SaveAsk['card'] {
    const text = (name: string) => this.fields.get(name)?.value() ?? ''
    return {
      ref: this.#card.ref,
      name: text('Наименование'),
      fullName: text('НаименованиеПолное'),
      inn: text('ИНН'),
      kpp: text('КПП'),
      contacts: this.contacts.values(),
      responsible: this.responsible.value().ref,
      routing: this.routing ? this.routing.value().ref : this.#card.routing.ref,
    }
  }

  /** After a good write, or on re-reading: everything as the base has it, without any event. */
  read(card: CardData): void {
    this.#card = card
    this.#modified = false
    const set = (name: string, text: string) => {
      const field = this.fields.get(name)
      if (field instanceof InputField) field.set(text)
    }
    set('Наименование', card.name)
    set('НаименованиеПолное', card.fullName)
    set('ИНН', card.inn)
    set('КПП', card.kpp)
    set('Код', card.code)
    this.responsible.set(card.responsible)
    this.routing?.set(card.routing)
    if (switches.ki === 'recreate') {
      this.contacts.build(card.contacts)
      this.#bottom.history(card)
    } else this.contacts.refill(card.contacts)
    this.redraw()
    this.onCaption()
  }

  #commands(): HTMLElement {
    const write = (close: boolean) => () => this.#events.write(this, { close })
    const transfer = button(
      this,
      { name: 'ФормаПереводЗвонков', caption: words.transferCalls, left: 278, width: 130 },
      () => {
        this.#events.transfer(this, transfer)
      },
    )
    return el(
      'div',
      { id: this.id('ФормаКоманднаяПанель'), style: at(0, 0, 1000, 40) },
      button(
        this,
        {
          name: 'ФормаЗаписатьИЗакрыть',
          caption: words.writeClose,
          tip: words.writeCloseTip,
          left: 12,
          width: 160,
          main: true,
        },
        write(true),
      ),
      button(
        this,
        { name: 'ФормаЗаписать', caption: words.write, tip: words.writeTip, left: 180, width: 90 },
        write(false),
      ),
      transfer,
      button(this, { name: 'ФормаПеречитать', caption: words.reread, left: 416, width: 100 }, () =>
        this.#events.reread(this),
      ),
      button(
        this,
        { name: 'allActionsФормаКоманднаяПанель', caption: words.more, tip: words.allActions, left: 524, width: 60 },
        () => {},
      ),
    )
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
function initial(card: CardData, kinds: readonly KindInfo[]): CardData['contacts'] {
  const phone = kinds.find((k) => k.type === 'Телефон')
  return card.contacts.length > 0 || !phone ? card.contacts : [{ kind: phone.ref, text: '', comment: '' }]
}

function routingField(
  form: Form,
  card: CardData,
  drop: DropList,
  events: ConstructorParameters<typeof RefField>[4],
): RefField | null {
  if (switches.routing === 'absent') return null
  const caption = switches.routing === 'other-caption' ? captions.routingOther : captions.routing
  const readOnly = switches.routing === 'read-only'
  return new RefField(
    form,
    { name: 'ПользовательДляПереключенияЗвонков', caption, titleWidth: 240, left: 262, top: 0, width: 320, readOnly },
    card.routing,
    drop,
    events,
  )
}
