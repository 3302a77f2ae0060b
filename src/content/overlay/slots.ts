import { type Sight, type Spot, spotInCell } from '../onec/geometry.ts'
import type { Place } from '../onec/scan.ts'
import type { Mark, Marks } from './marks.ts'

/** What has changed: nothing, what marks say, which places have one, or that all has to be measured anew. */
export type Change = 'none' | 'values' | 'marks' | 'all'

/** Places, what is read there, and the mark that says something of it, where there is something and it can be seen. */
export class Slots<R, V> {
  readonly #readAt: (place: Place) => R
  readonly #saidOf: (read: R) => V | null
  #places: readonly Place[] = []
  #read: R[] = []
  #spots: (Spot | null)[] = []
  #marks: (Mark<V> | null)[] = []
  #shown: readonly Mark<V>[] = []

  /** What is read is compared by itself: the same must be the very same. */
  constructor(readAt: (place: Place) => R, saidOf: (read: R) => V | null) {
    this.#readAt = readAt
    this.#saidOf = saidOf
  }

  get places(): readonly Place[] {
    return this.#places
  }

  get marks(): readonly Mark<V>[] {
    return this.#shown
  }

  set(places: readonly Place[]): void {
    this.#places = places
  }

  /** Nothing is said. */
  clear(): void {
    this.#read = []
    this.#spots = []
    this.#marks = []
    this.#shown = []
  }

  measure(marks: Marks): void {
    this.#read = this.#places.map(this.#readAt)
    const said = this.#read.map(this.#saidOf)
    // Cells of which nothing is said may have something with the next rows.
    const isWanted = (place: Place, at: number) => place.kind === 'cell' || said[at] !== null
    this.#spots = this.#places.map((place, at) => (isWanted(place, at) ? marks.spotOf(place) : null))
    this.#marks = this.#places.map((place, at) => this.#markOf(marks, place, at, said[at] ?? null))
    this.#show()
  }

  /** What is read in places that the window shows, though something may lie over them. */
  readInSight(): R[] {
    return this.#read.filter((_, at) => this.#spots[at] !== null)
  }

  /** Whether these elements lie just where the places of a list seen like this do. */
  areWhere(elements: readonly Element[], seen: Sight): boolean {
    const { length } = elements
    if (length !== this.#places.length || length !== this.#spots.length) return false
    for (let at = 0; at < length; at++) {
      const element = elements[at]
      if (!element || !isAt(element, this.#spots[at]?.edges, seen)) return false
    }
    return true
  }

  /** The places go on with these elements, which lie where they did: only what stands there is read. */
  goOn(elements: readonly HTMLElement[], marks: Marks): Change {
    let change: Change = 'none'
    for (let at = 0; at < elements.length; at++) {
      const place = this.#places[at]
      const element = elements[at]
      if (!place || !element) continue
      place.element = element
      const read = this.#readAt(place)
      if (read === this.#read[at]) continue
      this.#read[at] = read
      if (change === 'none') change = 'values'
      const said = this.#saidOf(read)
      const mark = this.#marks[at]
      if (mark && said !== null) mark.value = said
      else {
        this.#marks[at] = this.#markOf(marks, place, at, said)
        if (this.#marks[at] !== mark) change = 'marks'
      }
    }
    if (change === 'marks') this.#show()
    return change
  }

  #markOf(marks: Marks, place: Place, at: number, value: V | null): Mark<V> | null {
    const spot = this.#spots[at] ?? null
    return value !== null && spot !== null && marks.isFree(place, spot) ? { place, value, spot } : null
  }

  #show(): void {
    this.#shown = this.#marks.filter((mark) => mark !== null)
  }
}

function isAt(element: Element, edges: Spot['edges'], seen: Sight): boolean {
  if (!edges) return spotInCell(element, seen) === null
  const { right, bottom } = element.getBoundingClientRect()
  return right === edges.right && bottom === edges.bottom
}
