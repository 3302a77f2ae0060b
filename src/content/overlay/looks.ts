import type { Found } from '../../phone/find.ts'
import type { Language } from '../../ui/words/language.ts'
import { markWords } from '../../ui/words/marks.ts'
import type { Above } from '../parts/types.ts'
import type { DialLook } from './dial-view.ts'
import type { Dials } from './dials.ts'

/** How buttons stand to calls: for most of them it is the same, and the very same object. */
export class Looks {
  readonly #dials: Dials
  readonly #language: Language
  #usual: DialLook | null = null

  constructor(dials: Dials, language: Language) {
    this.#dials = dials
    this.#language = language
  }

  /** `reason`: why nothing can be dialled; `above` puts into words what a call is doing, once it is there. */
  now(reason: string | null, above: Above | null): (numbers: Found[]) => DialLook | null {
    if (this.#usual?.reason !== reason) this.#usual = { state: null, phase: '', failure: null, underWay: false, reason }
    const usual = reason === null ? null : this.#usual
    if (!this.#dials.any) return () => usual
    const now = Date.now()
    return (numbers) => {
      const digits = numbers.map((number) => number.digits)
      const dial = this.#dials.of(digits)
      if (!dial) return usual
      const { dialling } = markWords[this.#language]
      const state = above?.stateOf(dial, this.#language, now) ?? { state: dialling, phase: '', failure: null }
      return { ...state, underWay: this.#dials.isUnderWay(digits), reason }
    }
  }
}
