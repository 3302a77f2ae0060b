/**
 * Calls once the page has laid itself out for the frame that comes, before it is painted: what is asked then, the page need
 * not lay itself out for. In a frame of its own a page would do so twice, whenever something is changed after the question.
 */
export class AfterLayout {
  readonly #doc: Document
  readonly #call: () => void
  #observer: ResizeObserver | null = null

  constructor(doc: Document, call: () => void) {
    this.#doc = doc
    this.#call = call
  }

  /** Of an element that is newly observed it is told how large it is: that of the whole page, which always has a size. */
  ask(): void {
    this.#observer ??= new ResizeObserver(() => {
      this.stop()
      this.#call()
    })
    this.#observer.observe(this.#doc.documentElement)
  }

  stop(): void {
    this.#observer?.disconnect()
  }
}
