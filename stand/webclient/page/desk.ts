import { append, attr, el, remove, setText, setTitle, show, toggle } from './dom.ts'
import type { Form } from './form.ts'
import { switches } from './switches.ts'
import { words } from './words.ts'

type Page = {
  m: number
  guid: string
  form: Form
  root: HTMLElement
  tab: HTMLElement
  tabText: HTMLElement
  show: () => void
}
type Window = { k: number; form: Form; root: HTMLElement; surface: HTMLElement; page: Page | null }

/** Forms on pages and in floating windows, and the tabs above (D1). Numbers are never used twice. */
export class Desk {
  #pages: Page[] = []
  #windows: Window[] = []
  #active: Page | null = null
  #nextForm = 0
  #nextPage = 0
  #nextWindow = 0
  #container: HTMLElement
  #tabs: HTMLElement

  constructor(container: HTMLElement, tabs: HTMLElement) {
    this.#container = container
    this.#tabs = tabs
  }

  formNumber(): number {
    return this.#nextForm++
  }

  forms(): Form[] {
    return [...this.#pages.map((p) => p.form), ...this.#windows.map((w) => w.form)]
  }

  /** The one that gets the keys: the topmost window, else the page that is shown. */
  active(): Form | null {
    return this.#windows.at(-1)?.form ?? this.#active?.form ?? null
  }

  /** `home` = the start page: no caption, no cross. */
  open(form: Form, home = false): void {
    // Page and form numbers differ in a real client.
    const m = home ? 0 : ++this.#nextPage
    if (!home && this.#nextPage % 3 === 0) this.#nextPage++
    const guid = home ? 'HOME' : crypto.randomUUID()
    const tabText = el('span', { class: 'openedHomeTitle' })
    const cross = el('span', { id: `openedCell_close_${guid}`, class: 'openedClose' })
    const tab = el('div', { id: `openedCell_cmd_${guid}`, class: 'openedItem' }, tabText, cross)
    const root = el('div', { id: `page${m}`, class: 'page', style: 'display:none' })
    const page: Page = { m, guid, form, root, tab, tabText, show: () => this.#caption(page) }
    if (!home) append(root, this.#topline(page))
    append(root, form.container)
    tab.addEventListener('click', (event) => {
      if (event.isTrusted && event.target !== cross) this.show(form)
    })
    cross.addEventListener('click', (event) => {
      if (event.isTrusted) this.ask(form)
    })
    append(this.#container, root)
    append(this.#tabs, tab)
    this.#pages.push(page)
    form.onCaption = page.show
    page.show()
    this.show(form)
  }

  /** A floating window over the page that is shown. */
  openWindow(form: Form, size: { width: number; height: number }): void {
    const k = this.#nextWindow++
    const page = this.#active
    const prefix = page ? `VW_page${page.m}ps${k}` : `ps${k}`
    const cross = el('div', { id: `${prefix}headerTopLine_cmd_CloseButton`, class: 'toplineClose', title: words.close })
    const title = el('div', { id: `${prefix}headerTopLine_title`, class: 'toplineBoxTitle', title: form.caption() })
    const root = el(
      'div',
      {
        id: `${prefix}win`,
        class: 'cloud psWindow',
        style: `position:absolute;left:50%;top:120px;width:${size.width}px;height:${size.height}px;margin-left:${-size.width / 2}px`,
      },
      el('div', { class: 'toplineBox', 'data-title': form.caption() }, title, cross),
      form.container,
    )
    cross.addEventListener('click', (event) => {
      if (event.isTrusted) this.ask(form)
    })
    // The same id more than once: those of windows gone by stay, hidden (WEBCLIENT 1.1).
    const surface = el('div', { id: 'modalSurface', class: 'surfaceBlack' })
    append(this.#container, surface, root)
    this.#windows.push({ k, form, root, surface, page })
  }

  show(form: Form): void {
    const page = this.#pages.find((p) => p.form === form)
    if (!page || this.#windows.length > 0) return
    for (const other of this.#pages) {
      show(other.root, other === page)
      toggle(other.tab, 'select', other === page)
    }
    this.#active = page
    page.show()
  }

  /** The user wants it closed; the form may ask first. */
  ask(form: Form): void {
    const page = this.#pages.find((p) => p.form === form)
    if (page?.guid === 'HOME') return
    form.commit()
    if (form.mayClose()) this.close(form)
  }

  close(form: Form): void {
    const window = this.#windows.find((w) => w.form === form)
    if (window) {
      this.#windows.splice(this.#windows.indexOf(window), 1)
      remove(window.root)
      show(window.surface, false)
      form.closed()
      return
    }
    const page = this.#pages.find((p) => p.form === form)
    if (!page) return
    const place = this.#pages.indexOf(page)
    this.#pages.splice(place, 1)
    remove(page.root, page.tab)
    form.closed()
    const next = this.#pages[Math.min(place, this.#pages.length - 1)]
    if (this.#active === page && next) this.show(next.form)
  }

  #topline(page: Page): HTMLElement {
    const { m, form } = page
    const cross = el('div', {
      id: `VW_page${m}headerTopLine_cmd_CloseButton`,
      class: 'toplineClose',
      title: words.close,
    })
    cross.addEventListener('click', (event) => {
      if (event.isTrusted) this.ask(form)
    })
    return el(
      'div',
      { class: 'toplineBox' },
      el('div', { id: `VW_page${m}headerTopLine_title`, class: 'toplineBoxTitle' }),
      el('div', { id: `VW_page${m}headerTopLine_cmdf_ECSFormButton`, class: 'toplineEcs', title: words.discussion }),
      cross,
    )
  }

  /** In attributes, the div stays empty; in an older base as text (D3). */
  #caption(page: Page): void {
    const text = page.form.caption() + (page.form.isModified() ? ' *' : '')
    setText(page.tabText, text)
    if (page === this.#active) setTitle(text)
    const box = page.root.querySelector('.toplineBox')
    const title = box?.querySelector('.toplineBoxTitle')
    if (!box || !title) return
    if (switches.captions === 'text-node') {
      attr(title, 'id', `VW_page${page.m}caption`)
      setText(title, text)
    } else {
      attr(box, 'data-title', text)
      attr(title, 'title', text)
    }
  }
}
