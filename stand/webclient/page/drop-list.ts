import type { UserItem } from '../wire.ts'
import { append, clear, css, el, show, toggle } from './dom.ts'
import { words } from './words.ts'

/** `#editDropDown`: the one list that opens under a field; whoever opened it last owns it (WEBCLIENT 1.3). */
export class DropList {
  readonly element = el('div', { id: 'editDropDown', class: 'cloud', style: 'display:none' })
  #owner: object | null = null
  #items: readonly UserItem[] = []
  #current = -1
  #choose: (user: UserItem) => void = () => {}

  constructor() {
    // The field keeps its focus while one chooses.
    this.element.addEventListener('mousedown', (event) => event.preventDefault())
    document.addEventListener('mousedown', (event) => {
      const inside = event.target instanceof Node && this.element.contains(event.target)
      if (!inside && this.#owner) this.close(this.#owner)
    })
  }

  openBy(owner: object): boolean {
    return this.#owner === owner
  }

  items(): readonly UserItem[] {
    return this.#items
  }

  open(
    owner: object,
    under: Element,
    items: readonly UserItem[],
    choose: (user: UserItem) => void,
    all?: () => void,
  ): void {
    this.#owner = owner
    this.#items = items
    this.#choose = choose
    this.#current = -1
    const box = under.getBoundingClientRect()
    css(this.element, `position:fixed;left:${box.left}px;top:${box.bottom + 2}px;width:${Math.max(box.width, 260)}px`)
    clear(this.element)
    for (const item of items) append(this.element, this.#item(item))
    if (all) append(this.element, this.#bottom(all))
  }

  close(owner: object): void {
    if (this.#owner !== owner) return
    this.#owner = null
    this.#items = []
    show(this.element, false)
    clear(this.element)
  }

  /** Arrows move in the list, Enter takes the marked one; true = the key was the list's. */
  key(event: KeyboardEvent): boolean {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.#current = Math.max(
        0,
        Math.min(this.#current + (event.key === 'ArrowDown' ? 1 : -1), this.#items.length - 1),
      )
      for (const [n, node] of [...this.element.querySelectorAll('.eddText')].entries())
        toggle(node, 'select', n === this.#current)
      return true
    }
    const marked = this.#items[this.#current]
    if (event.key !== 'Enter' || !marked) return false
    this.#choose(marked)
    return true
  }

  #item(item: UserItem): HTMLElement {
    const node = el('div', { class: 'eddText' }, item.name)
    node.addEventListener('click', (event) => {
      if (event.isTrusted) this.#choose(item)
    })
    return node
  }

  #bottom(all: () => void): HTMLElement {
    const link = el('span', { class: 'hyperlink' }, words.showAll)
    link.addEventListener('click', (event) => {
      if (event.isTrusted) all()
    })
    return el('div', { class: 'eddBottom' }, link)
  }
}
