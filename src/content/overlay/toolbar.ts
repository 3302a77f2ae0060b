import type { Found } from '../../phone/find.ts'
import type { Language } from '../../ui/words/language.ts'
import { markWords } from '../../ui/words/marks.ts'
import { copyText } from './copy.ts'
import { type DialLook, DialView } from './dial-view.ts'
import { make } from './dom.ts'
import type { Mark } from './marks.ts'
import { TypeAhead } from './type-ahead.ts'
import { Views } from './views.ts'

export type DialMark = Mark<Found[]>

export type ToolbarListener = {
  /** A person wants this number dialled. */
  dial: (mark: DialMark, number: Found) => void
  /** Whether the mark's place still shows the numbers its button was drawn for, and they can be dialled now. */
  mayDial: (mark: DialMark) => boolean
}

/** How long «Скопировано» stays. */
const COPIED_MS = 1500

/** The dial buttons of a page. One listener of a kind for all of them, however many there are. */
export class Toolbar {
  readonly element: HTMLElement
  readonly #language: Language
  readonly #listener: ToolbarListener
  readonly #views: Views<Found[], DialView>
  readonly #typed = new TypeAhead()
  #open: DialView | null = null

  constructor(language: Language, listener: ToolbarListener, signal: AbortSignal) {
    this.#language = language
    this.#listener = listener
    this.element = make('div', { class: 'marks', role: 'toolbar', 'aria-label': markWords[language].name })
    this.#views = new Views(this.element, () => new DialView(language))
    this.element.addEventListener('click', (event) => this.#onClick(event), { signal })
    this.element.addEventListener('contextmenu', (event) => this.#onContextMenu(event), { signal })
    this.element.addEventListener('keydown', (event) => this.#onKey(event), { signal })
    for (const type of ['pointerover', 'focusin']) {
      this.element.addEventListener(type, (event) => this.#viewAt(event.target)?.view.setTooltip(), { signal })
    }
  }

  /** `lookOf` says how a button stands to calls; null = there are none. */
  draw(marks: readonly DialMark[], lookOf: (numbers: Found[]) => DialLook | null): void {
    let isFirst = true
    for (const { view, mark } of this.#views.set(marks)) {
      view.draw(mark.value, mark.spot, lookOf(mark.value))
      view.setInTabOrder(isFirst)
      isFirst = false
    }
    if (this.#open && !this.#open.element.isConnected) this.#open.closeMenu()
    if (this.#open && !this.#open.menuIsOpen) this.#open = null
  }

  /** The menu of a place with several numbers, for the mouse or for the keyboard. */
  openMenu(mark: DialMark, keyboard: boolean): void {
    const found = this.#views.shown.find((each) => each.mark.place.element === mark.place.element)
    if (!found) return
    this.closeMenu()
    this.#open = found.view
    found.view.openMenu()
    // From the keyboard, the keyboard goes on in the menu.
    if (keyboard) found.view.element.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }

  closeMenu(): void {
    this.#open?.closeMenu()
    this.#open = null
  }

  #viewAt(target: EventTarget | null) {
    const place = (target as Element | null)?.closest('.place')
    return place ? this.#views.shown.find(({ view }) => view.element === place) : undefined
  }

  #numberAt(target: EventTarget | null, mark: DialMark): Found | undefined {
    const at = (target as Element | null)?.closest('[data-at]')?.getAttribute('data-at')
    return at === null || at === undefined ? undefined : mark.value[Number(at)]
  }

  #onClick(event: MouseEvent): void {
    // Only a person dials, and only what the button shows (DESIGN 8).
    const found = this.#viewAt(event.target)
    const element = event.target as Element
    if (!event.isTrusted || !found || !element.closest('button') || !this.#listener.mayDial(found.mark)) return
    const { view, mark } = found
    const chosen = this.#numberAt(event.target, mark)
    const [only, ...others] = mark.value
    if (chosen) {
      this.closeMenu()
      this.#listener.dial(mark, chosen)
    } else if (only && others.length === 0) this.#listener.dial(mark, only)
    else if (view.menuIsOpen) this.closeMenu()
    else this.openMenu(mark, event.detail === 0)
  }

  /** Right-click takes the number along, to be pasted anywhere. */
  #onContextMenu(event: MouseEvent): void {
    const found = this.#viewAt(event.target)
    if (!found || !event.isTrusted) return
    event.preventDefault()
    const { view, mark } = found
    const numbers = [this.#numberAt(event.target, mark)].filter((each) => each !== undefined)
    const text = (numbers.length > 0 ? numbers : mark.value).map(({ digits, kind }) =>
      kind === 'full' ? `+${digits}` : digits,
    )
    void copyText(text.join(', '), document).then((done) => {
      if (done) view.say(markWords[this.#language].copied, COPIED_MS)
    })
  }

  /** Arrows lead from button to button and through a menu; Tab comes by only once. */
  #onKey(event: KeyboardEvent): void {
    const found = this.#viewAt(event.target)
    if (!found) return
    const { view } = found
    if (event.key === 'Escape') {
      view.button.focus()
      this.closeMenu()
      return
    }
    const items = view.menuIsOpen ? [...view.element.querySelectorAll<HTMLElement>('[role=menuitem]')] : []
    const list = items.length > 0 ? items : this.#views.shown.map((each) => each.view.button)
    const from = list.indexOf(event.target as HTMLElement)
    const typed = items.length > 0 ? this.#typed.find(event.key, view.numbers) : null
    const to = stepTo(event.key, from, list.length) ?? typed
    if (to === null) return
    event.preventDefault()
    list[to]?.focus()
  }
}

/** Where a key leads in a list; null = nowhere. */
function stepTo(key: string, from: number, length: number): number | null {
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return (from + 1) % length
    case 'ArrowUp':
    case 'ArrowLeft':
      return (Math.max(from, 0) - 1 + length) % length
    case 'Home':
      return 0
    case 'End':
      return length - 1
    default:
      return null
  }
}
