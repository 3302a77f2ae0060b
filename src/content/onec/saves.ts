import { Capture } from './capture.ts'
import { Card, type CardValues, type KnownValues, sameValues } from './card.ts'
import { type Intent, intentOfKey, intentOfPress } from './commands.ts'
import { captionOf, isNewObject, rootOf, toldOfChanges } from './pages.ts'
import type { CardFields } from './scan.ts'
import { type Before, lookBefore, outcomeOf } from './signs.ts'
import { Unsent } from './unsent.ts'

/** A card that 1C has really saved with other values than before. */
export type SavedCard = { form: number; values: CardValues; before: KnownValues }

export type SaveListener = {
  /** Gives what the server knows of the card afterwards: `values`, or `before` when nothing could be sent. */
  saved: (card: SavedCard) => Promise<KnownValues>
}

type Point = { x: number; y: number }
const pointOf = (event: Event): Point => ({ x: (event as MouseEvent).clientX, y: (event as MouseEvent).clientY })

type Attempt = {
  card: Card
  capture: Capture
  before: Before
  until: number
  refusedAt: number | null
  /** Where the button was pressed, until it is let go; null for a click or a key. */
  pressed: Point | null
}

/** SPEC C6, onec D6: a slow server may take this long to answer. */
const OUTCOME_MS = 15_000
/** 1C shows a message and the new caption in one turn, in any order. */
const REFUSAL_MS = 700
const CHECK_MS = 250
/** A press that moved further than this before it was let go was no click. */
const DRAG_PX = 8
/** Held down for a shortcut, they say nothing of the card. */
const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta'])
/** A reading again («Перечитать») also takes the asterisk away, and puts old values back. */
const SILENT_MS = 1000

/**
 * Watches cards for saves (DESIGN 10): values are taken before 1C sees the click or key, and told only when 1C has
 * shown that it saved. Nothing is told of a refused, cancelled or unchanged save.
 */
export class Saves {
  readonly #doc: Document
  readonly #listener: SaveListener
  readonly #cards = new Map<number, Card>()
  readonly #attempts = new Map<number, Attempt>()
  readonly #silent = new Map<number, { values: CardValues; at: number }>()
  readonly #unsent = new Unsent()
  readonly #dirty = new Map<number, boolean>()
  #observer: MutationObserver | undefined
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(doc: Document, listener: SaveListener) {
    this.#doc = doc
    this.#listener = listener
  }

