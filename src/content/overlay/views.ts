import type { Mark } from './marks.ts'

/** What is drawn for a mark. */
export type View = { readonly element: HTMLElement }

/**
 * The elements of all marks of a kind, in their order. The one of a place stays with it; those of places that have gone
 * go on with places that have come: rows that are built anew cost no elements of ours.
 */
export class Views<V, W extends View> {
  readonly #parent: HTMLElement
  readonly #create: () => W
  /** The elements as they stand in the parent, which need not be asked for them. */
  #placed: Element[] = []
  #shown: { view: W; mark: Mark<V> }[] = []
  #marks: readonly Mark<V>[] = []

  constructor(parent: HTMLElement, create: () => W) {
    this.#parent = parent
    this.#create = create
  }

  get shown(): readonly { view: W; mark: Mark<V> }[] {
    return this.#shown
  }

  /** The very same marks stay with their elements, whatever they say now. */
  set(marks: readonly Mark<V>[]): readonly { view: W; mark: Mark<V> }[] {
    if (marks === this.#marks) return this.#shown
    this.#marks = marks
    const left = new Map(this.#shown.map(({ view, mark }) => [mark.place.element, view]))
    const own = marks.map(({ place }) => {
      const view = left.get(place.element)
      if (view) left.delete(place.element)
      return view
    })
    const spare = left.values()
    this.#shown = marks.map((mark, at) => ({ mark, view: own[at] ?? spare.next().value ?? this.#create() }))
    for (const view of spare) {
      view.element.remove()
      this.#placed.splice(this.#placed.indexOf(view.element), 1)
    }
    this.#arrange()
    return this.#shown
  }

  #arrange(): void {
    const wanted = this.#shown.map(({ view }) => view.element)
    if (wanted.length === this.#placed.length && wanted.every((element, at) => element === this.#placed[at])) return
    let next = this.#parent.firstElementChild
    for (const element of wanted) {
      if (element === next) next = next.nextElementSibling
      else this.#parent.insertBefore(element, next)
    }
    this.#placed = wanted
  }
}
