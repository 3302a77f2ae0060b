import type { Found } from '../../phone/find.ts'
import type { Language } from '../../ui/words/language.ts'
import { markWords } from '../../ui/words/marks.ts'
import type { Spot } from '../onec/geometry.ts'
import { handset, make, set } from './dom.ts'
import { numberText } from './number-text.ts'

/** How a button stands to the calls there are. */
export type DialLook = {
  /** What its call is doing, in words; null = there is none. */
  state: string | null
  phase: string
  /** Why the call has failed, in words. */
  failure: string | null
  /** Its call is not over yet, so that it cannot be pressed. */
  underWay: boolean
  /** Why nothing can be dialled now; null = it can. */
  reason: string | null
}
const IDLE: DialLook = { state: null, phase: '', failure: null, underWay: false, reason: null }

const MENU_WIDTH = 280
const MENU_ITEM = 32

/** The button of one place: 16 px of handset, or the state of its call; a menu where there are several numbers. */
export class DialView {
  readonly element: HTMLElement
  readonly button: HTMLButtonElement
  readonly #language: Language
  readonly #state = make('span')
  #numbers: Found[] = []
  #spot: Spot = { right: Number.NaN, middle: Number.NaN }
  #label = ''
  #said = ''
  #hasTooltip = false
  #inTabOrder = false
  #look = IDLE
  #bubble: HTMLElement | null = null
  #menu: HTMLElement | null = null

  constructor(language: Language) {
    this.#language = language
    this.button = make('button', { type: 'button', class: 'dial', 'data-dial': '', tabindex: '-1' }, handset())
    this.element = make('div', { class: 'place' }, this.button)
  }

  get numbers(): readonly Found[] {
    return this.#numbers
  }

  get menuIsOpen(): boolean {
    return this.#menu !== null
  }

  /** Most often nothing is another, and nothing is touched. */
  draw(numbers: Found[], spot: Spot, look: DialLook | null): void {
    if (numbers !== this.#numbers) this.#setNumbers(numbers)
    if (spot.right !== this.#spot.right || spot.middle !== this.#spot.middle) {
      this.#spot = spot
      this.element.style.transform = `translate(${spot.right}px, ${spot.middle}px)`
    }
    this.#setLook(look ?? IDLE)
  }

  setInTabOrder(is: boolean): void {
    if (is === this.#inTabOrder) return
    this.#inTabOrder = is
    this.button.tabIndex = is ? 0 : -1
  }

  /** For the mouse, and only when it comes: the same is read out as the button's name. */
  setTooltip(): void {
    this.#hasTooltip = true
    set(this.button, 'title', this.#look.reason === null ? this.#label : `${this.#label}\n${this.#look.reason}`)
  }

  openMenu(): void {
    const { call, chooseNumber } = markWords[this.#language]
    const items = this.#numbers.map((number, at) => {
      const text = numberText(number, this.#language)
      const attributes = {
        type: 'button',
        role: 'menuitem',
        tabindex: '-1',
        'data-at': String(at),
        'aria-label': call(text),
      }
      return make('button', attributes, handset(), make('span', {}, new Text(text)))
    })
    this.#menu?.remove()
    this.#menu = make('div', { class: 'menu', role: 'menu', 'aria-label': chooseNumber }, ...items)
    this.element.append(this.#menu)
    this.#raise()
  }

  closeMenu(): void {
    this.#menu?.remove()
    this.#menu = null
    this.#raise()
  }

  /** Something short beside the button, for a moment. */
  say(text: string, ms: number): void {
    const said = make('div', { class: 'said', role: 'status' }, new Text(text))
    this.element.querySelector('.said')?.remove()
    this.element.append(said)
    setTimeout(() => said.remove(), ms)
  }

  #setNumbers(numbers: Found[]): void {
    const [before, now] = [this.#numbers.length > 1, numbers.length > 1]
    this.#numbers = numbers
    const only = numbers.length === 1 ? numbers[0] : undefined
    const label = markWords[this.#language].call(only ? numberText(only, this.#language) : this.#texts())
    // A menu of other numbers would dial what nobody has chosen.
    if (this.#menu && label !== this.#label) this.closeMenu()
    this.#label = label
    if (before !== now) {
      set(this.button, 'aria-haspopup', now ? 'menu' : null)
      set(this.button, 'aria-expanded', now ? 'false' : null)
    }
    this.#name()
  }

  #texts(): string {
    return this.#numbers.map((each) => numberText(each, this.#language)).join(', ')
  }

  #setLook(look: DialLook): void {
    const before = this.#look
    if (look === before) return
    this.#look = look
    if (look.state !== before.state || look.phase !== before.phase) {
      this.button.className = ['dial', look.state !== null && 'state', look.phase].filter(Boolean).join(' ')
      this.#state.textContent = look.state
      if (look.state !== null && look.failure === null) this.button.append(this.#state)
      else this.#state.remove()
    }
    set(this.button, 'aria-disabled', String(look.reason !== null || look.underWay))
    if (look.failure !== before.failure) {
      this.#bubble?.remove()
      this.#bubble =
        look.failure === null ? null : make('div', { class: 'bubble', role: 'alert' }, new Text(look.failure))
      if (this.#bubble) this.element.append(this.#bubble)
    }
    this.#name()
    this.#raise()
  }

  #name(): void {
    const { failure, reason } = this.#look
    const state = failure ?? this.#look.state
    const said = state === null ? this.#label : `${this.#label}: ${state}`
    // Asking the element what it says would cost more than telling it.
    if (said !== this.#said) this.button.ariaLabel = said
    this.#said = said
    if (reason !== null || this.#hasTooltip) this.setTooltip()
  }

  /** Above other buttons, and whichever way there is room: down and to the left, unless the window ends there. */
  #raise(): void {
    const raised = this.#menu !== null || this.#bubble !== null
    const height = 24 + MENU_ITEM * Math.max(this.#numbers.length, 2)
    const { right, middle } = this.#spot
    const up = raised && middle + height > innerHeight && middle > height
    const classes = ['place', raised && 'raised', up && 'up', raised && right < MENU_WIDTH && 'rightwards']
    const name = classes.filter(Boolean).join(' ')
    if (this.element.className !== name) this.element.className = name
    if (this.#numbers.length > 1) set(this.button, 'aria-expanded', String(this.#menu !== null))
  }
}