  start(signal: AbortSignal): void {
    const options = { capture: true, signal }
    const view = this.#doc.defaultView ?? this.#doc
    view.addEventListener('pointerdown', (event) => this.#onPress(event, pointOf(event)), options)
    view.addEventListener('pointerup', (event) => this.#onRelease(pointOf(event)), options)
    view.addEventListener('click', (event) => this.#onPress(event, null), options)
    view.addEventListener('keydown', (event) => this.#onKey(event as KeyboardEvent), options)
    signal.addEventListener('abort', () => this.#stopWaiting())
  }

  /** Cards on the shown pages, as the last scan found them; cards of hidden pages stay known. */
  look(cards: CardFields[], now = Date.now()): void {
    for (const fields of cards) {
      const card = this.#cards.get(fields.form)
      if (!card) this.#cards.set(fields.form, new Card(fields, now))
      else {
        card.fields = fields
        // What was changed and saved in one turn was not filled in on opening.
        if (!this.#silent.has(fields.form)) card.settle(now)
      }
      if (!this.#attempts.has(fields.form)) this.#cards.get(fields.form)?.recognise(this.#unsent, now)
    }
    for (const [form, card] of this.#cards) {
      if (!this.#attempts.has(form) && !card.fields.root.isConnected) this.#forget(form)
    }
    this.#lookForSilentSaves(cards, now)
  }

  /**
   * Notes that a card has, or for a moment has had, unsaved changes: 1C's own code may write a card in the very turn in
   * which it changed it.
   */
  glance(cards: CardFields[], records: readonly MutationRecord[]): void {
    for (const { form, root } of cards) {
      const card = this.#cards.get(form)
      if (!card || this.#attempts.has(form)) continue
      const had = records.some((record) => toldOfChanges(record, root))
      if (had || card.isDirty) this.#dirty.set(form, true)
    }
  }

  /** What the card's last known saved values were, for the words beside its routing field. */
  confirmedUser(form: number): string | null {
    return this.#cards.get(form)?.confirmed.user ?? null
  }

  #forget(form: number): void {
    this.#cards.delete(form)
    this.#silent.delete(form)
    this.#dirty.delete(form)
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

  /** Pressed on a button, dragged away and let go: no click will come. */
  #onRelease(point: Point): void {
    for (const [form, { pressed }] of this.#attempts) {
      if (pressed && Math.hypot(point.x - pressed.x, point.y - pressed.y) > DRAG_PX) this.#attempts.delete(form)
    }
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
    for (const { card, capture, pressed } of this.#attempts.values()) {
      // The click that follows its own pointerdown is still the same save.
      if (card.fields.root === root && !pressed) capture.freeze()
    }
  }

  #act(intent: Intent, pressed: Point | null): void {
    const now = Date.now()
    this.#check(now)
    if (intent.kind === 'save') this.#begin(intent.form, pressed, now)
    else if (intent.answer === 'yes') {
      if (intent.asksToSave && intent.form !== null) this.#begin(intent.form, pressed, now)
      else for (const attempt of this.#attempts.values()) attempt.until = now + OUTCOME_MS
    } else {
      // At the press already: 1C may take the form away before the click.
      this.#attempts.clear()
      if (intent.form !== null) this.#silent.delete(intent.form)
    }
  }

  #begin(form: number, pressed: Point | null, now: number): void {
    const card = this.#cards.get(form)
    if (!card) return
    const earlier = this.#attempts.get(form)
    const capture = new Capture(card, now, earlier?.pressed ? earlier.capture : undefined)
    // The click that follows its own pointerdown: what the page showed before is what it showed then.
    const before = earlier?.pressed ? earlier.before : lookBefore(card.fields.root)
    this.#attempts.set(form, { card, capture, before, until: now + OUTCOME_MS, refusedAt: null, pressed })
    this.#wait()
  }

  #wait(): void {
    if (this.#timer !== undefined) return
    this.#timer = setInterval(() => this.#check(Date.now()), CHECK_MS)
    const Observer = this.#doc.defaultView?.MutationObserver ?? MutationObserver
    // At once, not debounced: a card that closes may be gone with its caption a moment later.
    this.#observer = new Observer(() => this.#check(Date.now()))
    this.#observer.observe(this.#doc, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['title', 'data-title', 'style', 'class'],
    })
  }

  #stopWaiting(): void {
    clearInterval(this.#timer)
    this.#observer?.disconnect()
    this.#timer = undefined
    this.#observer = undefined
  }

  #check(now: number): void {
    for (const [form, attempt] of this.#attempts) {
      attempt.capture.look()
      const outcome = outcomeOf(this.#doc, form, attempt.before)
      if (outcome === 'saved') {
        this.#saved(form, attempt)
        continue
      }
      if (outcome === 'refused') attempt.refusedAt ??= now
      const refused = attempt.refusedAt !== null && now - attempt.refusedAt >= REFUSAL_MS
      if (refused || now > attempt.until) this.#attempts.delete(form)
    }
    if (this.#attempts.size === 0) this.#stopWaiting()
  }

  #saved(form: number, { card, capture, before }: Attempt): void {
    this.#attempts.delete(form)
    this.#silent.delete(form)
    this.#dirty.set(form, false)
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

  /**
   * Saves nobody pressed a known button for: 1C's own code. Seen by the asterisk alone, and told only if the values
   * are still there a moment later.
   */
  #lookForSilentSaves(cards: CardFields[], now: number): void {
    for (const { form } of cards) {
      const card = this.#cards.get(form)
      if (!card || this.#attempts.has(form)) continue
      const dirty = card.isDirty
      const values = card.read(now)
      if (this.#dirty.get(form) && !dirty) this.#silent.set(form, { values, at: now })
      this.#dirty.set(form, dirty)
      const silent = this.#silent.get(form)
      if (!silent || now - silent.at < SILENT_MS) continue
      this.#silent.delete(form)
      if (!dirty && sameValues(silent.values, values)) this.#tell(form, card, values, captionOf(card.fields.root))
    }
  }
}

/** The caption a saved card has, or would have if it had not been closed. */
function captionAfter(card: Card, before: string): string {
  const now = card.fields.root.isConnected ? captionOf(card.fields.root) : ''
  return now === '' || isNewObject(now) ? before : now
}
