import { append, at, el, isShown, show, toggle } from './dom.ts'
import type { Form } from './form.ts'

type Page = { tab: HTMLElement; body: HTMLElement; opened: boolean; onOpen: () => void }

/** Pages within a form, under tabs: those that are not shown are hidden elements (WEBCLIENT 1.2). */
export class TabPages {
  readonly nodes: HTMLElement[]
  readonly #form: Form
  readonly #strip: HTMLElement
  readonly #bodies: HTMLElement
  #pages: Page[] = []

  constructor(form: Form, name: string, top: number) {
    this.#form = form
    this.#strip = el('div', { id: `${form.id(name)}#tabs`, class: 'frameTabs', style: at(12, top, 700, 26) })
    this.#bodies = el('div', { id: form.id(name), class: 'tabPages', style: at(0, top + 30, 1180, 0) })
    this.nodes = [this.#strip, this.#bodies]
  }

  /** Gives the page's own element; the first page is the one shown. `onOpen` = its tab is opened for the first time. */
  add(name: string, caption: string, onOpen: () => void = () => {}): HTMLElement {
    const body = el('div', { id: this.#form.id(name), class: 'tabPage', style: 'position:absolute;left:0;top:0' })
    const tab = el('div', { id: `thpage_${this.#form.id(name)}`, class: 'tabTitle', 'data-content': caption }, caption)
    const first = this.#pages.length === 0
    const page: Page = { tab, body, opened: first, onOpen }
    this.#pages.push(page)
    tab.addEventListener('click', (event) => {
      if (event.isTrusted) this.#open(page)
    })
    if (first) toggle(tab, 'select', true)
    else show(body, false)
    append(this.#strip, tab)
    append(this.#bodies, body)
    return body
  }

  #open(page: Page): void {
    if (isShown(page.body)) return
    for (const each of this.#pages) {
      show(each.body, each === page)
      toggle(each.tab, 'select', each === page)
    }
    if (page.opened) return
    page.opened = true
    page.onOpen()
  }
}
