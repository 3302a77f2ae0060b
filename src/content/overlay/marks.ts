import type { Cell } from '../onec/cell.ts'
import { isClear, isFree, type Sight, type Spot, sightOf, spotOf } from '../onec/geometry.ts'
import type { Place } from '../onec/scan.ts'

/** A place with something to be said beside it that can be seen, and where. */
export type Mark<V> = { place: Place; value: V; spot: Spot }

/** Of the pages 1C draws, all in one slice; a larger page is looked at in several, so that it never stands still. */
const SLICE_MS = 5

/** By what is asked for, a list or a field, and the spot: windows may lie over one another with fields at the same spots. */
type Answers = Map<Element, Map<number, Answer>>
type Answer = { place: Place; spot: Spot; ofList: boolean; free: boolean }

/** In a list with very many rows, only at such heights. Windows and lists that drop down are higher, or end at one. */
const BAND = 128
/** How many of the answers are asked for once more at a time, and how far they lie from one another. */
const SOME = 1
const STRIDE = 7

/** In pixels: rows are higher than twice as much. */
const NEAR = 8

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
  /** The part of a list that is seen: asked once in a slice. */
  readonly sight = (grid: Element): Sight => {
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

  /** Where a mark would stand; null where the window does not show the place. */
  spotOf(place: Place): Spot | null {
    return spotOf(place, this.sight)
  }

  /** Asks for places beside which nothing is said yet: other rows there may have something. */
  ahead(places: readonly Place[]): void {
    for (const place of places) {
      const spot = spotOf(place, this.sight)
      if (spot) this.isFree(place, spot)
      if (this.#late) return
    }
  }

  /** Asks for some of what is known once more, in turns: true when something of it is otherwise. Then all is to be asked for. */
  askAgain(): boolean {
    const answers = [...this.#free.values()].flatMap((each) => [...each.values()])
    for (let count = Math.min(SOME, answers.length); count > 0; count--) {
      this.#turn = (this.#turn + STRIDE) % answers.length
      const answer = answers[this.#turn]
      // In a list of very many rows one question takes as long as forty elsewhere: it is asked when anything else changes.
      if (!answer?.place.element.isConnected || answer.ofList) continue
      if (this.#askPage(answer) !== answer.free) return true
    }
    return false
  }

  hasMoved({ place, spot }: Mark<unknown>): boolean {
    const now = spotOf(place, this.sight)
    return now?.right !== spot.right || now.middle !== spot.middle
  }

  /** Moved by less than half a button, if at all. */
  isNear({ place, spot }: Mark<unknown>): boolean {
    const now = spotOf(place, this.sight)
    return now !== null && Math.abs(now.right - spot.right) < NEAR && Math.abs(now.middle - spot.middle) < NEAR
  }

  /** Whether nothing lies over a place there. */
  isFree(place: Place, spot: Spot): boolean {
    return (place.kind === 'cell' && place.isLong && this.#isClear(place, spot)) || this.#ask(place, spot, false)
  }

  /** Neither above nor below it does anything lie over its list. */
  #isClear(place: Cell, { right, middle }: Spot): boolean {
    const { top, bottom } = this.sight(place.grid)
    const band = Math.floor(middle / BAND)
    return [band, band + 1].every((edge) => {
      const height = Math.min(Math.max(edge * BAND, top + 2), bottom - 2)
      return this.#ask(place, { right, middle: height }, true)
    })
  }

  /** Of a whole list, `ofList`, or of what stands at the spot itself. */
  #ask(place: Place, spot: Spot, ofList: boolean): boolean {
    const owner = place.kind === 'cell' ? place.grid : place.box
    const at = Math.round(spot.right) * 65_536 + Math.round(spot.middle)
    const key = ofList ? -at : at
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
    const answer = { place, spot, ofList, free: false }
    answer.free = this.#askPage(answer)
    this.#until ??= performance.now() + SLICE_MS
    answers.set(key, answer)
    return answer.free
  }

  #askPage({ place, spot, ofList }: Answer): boolean {
    return ofList && place.kind === 'cell' ? isClear(place, spot, this.#layer) : isFree(place, spot, this.#layer)
  }
}
