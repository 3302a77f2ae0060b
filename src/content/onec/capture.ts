import { type Card, type CardValues, phonesAt } from './card.ts'
import type { Field } from './fields.ts'
import { plainValue } from './text.ts'

/**
 * What a card held at the moment it was saved. 1C first commits the field that is being typed in: «Иванова Ан» becomes
 * the one user that is meant, an unknown name is taken back, a phone is written anew (onec D6.1). So the field that had
 * the focus, and no other, is read again until the save is known to have come through.
 */
export class Capture {
  readonly #card: Card
  readonly #values: CardValues
  readonly #otherPhones: string[]
  #typed: Field | null
  #text: string

  /** `earlier` = taken at the press of the same button, when the focus was still in the field. */
  constructor(card: Card, now: number, earlier?: Capture) {
    this.#card = card
    this.#values = card.read(now)
    const { root, routing, phones } = card.fields
    const focused = root.ownerDocument.activeElement
    this.#typed = [routing, ...phones].find(({ element }) => element === focused) ?? earlier?.typed ?? null
    this.#otherPhones = card.phones(this.#typed?.name)
    this.#text = this.#typed?.read() ?? ''
  }

  get typed(): Field | null {
    return this.#typed
  }

  /** Reads the typed field again. One that has gone with its form keeps the value it had at the end. */
  look(): void {
    if (!this.#typed) return
    const { routing, phones } = this.#card.fields
    this.#typed = [routing, ...phones].find(({ name }) => name === this.#typed?.name) ?? this.#typed
    const text = this.#typed.read()
    if (text !== '' || this.#typed.element.isConnected) this.#text = text
  }

  /** The person goes on with the card: what comes now belongs to the next save. */
  freeze(): void {
    this.look()
    const { user, phones } = this.values()
    this.#values.user = user
    this.#values.phones = phones
    this.#typed = null
  }

  values(): CardValues {
    const { user, phones } = this.#values
    if (this.#typed?.meaning === 'routing') return { user: plainValue(this.#text), phones }
    if (!this.#typed) return { user, phones }
    const typed = phonesAt({ read: () => this.#text })
    return { user, phones: [...new Set([...this.#otherPhones, ...typed])] }
  }
}
