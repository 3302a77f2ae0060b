import { TrubkaError } from '../protocol/trubka-error.ts'
import type { KnownValues } from './onec/card.ts'
import { type SavedCard, Saves } from './onec/saves.ts'
import type { CardFields } from './onec/scan.ts'
import type { CardsKeeper, OpenCards } from './parts/types.ts'
import { part } from './parts.ts'

type Page = Omit<Parameters<OpenCards>[1], 'saves'>

/** A background that is busy, or that the browser has just stopped, has the part a moment later. */
const AGAIN_MS = 1000

/**
 * Saves are watched from the first look at the page on: 1C asks nobody to wait. What becomes of them, and the words
 * beside the field, is a part that comes with the first card; what is saved before waits for it.
 */
export class CardsWatch {
  readonly #doc: Document
  readonly #page: Page
  readonly #signal: AbortSignal
  readonly #saves: Saves
  #keeper: CardsKeeper | null = null
  #loading: Promise<CardsKeeper> | null = null

  constructor(doc: Document, page: Page, signal: AbortSignal) {
    this.#doc = doc
    this.#page = page
    this.#signal = signal
    this.#saves = new Saves(doc, { saved: (card) => this.#saved(card) })
    this.#saves.start(signal)
  }

  look(cards: CardFields[]): void {
    this.#saves.look(cards)
    if (this.#keeper) this.#keeper.look(cards)
    else if (cards.length > 0) this.#load().catch(() => {})
  }

  glance(cards: CardFields[], records: readonly MutationRecord[]): void {
    this.#saves.glance(cards, records)
  }

  async #saved(card: SavedCard): Promise<KnownValues> {
    try {
      const keeper = this.#keeper ?? (await this.#load())
      return await keeper.saved(card)
    } catch {
      // Nothing has gone out: the card's rules are owed to its next save.
      return card.before
    }
  }

  #load(): Promise<CardsKeeper> {
    this.#loading ??= this.#open().finally(() => {
      this.#loading = null
    })
    return this.#loading
  }

  async #open(): Promise<CardsKeeper> {
    for (;;) {
      const open = await part('cards')
      if (this.#signal.aborted) throw new TrubkaError('internal', 'the page has ended')
      if (open) {
        this.#keeper ??= open(this.#doc, { ...this.#page, saves: this.#saves }, this.#signal)
        return this.#keeper
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
}
