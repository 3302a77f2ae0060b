/** A page of 1C's shows few lists at once. */
const MOST_LISTS = 4

/** Counts what is reported of one list. */
class Counter {
  readonly #observer: MutationObserver
  body: Node | null = null
  count = 0

  constructor(view: Window & typeof globalThis) {
    this.#observer = new view.MutationObserver((records) => {
      this.count += records.length
    })
  }

  follow(body: Node | null, options: MutationObserverInit): void {
    this.#observer.disconnect()
    this.body = body
    this.count = 0
    if (body) this.#observer.observe(body, options)
  }
}

/**
 * Tells of a batch of records whether all of them are of rows of lists, without asking each where it lies: what holds the
 * rows is watched besides, and reported of first. As many records there as on the whole page are the same ones.
 */
export class RowRecords {
  readonly #counters: readonly Counter[]
  readonly #options: MutationObserverInit

  /** To be made before what watches the whole page by the same options: observers are told in the order of their making. */
  constructor(view: Window & typeof globalThis, options: MutationObserverInit) {
    this.#options = options
    this.#counters = Array.from({ length: MOST_LISTS }, () => new Counter(view))
  }

  follow(bodies: readonly Node[]): void {
    // What lies in another would be counted twice.
    const isPlain =
      bodies.length <= MOST_LISTS && !bodies.some((body) => bodies.some((each) => each !== body && each.contains(body)))
    for (const [at, counter] of this.#counters.entries()) counter.follow((isPlain && bodies[at]) || null, this.#options)
  }

  /** The lists of whose rows these records are; null where some are not, or it cannot be told so quickly. */
  bodiesOf(records: readonly MutationRecord[]): Node[] | null {
    const told: Node[] = []
    let count = 0
    for (const counter of this.#counters) {
      if (counter.body && counter.count > 0) told.push(counter.body)
      count += counter.count
      counter.count = 0
    }
    return count === records.length ? told : null
  }
}
