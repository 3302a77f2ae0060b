import { type Attempt, Attempts, type Point } from './attempts.ts'
import { Card, type CardValues, type KnownValues, sameValues } from './card.ts'
import { type Intent, intentOfKey, intentOfPress } from './commands.ts'
import { captionOf, isNewObject, rootOf, toldOfChanges } from './pages.ts'
import type { CardFields } from './scan.ts'
import { Notices } from './signs.ts'
import { SilentSaves } from './silent-saves.ts'
import { Unsent } from './unsent.ts'

/** A card that 1C has really saved with other values than before. */
export type SavedCard = { form: number; values: CardValues; before: KnownValues }

export type SaveListener = {
  /** Gives what the server knows of the card afterwards: `values`, or `before` when nothing could be sent. */
  saved: (card: SavedCard) => Promise<KnownValues>
}

const pointOf = (event: Event): Point => ({ x: (event as MouseEvent).clientX, y: (event as MouseEvent).clientY })

/** Held down for a shortcut, they say nothing of the card. */
const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta'])

/**
 * Watches cards for saves (DESIGN 10): values are taken before 1C sees the click or key, and told only when 1C has
 * shown that it saved. Nothing is told of a refused, cancelled or unchanged save.
 */
export class Saves {
  readonly #doc: Document
  readonly #listener: SaveListener
  readonly #cards = new Map<number, Card>()
  readonly #attempts: Attempts
  readonly #silent = new SilentSaves()
  readonly #notices = new Notices()
  readonly #unsent = new Unsent()

  constructor(doc: Document, listener: SaveListener) {
    this.#doc = doc
    this.#listener = listener
    this.#attempts = new Attempts(doc, (form, attempt) => this.#saved(form, attempt))
  }

  start(signal: AbortSignal): void {
    const options = { capture: true, signal }
    const view = this.#doc.defaultView ?? this.#doc
    view.addEventListener('pointerdown', (event) => this.#onPress(event, pointOf(event)), options)
    view.addEventListener('pointerup', (event) => this.#attempts.release(pointOf(event)), options)
    view.addEventListener('click', (event) => this.#onPress(event, null), options)
    view.addEventListener('keydown', (event) => this.#onKey(event as KeyboardEvent), options)
    signal.addEventListener('abort', () => this.#attempts.stop())
  }

  /** Cards on the shown pages, as the last scan found them; cards of hidden pages stay known. */
  look(cards: CardFields[], now = Date.now()): void {
    for (const fields of cards) this.#meet(fields, now)
    for (const [form, card] of this.#cards) {
      if (!this.#attempts.has(form) && !card.fields.root.isConnected) this.#forget(form)
    }
    if (cards.length === 0) {
      this.#notices.forget()
      return
    }
    const notices = this.#notices.fresh(this.#doc)
    for (const { form } of cards) {
      const card = this.#cards.get(form)
      if (!card || this.#attempts.has(form)) continue
      const values = this.#silent.look(form, card, notices, now)
      if (values) this.#tell(form, card, values, captionOf(card.fields.root))
    }
  }

  #meet(fields: CardFields, now: number): void {
    const { form } = fields
    const known = this.#cards.get(form)
    const card = known ?? new Card(fields, now)
    this.#cards.set(form, card)
    card.fields = fields
    // What was changed and saved in one turn was not filled in on opening.
    if (known && !this.#silent.isWaiting(form)) card.settle(now)
    if (!this.#attempts.has(form)) card.recognise(this.#unsent, now)
  }

  /**
   * Notes that a card has, or for a moment has had, unsaved changes: 1C's own code may write a card in the very turn in
   * which it changed it.
   */
  glance(cards: CardFields[], records: readonly MutationRecord[]): void {
    for (const { form, root } of cards) {
      const card = this.#cards.get(form)
      if (!card || this.#attempts.has(form)) continue
      if (card.isDirty || records.some((record) => toldOfChanges(record, root))) this.#silent.changed(form)
    }
  }

  /** What the card's last known saved values were, for the words beside its routing field. */
  confirmedUser(form: number): string | null {
    return this.#cards.get(form)?.confirmed.user ?? null
  }

  #forget(form: number): void {
    this.#cards.delete(form)
    this.#silent.forget(form)
  }

  /** What is pressed in our own layer, which lies beside the body, is not for 1C. */
  #isOurs(event: Event): boolean {
    return (
      event.target !== this.#doc && event.target !== this.#doc.body && !this.#doc.body.contains(event.target as Node)
    )
  }

  #onPress(event: Event, pressed: Point | null): void {
    if (this.#isOurs(event)) return
    this.#touch(event.target)
    const intent = intentOfPress(event.target)
    if (intent) this.#act(intent, pressed)
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#isOurs(event)) return
    if (!MODIFIERS.has(event.key)) this.#touch(this.#doc.activeElement)
    const intent = intentOfKey(event, this.#doc)
    if (intent) this.#act(intent, null)
  }

  #touch(target: EventTarget | null): void {
    const element = target as Element | null
    if (!element || typeof element.closest !== 'function') return
    const root = rootOf(element)
    for (const card of this.#cards.values()) if (card.fields.root === root) card.touch()
    this.#attempts.touch(root)
  }

  #act(intent: Intent, pressed: Point | null): void {
    const now = Date.now()
    this.#attempts.check(now)
    if (intent.kind === 'save') this.#begin(intent.form, pressed, now)
    else if (intent.answer === 'yes') {
      if (intent.asksToSave && intent.form !== null) this.#begin(intent.form, pressed, now)
      else this.#attempts.goOn(now)
    } else {
      // At the press already: 1C may take the form away before the click.
      this.#attempts.clear()
      if (intent.form !== null) this.#silent.cancel(intent.form)
    }
  }

  #begin(form: number, pressed: Point | null, now: number): void {
    const card = this.#cards.get(form)
    if (card) this.#attempts.begin(form, card, pressed, now)
  }

  #saved(form: number, { card, capture, before }: Attempt): void {
    this.#silent.settled(form)
    this.#tell(form, card, capture.values(), captionAfter(card, before.caption))
    if (!card.fields.root.isConnected) this.#forget(form)
  }

  #tell(form: number, card: Card, values: CardValues, caption: string): void {
    const before = card.confirmed
    if (card.owed) this.#unsent.drop(card.owed)
    card.owed = null
    if (sameValues(before, values)) return
    card.confirmed = values
    void this.#listener.saved({ form, values, before }).then((known) => {
      if (card.confirmed !== values) return
      card.confirmed = known
      // Rules that did not go out are owed, until a later save of the card sends them.
      if (!sameValues(known, values)) card.owed = this.#unsent.keep(caption, values, known)
    })
  }
}

/** The caption a saved card has, or would have if it had not been closed. */
function captionAfter(card: Card, before: string): string {
  const now = card.fields.root.isConnected ? captionOf(card.fields.root) : ''
  return now === '' || isNewObject(now) ? before : now
}
