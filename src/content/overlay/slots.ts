import { isPlain, readNext } from '../onec/cell.ts'
import type { Spot } from '../onec/geometry.ts'
import type { Place } from '../onec/scan.ts'
import type { Mark, Marks } from './marks.ts'

/** So many rows apart it is asked whether rows drawn anew are where the former ones were: all are as high, or none is. */
const SOME = 16

/** What has changed: nothing, what marks say, which places have one, or that all has to be measured anew. */
export type Change = 'none' | 'values' | 'marks' | 'all'

/** Places, what is read there, and the mark that says something of it, where there is something and it can be seen. */
export class Slots<R, V> {
  readonly #readIn: (text: string, kind: Place['kind']) => R
  readonly #saidOf: (read: R) => V | null
  #places: readonly Place[] = []
  #texts: string[] = []
  #read: R[] = []
  #spots: (Spot | null)[] = []
  /** Where some of the cells are, the last of each column among them; empty where not all places are plain cells. */
  #boxes: Box[] = []
  #marks: (Mark<V> | null)[] = []
  #shown: readonly Mark<V>[] = []

  constructor(readIn: (text: string, kind: Place['kind']) => R, saidOf: (read: R) => V | null) {
    this.#readIn = readIn
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
    this.#texts = []
    this.#read = []
    this.#spots = []
    this.#boxes = []
    this.#marks = []
    this.#shown = []
  }

  measure(marks: Marks): void {
    this.#texts = this.#places.map((place) => place.read())
    this.#read = this.#places.map(({ kind }, at) => this.#readIn(this.#texts[at] ?? '', kind))
    const said = this.#read.map(this.#saidOf)
    // Also of places of which nothing is said: of cells with the next rows, of people once it is known who is in sight.
    this.#spots = this.#places.map((place) => marks.spotOf(place))
    this.#boxes = someBoxes(this.#places)
    this.#marks = this.#places.map((place, at) => this.#markOf(marks, place, at, said[at] ?? null))
    this.#show()
  }

  /** The texts in places that the window shows, though something may lie over them. */
  textsInSight(): Set<string> {
    const texts = new Set<string>()
    for (let at = 0; at < this.#texts.length; at++) {
      if (this.#spots[at]) texts.add(this.#texts[at] ?? '')
    }
    return texts
  }

  /**
   * The places go on as these cells of other rows, column by column, which are taken to be where theirs were, so that only
   * what stands there is read: `isInPlace` tells once the page is laid out.
   */
  goOn(columns: readonly (readonly HTMLElement[])[], marks: Marks): Change {
    let length = 0
    for (const cells of columns) length += cells.length
    if (length !== this.#places.length || (length > 0 && this.#boxes.length === 0)) return 'all'
    const places = this.#places
    const texts = this.#texts
    let change: Change = 'none'
    let at = 0
    for (const cells of columns) {
      for (let row = 0; row < cells.length; row++, at++) {
        const place = places[at]
        const cell = cells[row]
        if (place?.kind !== 'cell' || !cell) return 'all'
        place.goOn(cell)
        const text = readNext(cell)
        if (text === texts[at]) continue
        texts[at] = text
        const read = this.#readIn(text, 'cell')
        this.#read[at] = read
        const said = this.#saidOf(read)
        const mark = this.#marks[at] ?? null
        if (change === 'none') change = 'values'
        if (mark && said !== null) mark.value = said
        else if (mark || said !== null) {
          this.#marks[at] = this.#markOf(marks, place, at, said)
          if (this.#marks[at] !== mark) change = 'marks'
        }
      }
    }
    if (change === 'marks') this.#show()
    return change
  }

  /** Whether the cells are where those were that were measured: what a press finds elsewhere is not dialled besides. */
  isInPlace(): boolean {
    return this.#boxes.every(({ at, left, top, right, bottom }) => {
      const now = this.#places[at]?.element.getBoundingClientRect()
      return now?.left === left && now.top === top && now.right === right && now.bottom === bottom
    })
  }

  #markOf(marks: Marks, place: Place, at: number, value: V | null): Mark<V> | null {
    const spot = this.#spots[at] ?? null
    return value !== null && spot !== null && marks.isFree(place, spot) ? { place, value, spot } : null
  }

  #show(): void {
    this.#shown = this.#marks.filter((mark) => mark !== null)
  }
}

type Box = { at: number; left: number; top: number; right: number; bottom: number }

function someBoxes(places: readonly Place[]): Box[] {
  const boxes: Box[] = []
  let row = 0
  for (const [at, place] of places.entries()) {
    if (place.kind !== 'cell' || !isPlain(place.element)) return []
    if (place.caption !== places[at - 1]?.caption) row = 0
    if (row % SOME === 0 || place.caption !== places[at + 1]?.caption) {
      const { left, top, right, bottom } = place.element.getBoundingClientRect()
      boxes.push({ at, left, top, right, bottom })
    }
    row++
  }
  return boxes
}
