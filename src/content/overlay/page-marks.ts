import type { Found } from '../../phone/find.ts'
import type { Scan } from '../onec/scan.ts'
import { AfterLayout } from './after-layout.ts'
import type { DialLook } from './dial-view.ts'
import type { DotMark, Dots } from './dots.ts'
import { Group, larger } from './group.ts'
import type { Marks } from './marks.ts'
import type { Presence } from './presence.ts'
import type { Change } from './slots.ts'
import type { DialMark, Toolbar } from './toolbar.ts'

type Shown = {
  doc: Document
  marks: Marks
  presence: Presence
  toolbar: Toolbar
  dots: Dots
  isAsleep: () => boolean
  isPaired: () => boolean
  /** How buttons stand to calls. */
  looks: () => (numbers: Found[]) => DialLook | null
}

/**
 * Buttons beside numbers and dots beside people on the page that is shown. Only what may have changed is read and
 * measured again, in slices where there is so much that one would be felt.
 */
export class PageMarks {
  readonly #shown: Shown
  #fields: Group
  #lists: Group[] = []
  #byBody = new Map<Node, Group>()
  readonly #unread = new Set<Group>()
  readonly #unmeasured = new Set<Group>()
  /** Read, and taken to be where they were until the page is laid out. */
  readonly #followed = new Set<Group>()
  readonly #afterLayout: AfterLayout
  #peopleUnmeasured = false
  #isAheadDue = false
  #dials: readonly DialMark[] = []
  #dots: readonly DotMark[] = []
  #names: readonly ReadonlySet<string>[] = []
  #values: readonly string[] = []
  #slice: ReturnType<typeof setTimeout> | undefined

  constructor(shown: Shown) {
    this.#shown = shown
    this.#afterLayout = new AfterLayout(shown.doc, () => this.#lookAfterFollowed())
    this.#fields = this.#group(null)
  }

  get dials(): readonly DialMark[] {
    return this.#dials
  }

  /** What the page holds now; to be drawn by `refresh`. */
  set({ fields, people, lists }: Scan): void {
    this.#fields = this.#group(null)
    this.#fields.set(fields, people)
    this.#lists = lists.map((list) => this.#group(list))
    this.#byBody = new Map()
    for (const group of this.#lists) for (const body of group.list?.bodies ?? []) this.#byBody.set(body, group)
  }

  #group(list: Group['list']): Group {
    return new Group(this.#shown.marks, this.#shown.presence, list)
  }

  get #groups(): Group[] {
    return [this.#fields, ...this.#lists]
  }

  get hasFields(): boolean {
    return !this.#fields.isEmpty
  }

  get bodies(): Iterable<Node> {
    return this.#byBody.keys()
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
    this.#followed.clear()
    for (const group of this.#lists) this.#unread.add(group)
    for (const group of this.#groups) this.#unmeasured.add(group)
    this.draw()
  }

  /** Whether things are elsewhere now, or something lies over them, which no sign has told of: a few are asked. */
  check(): void {
    if (this.#shown.isAsleep() || !this.#shown.isPaired() || this.#slice !== undefined) return
    this.#shown.marks.begin()
    if (this.#lists.some((list) => list.hasMoved()) || this.#shown.marks.askAgain()) this.refresh()
    else if (!this.#fields.isEmpty) {
      this.#unmeasured.add(this.#fields)
      this.draw()
    }
  }

  /** Whether a mark is still so near to its place that nobody could take it for another's. */
  standsAtItsPlace(mark: DialMark): boolean {
    this.#shown.marks.begin()
    return this.#shown.marks.isNear(mark)
  }

  /** Of these lists other rows are shown, and nothing else has changed. */
  rows(bodies: ReadonlySet<Node>): void {
    const { marks, isAsleep, isPaired } = this.#shown
    const isReady = !isAsleep() && isPaired()
    marks.begin()
    let change: Change = 'none'
    for (const body of bodies) {
      const group = this.#byBody.get(body)
      if (!group) continue
      const own = isReady && !this.#unmeasured.has(group) ? group.goOn() : 'all'
      change = larger(change, own)
      if (own === 'all') this.#measureAnew(group)
      else this.#followed.add(group)
    }
    if (change === 'all') this.draw()
    else if (change !== 'none') this.#show(change === 'marks')
    if (this.#followed.size > 0) this.#afterLayout.ask()
  }

  /** In the frame in which they have been followed. */
  #lookAfterFollowed(): void {
    this.#shown.marks.begin()
    const elsewhere = [...this.#followed].filter((group) => !group.isInPlace())
    this.#followed.clear()
    for (const group of elsewhere) this.#measureAnew(group)
    if (elsewhere.length > 0) this.draw()
  }

  #measureAnew(group: Group): void {
    this.#unread.add(group)
    this.#unmeasured.add(group)
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
    if (this.#shown.isPaired()) this.#measure()
    this.#show(true)
  }

  /** `others`: not only what marks say is another. */
  #show(others: boolean): void {
    const groups = this.#shown.isPaired() ? this.#groups : []
    if (others) {
      this.#dials = groups.flatMap(({ dials }) => dials.marks)
      this.#dots = groups.flatMap(({ dots }) => dots.marks)
    }
    const names = groups.map((group) => group.names)
    if (names.length !== this.#names.length || names.some((each, at) => each !== this.#names[at])) {
      this.#names = names
      this.#shown.presence.shows(new Set(names.flatMap((each) => [...each])))
    }
    this.#shown.dots.draw(this.#dots)
    this.drawButtons()
  }

  /** Only how they stand to calls is another. */
  drawButtons(): void {
    this.#shown.toolbar.draw(this.#dials, this.#shown.looks())
  }

  stop(): void {
    this.#afterLayout.stop()
    clearTimeout(this.#slice)
  }

  #measure(): void {
    const { marks } = this.#shown
    for (const group of this.#unread) group.read()
    this.#unread.clear()
    marks.begin()
    if (this.#peopleUnmeasured) {
      for (const group of this.#groups) group.measurePeople()
      this.#peopleUnmeasured = marks.late
    }
    for (const group of this.#unmeasured) {
      group.measure()
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
    for (const group of this.#lists) group.ahead()
    this.#isAheadDue = marks.late
    if (marks.late) this.#slice = setTimeout(() => this.#lookAhead())
  }
}
