import type { CardValues, KnownValues } from './card.ts'
import { isNewObject } from './pages.ts'
import { plainCaption } from './text.ts'

/** A card that 1C has saved while its rules could not go out. `known` is what the server still has of it. */
export type UnsentCard = { caption: string; values: CardValues; known: KnownValues }

/** Far more cards than anybody saves in vain. */
const MOST = 200

/**
 * Cards whose rules are owed: the next save of such a card sends them, even after it was closed and opened again
 * («since the last confirmed send», onec D6). Kept in the memory of this page alone: the page's own storage is open to
 * the page.
 *
 * 1C does not say which object a form shows. A card is known again by its caption; one that was closed in the very save
 * that created it, by its user and phones. A mix-up does no harm: what is sent is what the card then holds.
 */
export class Unsent {
  readonly #cards = new Set<UnsentCard>()

  get any(): boolean {
    return this.#cards.size > 0
  }

  keep(caption: string, values: CardValues, known: KnownValues): UnsentCard {
    const card = { caption: isNewObject(caption) ? '' : plainCaption(caption), values, known }
    this.#cards.add(card)
    const [oldest] = this.#cards
    if (this.#cards.size > MOST && oldest) this.#cards.delete(oldest)
    return card
  }

  find(caption: string, { user, phones }: CardValues): UnsentCard | null {
    const plain = plainCaption(caption)
    for (const card of this.#cards) {
      const { values } = card
      if (card.caption !== '' ? card.caption === plain : user === values.user && sharesPhone(phones, values.phones)) {
        return card
      }
    }
    return null
  }

  drop(card: UnsentCard): void {
    this.#cards.delete(card)
  }
}

const sharesPhone = (a: string[], b: string[]): boolean => a.some((phone) => b.includes(phone))
