import type { Found } from '../../phone/find.ts'
import { numbersAt, type Place, type Scan, type ShownList } from '../onec/scan.ts'
import type { DialLook } from './dial-view.ts'
import type { DotMark, Dots } from './dots.ts'
import type { Marks } from './marks.ts'
import type { Presence } from './presence.ts'
import type { DialMark, Toolbar } from './toolbar.ts'

type Shown = {
  marks: Marks
  presence: Presence
  toolbar: Toolbar
  dots: Dots
  isAsleep: () => boolean
  isPaired: () => boolean
  /** How buttons stand to calls. */
  looks: () => (numbers: Found[]) => DialLook | null
}

/** What is measured at once: the fields of a page, or one of its lists. */
class Group {
  readonly list: ShownList | null
  dials: DialMark[] = []
  dots: DotMark[] = []
  /** Of users, as they are shown. */
  readonly names = new Set<string>()
  #phones: readonly Place[] = []
  #people: readonly Place[] = []

  constructor(list: ShownList | null, phones: readonly Place[] = [], people: readonly Place[] = []) {
    this.list = list
    this.#phones = phones
    this.#people = people
  }

  /** Other rows are shown. */
  read(): void {
    if (!this.list) return
    const { phones, people } = this.list.look()
    this.#phones = phones
    this.#people = people
  }

  measure(marks: Marks, presence: Presence): void {
    this.dials = marks.of(this.#phones, numbersOf)
    this.measurePeople(marks, presence)
  }

  get isEmpty(): boolean {
    return this.#phones.length + this.#people.length === 0
  }

  /** The first of its marks, or the last, is not where it was. */
  hasMoved(marks: Marks): boolean {
    return [this.dials[0], this.dials.at(-1)].some((mark) => mark !== undefined && marks.hasMoved(mark))
  }

  /** Places that say nothing now. */
  ahead(marks: Marks): void {
    if (this.list) marks.ahead(this.#phones)
  }

  measurePeople(marks: Marks, presence: Presence): void {
    this.names.clear()
    const presentAt = (place: Place) => {
      const name = place.read()
      // Once for a name: rows show the same few again and again.
      if (name !== '' && !this.names.has(name) && marks.inSight(place)) this.names.add(name)
      return presence.of(name)
    }
    this.dots = presence.isTold ? marks.of(this.#people, presentAt) : []
  }

  /** What stands there now, to be compared; lists of numbers are the same ones for the same text. */
  values(): readonly (Found[] | string)[] {
    return [...this.#phones.map(numbersAt), ...this.#people.map((place) => place.read())]
  }
}

/**
 * Buttons beside numbers and dots beside people on the page that is shown. Only what may have changed is read and
 * measured again, in slices where there is so much that one would be felt.
 */
export class PageMarks {
  readonly #shown: Shown
  #fields = new Group(null)
  #lists: Group[] = []
  #byBody = new Map<Node, Group>()
  readonly #unread = new Set<Group>()
  readonly #unmeasured = new Set<Group>()
  #peopleUnmeasured = false
  #isAheadDue = false
  #dials: readonly DialMark[] = []
  #values: readonly (Found[] | string)[] = []
  #slice: ReturnType<typeof setTimeout> | undefined

  constructor(shown: Shown) {
    this.#shown = shown
  }

  get dials(): readonly DialMark[] {
    return this.#dials
  }

  /** What the page holds now; to be drawn by `refresh`. */
  set({ fields, people, lists }: Scan): void {
    this.#fields = new Group(null, fields, people)
    this.#lists = lists.map((list) => new Group(list))
    this.#byBody = new Map()
    for (const group of this.#lists) for (const body of group.list?.bodies ?? []) this.#byBody.set(body, group)
  }

  isBody(node: Node): boolean {
    return this.#byBody.has(node)
  }

  /** Everything may be elsewhere, and show something else. */
  refresh(): void {
    this.#shown.marks.forget(!this.#isAheadDue)
    this.#isAheadDue = true
    this.settle()
  }

  /** All is read and measured again; what lies over what is taken to be as it was. */
  settle(): void {
    this.#unread.clear()
    this.#unmeasured.clear()
    for (const group of this.#lists) this.#unread.add(group)
    for (const group of [this.#fields, ...this.#lists]) this.#unmeasured.add(group)
    this.draw()
  }

  /** Whether things are elsewhere now, or something lies over them, which no sign has told of: a few are asked. */
  check(): void {
    if (this.#shown.isAsleep() || !this.#shown.isPaired() || this.#slice !== undefined) return
    this.#shown.marks.begin()
    if (this.#lists.some((list) => list.hasMoved(this.#shown.marks)) || this.#shown.marks.askAgain()) this.refresh()
    else if (!this.#fields.isEmpty) {
      this.#unmeasured.add(this.#fields)
      this.draw()
    }
  }

  /** Of these lists other rows are shown, and nothing else has changed. */
  rows(bodies: ReadonlySet<Node>): void {
    for (const body of bodies) {
      const group = this.#byBody.get(body)
      if (!group) continue
      this.#unread.add(group)
      this.#unmeasured.add(group)
    }
    this.draw()
  }

  /** Values of fields change without a sign: whether they have. */
  reread(): void {
    const now = this.#fields.values()
    const same = now.length === this.#values.length && now.every((each, at) => each === this.#values[at])
    this.#values = now
    if (same) return
    this.#unmeasured.add(this.#fields)
    this.draw()
  }

  /** Lines of people are otherwise than before; the page itself is as it was. */
  presence(): void {
    this.#peopleUnmeasured = true
    this.draw()
  }

  draw(): void {
    clearTimeout(this.#slice)
    this.#slice = undefined
    if (this.#shown.isAsleep()) return
    const paired = this.#shown.isPaired()
    if (paired) this.#measure()
    const groups = paired ? [this.#fields, ...this.#lists] : []
    this.#dials = groups.flatMap(({ dials }) => dials)
    this.#shown.presence.shows(new Set(groups.flatMap(({ names }) => [...names])))
    this.#shown.dots.draw(groups.flatMap(({ dots }) => dots))
    this.drawButtons()
  }

  /** Only how they stand to calls is another. */
  drawButtons(): void {
    this.#shown.toolbar.draw(this.#dials, this.#shown.looks())
  }

  stop(): void {
    clearTimeout(this.#slice)
  }

  #measure(): void {
    const { marks, presence } = this.#shown
    for (const group of this.#unread) group.read()
    this.#unread.clear()
    marks.begin()
    if (this.#peopleUnmeasured) {
      for (const group of [this.#fields, ...this.#lists]) group.measurePeople(marks, presence)
      this.#peopleUnmeasured = marks.late
    }
    for (const group of this.#unmeasured) {
      group.measure(marks, presence)
      if (!marks.late) this.#unmeasured.delete(group)
    }
    if (marks.late) this.#slice = setTimeout(() => this.draw())
    else if (this.#isAheadDue) this.#slice = setTimeout(() => this.#lookAhead())
  }

  /** What rows drawn anew would ask in the very frame they come in is asked while nobody waits for it. */
  #lookAhead(): void {
    this.#slice = undefined
    if (this.#shown.isAsleep()) return
    const { marks } = this.#shown
    marks.begin()
    for (const group of this.#lists) group.ahead(marks)
    this.#isAheadDue = marks.late
    if (marks.late) this.#slice = setTimeout(() => this.#lookAhead())
  }
}

function numbersOf(place: Place): Found[] | null {
  const numbers = numbersAt(place)
  return numbers.length === 0 ? null : numbers
}
