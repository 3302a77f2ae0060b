import { isClear, isFree, type Sight, type Spot, sightOf, spotOf } from '../onec/geometry.ts'
import type { Place } from '../onec/scan.ts'

/** A place with something to be said beside it that can be seen, and where. */
export type Mark<V> = { place: Place; value: V; spot: Spot }

/** Of the pages 1C draws, all in one slice; a larger page is looked at in several, so that it never stands still. */
const SLICE_MS = 5

/** By what is asked for, a list or a field, and the spot: windows may lie over one another with fields at the same spots. */
type Answers = Map<Element, Map<number, Answer>>
type Answer = { place: Place; spot: Spot; free: boolean; ask: typeof isFree }

/** In a list with very many rows, only at such heights. Windows and lists that drop down are higher, or end at one. */
const BAND = 128
/** How many of the answers are asked for once more at a time, and how far they lie from one another. */
const SOME = 3
const STRIDE = 7

/**
 * Which places get a mark. What is asked of the page, whether something lies over a spot, is remembered as long as only
 * rows of lists change: those never lie over one another.
 */
export class Marks {
  readonly #layer: Element
  #free: Answers = new Map()
  #before: Answers = new Map()
  /** Null until the page has been asked: it lays itself out for the first question, as it would have for its own frame. */
  #until: number | null = null
  #late = false
  #turn = 0
  #sights = new Map<Element, Sight>()
  readonly #sight = (grid: Element): Sight => {
    const known = this.#sights.get(grid) ?? sightOf(grid)
    this.#sights.set(grid, known)
    return known
  }

  /** `layer` is our own, which covers nothing. */
  constructor(layer: Element) {
    this.#layer = layer
  }

  /**
   * Things may have moved over others. Until the page is asked again, what it answered before holds; where the last round
   * of questions is not over (`all` false), also what it answered before that.
   */
  forget(all = true): void {
    if (all) this.#before = this.#free
    else {
      for (const [owner, answers] of this.#free) {
        this.#before.set(owner, new Map([...(this.#before.get(owner) ?? []), ...answers]))
      }
    }
    this.#free = new Map()
  }

  /** Begins a slice. */
  begin(): void {
    this.#until = null
    this.#late = false
    this.#sights.clear()
  }

  /** Some spots are left for the next slice. */
  get late(): boolean {
    return this.#late
  }

  /** `said` gives what is to be said at a place; null = nothing. */
  of<V>(places: readonly Place[], said: (place: Place) => V | null): Mark<V>[] {
    const marks: Mark<V>[] = []
    for (const place of places) {
      const value = said(place)
      if (value === null) continue
      const spot = spotOf(place, this.#sight)
      if (spot && this.#isFree(place, spot)) marks.push({ place, value, spot })
    }
    return marks
  }

  /** Asks for places beside which nothing is said yet: other rows there may have something. */
  ahead(places: readonly Place[]): void {
    for (const place of places) {
      const spot = spotOf(place, this.#sight)
      if (spot) this.#isFree(place, spot)
      if (this.#late) return
    }
  }

  /** Asks for some of what is known once more, in turns: true when something of it is otherwise. Then all is to be asked for. */
  askAgain(): boolean {
    const answers = [...this.#free.values()].flatMap((each) => [...each.values()])
    for (let count = Math.min(SOME, answers.length); count > 0; count--) {
      this.#turn = (this.#turn + STRIDE) % answers.length
      const answer = answers[this.#turn]
      if (!answer?.place.element.isConnected) continue
      if (answer.ask(answer.place, answer.spot, this.#layer) !== answer.free) return true
    }
    return false
  }

  hasMoved({ place, spot }: Mark<unknown>): boolean {
    const now = spotOf(place, this.#sight)
    return now?.right !== spot.right || now.middle !== spot.middle
  }

  /** Whether the window shows a place, though something may lie over it. */
  inSight(place: Place): boolean {
    return spotOf(place, this.#sight) !== null
  }

  #isFree(place: Place, spot: Spot): boolean {
    return (place.isLong && this.#isClear(place, spot)) || this.#ask(place, spot, isFree)
  }

  /** Neither above nor below it does anything lie over its list. */
  #isClear(place: Place, { right, middle }: Spot): boolean {
    if (!place.grid) return false
    const { top, bottom } = this.#sight(place.grid)
    const band = Math.floor(middle / BAND)
    return [band, band + 1].every((edge) => {
      const height = Math.min(Math.max(edge * BAND, top + 2), bottom - 2)
      return this.#ask(place, { right, middle: height }, isClear)
    })
  }

  #ask(place: Place, spot: Spot, ask: typeof isFree): boolean {
    const owner = place.grid ?? place.box
    const at = Math.round(spot.right) * 65_536 + Math.round(spot.middle)
    const key = ask === isFree ? at : -at
    let answers = this.#free.get(owner)
    if (!answers) {
      answers = new Map()
      this.#free.set(owner, answers)
    }
    const known = answers.get(key)
    if (known) {
      known.place = place
      return known.free
    }
    if (this.#until !== null && performance.now() > this.#until) {
      this.#late = true
      return this.#before.get(owner)?.get(key)?.free ?? false
    }
    const free = ask(place, spot, this.#layer)
    this.#until ??= performance.now() + SLICE_MS
    answers.set(key, { place, spot, free, ask })
    return free
  }
}
