import type { ClientData, KindInfo } from '../wire.ts'
import { button } from './controls.ts'
import { append, at, css, el, isShown, moveTo, show } from './dom.ts'
import type { Form } from './form.ts'
import { HtmlField } from './html-field.ts'
import { switches } from './switches.ts'
import { words } from './words.ts'

type Part = { node: HTMLElement; offset: number }

/** What stands under the contact information and moves with its height: «+ Телефон, адрес», routing, an HTML field. */
export class CardBottom {
  readonly nodes: HTMLElement[]
  readonly #form: Form
  readonly #parts: Part[]
  readonly #history: HtmlField
  readonly #menu: HTMLElement

  constructor(
    form: Form,
    kinds: readonly KindInfo[],
    of: { routing: readonly HTMLElement[]; add: (kind: string) => void },
  ) {
    this.#form = form
    this.#menu = el('div', { class: 'cloud submenu', style: 'position:absolute;left:172px;width:200px;display:none' })
    for (const kind of kinds) {
      if (kind.type === 'Адрес') continue
      const item = el('div', { class: 'submenuBlock' }, el('span', { class: 'submenuText' }, kind.caption))
      item.addEventListener('click', (event) => {
        if (!event.isTrusted) return
        show(this.#menu, false)
        of.add(kind.ref)
      })
      append(this.#menu, item)
    }
    const name = 'КонтактнаяИнформацияДобавитьПолеВводаГруппаКонтактнаяИнформация'
    const add = button(form, { name, caption: words.addContact, left: 172, width: 150 }, () => {
      show(this.#menu, !isShown(this.#menu))
    })
    this.#history = new HtmlField(form, 'ИсторияHTML')
    this.#parts = [
      { node: add, offset: 4 },
      { node: this.#menu, offset: 32 },
      ...of.routing.map((node) => ({ node, offset: 40 })),
      { node: this.#history.node, offset: switches.routing === 'hidden-page' ? 112 : 72 },
    ]
    this.nodes = this.#parts.map((part) => part.node)
  }

  place(top: number): void {
    for (const { node, offset } of this.#parts) moveTo(node, top + offset)
    css(this.#form.container, at(0, 36, 1180, top + 180))
  }

  history(card: ClientData): void {
    this.#history.show(words.history, card.contacts[0]?.text ?? '')
  }
}
