import type { Present } from '../../protocol/mirror.ts'
import { presenceLook, presenceText } from '../../ui/presence.ts'
import { plain } from '../../ui/text.ts'
import type { Language } from '../../ui/words/language.ts'
import { markWords } from '../../ui/words/marks.ts'
import { make, set } from './dom.ts'
import type { Mark } from './marks.ts'
import { Views } from './views.ts'

export type DotMark = Mark<Present>

/** Dots beside the names of users: how their lines are (SPEC A8). */
export class Dots {
  readonly element: HTMLElement
  readonly #views: Views<Present, DotView>

  constructor(language: Language) {
    this.element = make('div', { class: 'marks' })
    this.#views = new Views(this.element, () => new DotView(language))
  }

  draw(marks: readonly DotMark[]): void {
    for (const { view, mark } of this.#views.set(marks)) view.draw(mark)
  }
}

class DotView {
  readonly element = make('div', { class: 'dot', role: 'img' })
  readonly #language: Language
  #present: Present | null = null
  #transform = ''

  constructor(language: Language) {
    this.#language = language
  }

  draw({ value, spot }: DotMark): void {
    const transform = `translate(${spot.right}px, ${spot.middle}px)`
    if (transform !== this.#transform) {
      this.#transform = transform
      this.element.style.transform = transform
    }
    if (value === this.#present) return
    this.#present = value
    const text = markWords[this.#language].line(
      plain(value.name),
      presenceText(value.line, value.status, this.#language),
    )
    const name = `dot ${presenceLook(value.line, value.status)}`
    if (this.element.className !== name) this.element.className = name
    set(this.element, 'aria-label', text)
    set(this.element, 'title', text)
  }
}
