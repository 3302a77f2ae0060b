import { Capture } from './capture.ts'
import type { Card } from './card.ts'
import { asksSomething, type Before, lookBefore, outcomeOf } from './signs.ts'

export type Point = { x: number; y: number }

/** A save that a person has asked for, until 1C has shown how it ended. */
export type Attempt = {
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

/** Saves under way, one for each form. */
export class Attempts {
  readonly #doc: Document
  readonly #saved: (form: number, attempt: Attempt) => void
  readonly #attempts = new Map<number, Attempt>()
  #observer: MutationObserver | undefined
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(doc: Document, saved: (form: number, attempt: Attempt) => void) {
    this.#doc = doc
    this.#saved = saved
  }

  has(form: number): boolean {
    return this.#attempts.has(form)
  }

  begin(form: number, card: Card, pressed: Point | null, now: number): void {
    // The click that follows its own pointerdown: what the page showed before is what it showed then.
    const earlier = this.#attempts.get(form)
    const press = earlier?.pressed ? earlier : undefined
    const capture = new Capture(card, now, press?.capture)
    const before = press?.before ?? lookBefore(card.fields.root)
    this.#attempts.set(form, { card, capture, before, until: now + OUTCOME_MS, refusedAt: null, pressed })
    this.#wait()
  }

  /** Pressed on a button, dragged away and let go: no click will come. */
  release(point: Point): void {
    for (const [form, { pressed }] of this.#attempts) {
      if (pressed && Math.hypot(point.x - pressed.x, point.y - pressed.y) > DRAG_PX) this.#attempts.delete(form)
    }
  }

  /** A person goes on with the card in this root. */
  touch(root: Element | null): void {
    for (const { card, capture, pressed } of this.#attempts.values()) {
      // The click that follows its own pointerdown is still the same save.
      if (card.fields.root === root && !pressed) capture.freeze()
    }
  }

  /** «Да» to something 1C has asked on the way. */
  goOn(now: number): void {
    for (const attempt of this.#attempts.values()) attempt.until = now + OUTCOME_MS
  }

  clear(): void {
    this.#attempts.clear()
  }

  check(now: number): void {
    if (this.#attempts.size > 0 && asksSomething(this.#doc)) this.goOn(now)
    for (const [form, attempt] of this.#attempts) {
      attempt.capture.look()
      const outcome = outcomeOf(this.#doc, form, attempt.before)
      if (outcome === 'saved') {
        this.#attempts.delete(form)
        this.#saved(form, attempt)
        continue
      }
      if (outcome === 'refused') attempt.refusedAt ??= now
      const refused = attempt.refusedAt !== null && now - attempt.refusedAt >= REFUSAL_MS
      if (refused || now > attempt.until) this.#attempts.delete(form)
    }
    if (this.#attempts.size === 0) this.stop()
  }

  #wait(): void {
    if (this.#timer !== undefined) return
    this.#timer = setInterval(() => this.check(Date.now()), CHECK_MS)
    const Observer = this.#doc.defaultView?.MutationObserver ?? MutationObserver
    // At once, not debounced: a card that closes may be gone with its caption a moment later.
    this.#observer = new Observer(() => this.check(Date.now()))
    this.#observer.observe(this.#doc, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['title', 'data-title', 'style', 'class'],
    })
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#observer?.disconnect()
    this.#timer = undefined
    this.#observer = undefined
  }
}
