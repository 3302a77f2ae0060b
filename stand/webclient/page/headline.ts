import { attr, el, setText } from './dom.ts'
import { switches } from './switches.ts'
import { words } from './words.ts'

/**
 * The line above a form, of a page or a window: its caption stands in attributes and the element stays empty; in an
 * older base it is text (D3). `prefix` as in `VW_page3` or `VW_page3ps1`.
 */
export class Headline {
  readonly node: HTMLElement
  readonly #title: HTMLElement
  readonly #prefix: string

  constructor(prefix: string, spec: { discussion: boolean; close: () => void }) {
    this.#prefix = prefix
    const id = (name: string) => `${prefix}headerTopLine_${name}`
    this.#title = el('div', { id: id('title'), class: 'toplineBoxTitle' })
    const cross = el('div', { id: id('cmd_CloseButton'), class: 'toplineClose', title: words.close })
    cross.addEventListener('click', (event) => {
      if (event.isTrusted) spec.close()
    })
    const ecs = el('div', { id: id('cmdf_ECSFormButton'), class: 'toplineEcs', title: words.discussion })
    this.node = el('div', { class: 'toplineBox' }, this.#title, ...(spec.discussion ? [ecs] : []), cross)
  }

  show(caption: string): void {
    if (switches.captions === 'text-node') {
      const window = /ps\d+$/.exec(this.#prefix)?.[0]
      attr(this.#title, 'id', window ? `${window}formHeaderTitle` : `${this.#prefix}caption`)
      setText(this.#title, caption)
    } else {
      attr(this.node, 'data-title', caption)
      attr(this.#title, 'title', caption)
    }
  }
}
