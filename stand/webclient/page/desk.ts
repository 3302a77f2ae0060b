import { append, el, remove, setText, setTitle, show, toggle } from './dom.ts'
import type { Form } from './form.ts'
import { Headline } from './headline.ts'
import { QuestionForm } from './question-form.ts'
import { switches } from './switches.ts'

type Page = {
  m: number
  guid: string
  form: Form
  root: HTMLElement
  tab: HTMLElement
  tabText: HTMLElement
  headline: Headline | null
}
type Window = { form: Form; root: HTMLElement; surface: HTMLElement | null; page: Page | null }

const WINDOW = { width: 900, height: 640 }

/** Forms on pages and in floating windows, and the tabs above (D1). */
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
    if (switches.numbers === 'new') return this.#nextForm++
    const taken = new Set(this.forms().map((form) => form.n))
    let free = 0
    while (taken.has(free)) free++
    this.#nextForm = Math.max(this.#nextForm, free + 1)
    return free
  }

  forms(): Form[] {
    return [...this.#pages.map((p) => p.form), ...this.#windows.map((w) => w.form)]
  }

  /** The one that gets the keys: that of the focus. What lies below a question, or a window that dims the rest, gets none. */
  active(): Form | null {
    const windows = this.#shownWindows().map(({ form }) => form)
    const top = windows.at(-1) ?? this.#active?.form ?? null
    if (this.#isDimmed() || top instanceof QuestionForm) return top
    const shown = this.#active ? [...windows, this.#active.form] : windows
    return shown.find(({ container }) => container.contains(document.activeElement)) ?? top
  }

  /** `home` = the start page: no caption, no cross. What opens from a window that dims the rest opens above it. */
  open(form: Form, how: { home?: boolean; window?: boolean } = {}): void {
    const floating = how.window ?? (switches.forms === 'window' && !how.home)
    if (floating || this.#isDimmed()) this.openWindow(form, WINDOW)
    else this.#openPage(form, how.home === true)
  }

  #openPage(form: Form, home: boolean): void {
    // Page and form numbers differ in a real client.
    const m = home ? 0 : ++this.#nextPage
    if (!home && this.#nextPage % 3 === 0) this.#nextPage++
    const guid = home ? 'HOME' : crypto.randomUUID()
    const tabText = el('span', { class: 'openedHomeTitle' })
    const cross = el('span', { id: `openedCell_close_${guid}`, class: 'openedClose' })
    const tab = el('div', { id: `openedCell_cmd_${guid}`, class: 'openedItem' }, tabText, cross)
    const headline = home ? null : new Headline(`VW_page${m}`, { discussion: true, close: () => this.ask(form) })
    const root = el('div', { id: `page${m}`, class: 'page', style: 'display:none' })
    const page: Page = { m, guid, form, root, tab, tabText, headline }
    if (headline) append(root, headline.node)
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
    form.onCaption = () => this.#caption(page)
    form.onCaption()
    this.show(form)
  }

  /** A floating window over the page that is shown. */
  openWindow(form: Form, { width, height }: { width: number; height: number }): void {
    const k = this.#nextWindow++
    const page = this.#active
    const prefix = page && switches.windows === 'page' ? `VW_page${page.m}ps${k}` : `ps${k}`
    const headline = new Headline(prefix, { discussion: false, close: () => this.ask(form) })
    const place = `left:50%;top:${60 + (k % 4) * 30}px;width:${width}px;height:${height}px;margin-left:${-width / 2}px`
    const root = el(
      'div',
      { id: `${prefix}win`, class: 'cloud psWindow', style: `position:absolute;${place}` },
      headline.node,
      form.container,
    )
    // The same id more than once: those of windows gone by stay, hidden (WEBCLIENT 1.1).
    const surface = switches.modal === 'surface' ? el('div', { id: 'modalSurface', class: 'surfaceBlack' }) : null
    append(this.#container, ...(surface ? [surface] : []), root)
    this.#windows.push({ form, root, surface, page })
    form.onCaption = () => headline.show(shownCaption(form))
    form.onCaption()
  }

  /** Nothing but windows can be used while one of them dims the rest. */
  #isDimmed(): boolean {
    return this.#windows.some((w) => w.surface !== null)
  }

  #shownWindows(): Window[] {
    return this.#windows.filter((w) => w.surface !== null || w.page === this.#active)
  }

  show(form: Form): void {
    const page = this.#pages.find((p) => p.form === form)
    if (!page || this.#isDimmed()) return
    for (const other of this.#pages) {
      show(other.root, other === page)
      toggle(other.tab, 'select', other === page)
    }
    for (const window of this.#windows) show(window.root, window.page === page)
    this.#active = page
    this.#caption(page)
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
      if (window.surface) show(window.surface, false)
      form.closed()
      return
    }
    const page = this.#pages.find((p) => p.form === form)
    if (!page) return
    for (const over of this.#windows.filter((w) => w.page === page)) this.close(over.form)
    const place = this.#pages.indexOf(page)
    this.#pages.splice(place, 1)
    remove(page.root, page.tab)
    form.closed()
    const next = this.#pages[Math.min(place, this.#pages.length - 1)]
    if (this.#active === page && next) this.show(next.form)
  }

  #caption(page: Page): void {
    const caption = shownCaption(page.form)
    setText(page.tabText, caption)
    if (page === this.#active) setTitle(caption)
    page.headline?.show(caption)
  }
}

const shownCaption = (form: Form) => form.caption() + (form.isModified() && switches.asterisk === 'shown' ? ' *' : '')
