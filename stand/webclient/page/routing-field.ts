import type { RefValue } from '../wire.ts'
import { append, at, el } from './dom.ts'
import type { DropList } from './drop-list.ts'
import type { Form } from './form.ts'
import { RefField } from './ref-field.ts'
import { switches } from './switches.ts'
import { TabPages } from './tab-pages.ts'
import { captions, words } from './words.ts'

/** «Переключение звонков на:», in each of the ways a base may have it (D8); `field` null = it has none. */
export class RoutingField {
  readonly field: RefField | null
  readonly nodes: readonly HTMLElement[]

  constructor(form: Form, value: RefValue, drop: DropList, events: ConstructorParameters<typeof RefField>[4]) {
    const how = switches.routing
    if (how === 'absent') {
      this.field = null
      this.nodes = []
      return
    }
    const hidden = how === 'hidden-page'
    this.field = new RefField(
      form,
      {
        name: 'ПользовательДляПереключенияЗвонков',
        caption: how === 'other-caption' ? captions.routingOther : captions.routing,
        titleWidth: 240,
        left: 262,
        top: 0,
        width: 320,
        readOnly: how === 'read-only',
        disabled: how === 'disabled',
        chosenOnly: how === 'chosen-only',
        clearable: true,
      },
      value,
      drop,
      events,
    )
    if (!hidden) {
      this.nodes = this.field.nodes
      return
    }
    const pages = new TabPages(form, 'ГруппаСтраницы', 0)
    pages.add('СтраницаИстория', words.historyPage)
    append(pages.add('СтраницаПереключение', words.transferPage), ...this.field.nodes)
    this.nodes = [el('div', { class: 'logicGroupContainer', style: at(0, 0, 1180, 0) }, ...pages.nodes)]
  }
}
