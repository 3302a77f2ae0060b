import { type Card, type CardValues, sameValues } from './card.ts'
import { captionOf } from './pages.ts'
import { plainValue } from './text.ts'

/** A reading again («Перечитать») also takes the asterisk away, and puts old values back. */
const SILENT_MS = 1000

/**
 * Saves nobody pressed a known button for: 1C's own code. Seen by the asterisk, or by a notice with the object's name
 * where captions have none; believed only if the values are still there a moment later.
 */
export class SilentSaves {
  readonly #waiting = new Map<number, { values: CardValues; at: number }>()
  readonly #dirty = new Map<number, boolean>()

  isWaiting(form: number): boolean {
    return this.#waiting.has(form)
  }

  /** The card has, or for a moment has had, unsaved changes. */
  changed(form: number): void {
    this.#dirty.set(form, true)
  }

  /** It has been saved the usual way. */
  settled(form: number): void {
    this.#waiting.delete(form)
    this.#dirty.set(form, false)
  }

  /** «Нет», «Отмена»: what happens to the asterisk now is no save. */
  cancel(form: number): void {
    this.#waiting.delete(form)
  }

  forget(form: number): void {
    this.#waiting.delete(form)
    this.#dirty.delete(form)
  }

  /** What a card has been saved with; null when it has not. `notices` = what 1C has said since the last look. */
  look(form: number, card: Card, notices: readonly string[], now: number): CardValues | null {
    const dirty = card.isDirty
    const values = card.read(now)
    const isNamed = notices.length > 0 && names(notices, captionOf(card.fields.root))
    if ((this.#dirty.get(form) || isNamed) && !dirty) this.#waiting.set(form, { values, at: now })
    this.#dirty.set(form, dirty)
    const waiting = this.#waiting.get(form)
    if (!waiting || now - waiting.at < SILENT_MS) return null
    this.#waiting.delete(form)
    return !dirty && sameValues(waiting.values, values) ? values : null
  }
}

/** Whether one of the notices bears the presentation of the object: the caption without «(Клиент)». */
function names(notices: readonly string[], caption: string): boolean {
  const presentation = plainValue(caption.replace(/\s*\([^()]*\)[\s*]*$/u, ''))
  return presentation !== '' && notices.some((text) => plainValue(text).includes(presentation))
}
