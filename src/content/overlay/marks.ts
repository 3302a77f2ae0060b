import { isFree, type Sight, type Spot, sightOf, spotOf } from '../onec/geometry.ts'
import type { Place } from '../onec/scan.ts'

/** A place with something to be said beside it that can be seen, and where. */
export type Mark<V> = { place: Place; value: V; spot: Spot }

/** Of the pages 1C draws, all in one slice; a larger page is looked at in several, so that it never stands still. */
const SLICE_MS = 5

/** By what is asked for, a list or a field, and the spot: windows may lie over one another with fields at the same spots. */
type Answers = Map<Element, Map<number, boolean>>

/**
 * Which places get a mark. What is asked of the page, whether something lies over a spot, is remembered as long as only
 * rows of lists change: those never lie over one another.
 */
export class Marks {
  readonly #layer: Element
  #free: Answers = new Map()
  #before: Answers = new Map()
  #until = 0
  #late = false
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

  /** Things may have moved over others. */
  forget(): void {
    this.#before = this.#free
    this.#free = new Map()
  }

  /** Begins a slice. */
  begin(): void {
    this.#until = performance.now() + SLICE_MS
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

  #isFree(place: Place, spot: Spot): boolean {
    const owner = place.grid ?? place.box
    const key = Math.round(spot.right) * 65_536 + Math.round(spot.middle)
    let answers = this.#free.get(owner)
    if (!answers) {
      answers = new Map()
      this.#free.set(owner, answers)
    }
    const known = answers.get(key)
    if (known !== undefined) return known
    if (performance.now() > this.#until) {
      this.#late = true
      return this.#before.get(owner)?.get(key) ?? false
    }
    const free = isFree(place, spot, this.#layer)
    answers.set(key, free)
    return free
  }
}
