import type { Found } from '../../phone/find.ts'
import type { Present } from '../../protocol/mirror.ts'
import type { Sight } from '../onec/geometry.ts'
import { type CellsOf, numbersIn, type Place, type ShownList } from '../onec/scan.ts'
import type { Marks } from './marks.ts'
import type { Presence } from './presence.ts'
import { type Change, Slots } from './slots.ts'

/** What is measured at once: the fields of a page, or one of its lists. */
export class Group {
  readonly list: ShownList | null
  readonly dials = new Slots<Found[], Found[]>(numbersIn, (numbers) => (numbers.length === 0 ? null : numbers))
  readonly dots: Slots<string, Present>
  #names: ReadonlySet<string> = new Set()
  readonly #marks: Marks
  readonly #presence: Presence
  #seen: Sight | null = null
  /** Rows have been followed without looking at people. */
  #peopleHaveGone = false

  constructor(marks: Marks, presence: Presence, list: ShownList | null) {
    this.list = list
    this.#marks = marks
    this.#presence = presence
    this.dots = new Slots(
      (name) => name,
      (name) => presence.of(name),
    )
  }

  set(phones: readonly Place[], people: readonly Place[]): void {
    this.#peopleHaveGone = false
    this.dials.set(phones)
    this.dots.set(people)
  }

  /** Other rows are shown. */
  read(): void {
    if (this.list) this.set(this.list.phones.look(), this.list.people.look())
  }

  measure(): void {
    this.dials.measure(this.#marks)
    this.measurePeople()
    this.#seen = this.list ? this.#marks.sight(this.list.grid) : null
  }

  measurePeople(): void {
    // Nobody's name needs to be read while nothing can be told of anybody.
    if (this.#presence.isTold) {
      if (this.#peopleHaveGone && this.list) this.dots.set(this.list.people.look())
      this.#peopleHaveGone = false
      this.dots.measure(this.#marks)
    } else this.dots.clear()
    this.#name()
  }

  /**
   * Other rows are shown, as lists of 1C's show them most often: where the former ones were. Then they are read, and
   * nothing is measured; whether it is so, `isInPlace` tells once the page is laid out.
   */
  goOn(): Change {
    const { list } = this
    const withPeople = this.#presence.isTold
    if (!list || isNew(list.phones, this.dials) || (withPeople && isNew(list.people, this.dots))) return 'all'
    const { phones, people } = list.again(withPeople)
    const ofDials = this.dials.goOn(phones, this.#marks)
    if (ofDials === 'all') return 'all'
    if (!withPeople) {
      this.#peopleHaveGone = true
      return this.#marks.late ? 'all' : ofDials
    }
    const ofPeople = this.dots.goOn(people, this.#marks)
    if (ofPeople === 'all' || this.#marks.late) return 'all'
    if (ofPeople !== 'none') this.#name()
    return larger(ofDials, ofPeople)
  }

  /** Whether the list and its rows are where they were when they were measured. */
  isInPlace(): boolean {
    if (!this.list || !this.#seen || !isSame(this.#seen, this.#marks.sight(this.list.grid))) return false
    return this.dials.isInPlace() && (this.#peopleHaveGone || this.dots.isInPlace())
  }

  /** Of users that are shown; the very same set as long as they are the same. */
  get names(): ReadonlySet<string> {
    return this.#names
  }

  get isEmpty(): boolean {
    return this.dials.isEmpty && this.dots.isEmpty
  }

  /** The first of its marks, or the last, is not where it was. */
  hasMoved(): boolean {
    const ends = [this.dials, this.dots].flatMap(({ marks }) => [marks[0], marks.at(-1)])
    return ends.some((mark) => mark !== undefined && this.#marks.hasMoved(mark))
  }

  /** Places that say nothing now. */
  ahead(): void {
    if (this.list) this.#marks.ahead(this.dials.places)
  }

  /** What stands there now, to be compared. */
  values(): readonly string[] {
    return [...this.dials.places, ...this.dots.places].map((place) => place.read())
  }

  #name(): void {
    const names = this.dots.textsInSight()
    names.delete('')
    // Rows show the same few again and again.
    if (names.size !== this.#names.size || [...names].some((name) => !this.#names.has(name))) this.#names = names
  }
}

/** Where there were no rows, it is not known yet what bears the text of those that come. */
const isNew = (cells: CellsOf, { isEmpty }: { isEmpty: boolean }): boolean => cells.any && isEmpty

const isSame = (a: Sight, b: Sight): boolean => a.top === b.top && a.bottom === b.bottom && a.right === b.right

const CHANGES: readonly Change[] = ['none', 'values', 'marks', 'all']

export const larger = (a: Change, b: Change): Change => (CHANGES.indexOf(a) > CHANGES.indexOf(b) ? a : b)
