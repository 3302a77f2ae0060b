import type { Spot } from '../onec/geometry.ts'
import type { Place } from '../onec/scan.ts'
import type { Mark, Marks } from './marks.ts'

/** So many rows apart it is asked whether rows drawn anew are where the former ones were: all are as high, or none is. */
const SOME = 8

/** What has changed: nothing, what marks say, which places have one, or that all has to be measured anew. */
export type Change = 'none' | 'values' | 'marks' | 'all'

/** Places, what is read there, and the mark that says something of it, where there is something and it can be seen. */
export class Slots<R, V> {
  readonly #readAt: (place: Place) => R
  readonly #saidOf: (read: R) => V | null
  #places: readonly Place[] = []
  #read: R[] = []
  #spots: (Spot | null)[] = []
  /** Where the texts of cells begin; empty where not all places are cells with such a text. */
  #texts: Corner[] = []
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

  get isEmpty(): boolean {
    return this.#places.length === 0
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
    this.#texts = []
    this.#marks = []
    this.#shown = []
  }

  measure(marks: Marks): void {
    this.#read = this.#places.map(this.#readAt)
    const said = this.#read.map(this.#saidOf)
    // Also of places of which nothing is said: of cells with the next rows, of people once it is known who is in sight.
    this.#spots = this.#places.map((place) => marks.spotOf(place))
    this.#texts = cornersOf(this.#places)
    this.#marks = this.#places.map((place, at) => this.#markOf(marks, place, at, said[at] ?? null))
    this.#show()
  }

  /** What is read in places that the window shows, though something may lie over them. */
  readInSight(): R[] {
    return this.#read.filter((_, at) => this.#spots[at] !== null)
  }

  /**
   * The places go on with these texts of other rows, column by column, which begin just where theirs did: then they are of
   * the same cells, and only what stands there is read. Where one is elsewhere, all is to be read and measured anew. Some of
   * each column are asked where they are, and the last: what a press finds elsewhere is not dialled.
   */
  goOn(columns: readonly (readonly HTMLElement[])[], marks: Marks): Change {
    let length = 0
    for (const texts of columns) length += texts.length
    if (length !== this.#texts.length || length !== this.#places.length) return 'all'
    let change: Change = 'none'
    let at = 0
    for (const texts of columns) {
      const last = texts.length - 1
      for (let row = 0; row <= last; row++, at++) {
        const place = this.#places[at]
        const text = texts[row]
        if (place?.kind !== 'cell' || !text) return 'all'
        if ((row % SOME === 0 || row === last) && !isAt(text, this.#texts[at])) return 'all'
        place.goOn(text)
        const read = this.#readAt(place)
        if (read === this.#read[at]) continue
        this.#read[at] = read
        const said = this.#saidOf(read)
        const mark = this.#marks[at] ?? null
        if (change === 'none') change = 'values'
        if (mark && said !== null) mark.value = said
        else {
          this.#marks[at] = this.#markOf(marks, place, at, said)
          if (this.#marks[at] !== mark) change = 'marks'
        }
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

/** `end`: where the cell around it ends. Cells of a column are as wide, so one of each is asked, and the very last. */
type Corner = { left: number; top: number; end: { right: number; bottom: number } | null }

function isAt(text: Element | undefined, corner: Corner | undefined): boolean {
  if (!text || !corner) return text === corner
  const { left, top } = text.getBoundingClientRect()
  if (left !== corner.left || top !== corner.top) return false
  if (!corner.end) return true
  const end = endOf(text)
  return end.right === corner.end.right && end.bottom === corner.end.bottom
}

function endOf(text: Element): { right: number; bottom: number } {
  const { right, bottom } = (text.parentElement ?? text).getBoundingClientRect()
  return { right, bottom }
}

/** Of the texts of cells, if all of these places are such. */
function cornersOf(places: readonly Place[]): Corner[] {
  const corners: Corner[] = []
  for (const [at, place] of places.entries()) {
    const text = place.kind === 'cell' ? place.text : null
    if (!text) return []
    const { left, top } = text.getBoundingClientRect()
    const isEnd = place.caption !== places[at - 1]?.caption || at === places.length - 1
    corners.push({ left, top, end: isEnd ? endOf(text) : null })
  }
  return corners
}
