import type { Line, StateEvent } from '../../protocol/state.ts'

/** So long at a stretch, milliseconds: calls wait for nobody who is told of others' calls. */
const SLICE_MS = 5
/** So many are told without a look at the clock, and where there are no more, everybody at once. */
const FEW = 100
/** Telling everybody is followed by a rest of so many times as long: it takes a third of the process at most. */
const REST = 2

type Told = { event: StateEvent; text: string }

/**
 * Tells everybody what happens in the house, in order: a few at once, and thousands in slices, between which others have
 * their turn. What lines do meanwhile is told together.
 */
export class Crier<Who> {
  readonly #everybody: () => Iterable<Who>
  readonly #tell: (who: Who, event: StateEvent, text: string) => void
  #queue: Told[] = []
  #lines = new Map<string, Line>()
  /** Under way, or resting. */
  #busy = false
  #timer: NodeJS.Timeout | null = null
  #next: NodeJS.Immediate | null = null

  constructor(everybody: () => Iterable<Who>, tell: (who: Who, event: StateEvent, text: string) => void) {
    this.#everybody = everybody
    this.#tell = tell
  }

  /** `text` = the same as JSON. */
  say(event: StateEvent, text: string): void {
    this.#takeLines()
    this.#queue.push({ event, text })
    if (!this.#busy) this.#round()
  }

  sayLine(number: string, line: Line): void {
    this.#lines.set(number, line)
    if (!this.#busy) this.#round()
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#next) clearImmediate(this.#next)
    this.#busy = true
  }

  /** In front of whatever is said next. */
  #takeLines(): void {
    const [first, ...others] = this.#lines
    if (!first) return
    const [number, line] = first
    const event: StateEvent =
      others.length === 0
        ? { type: 'line.changed', number, line }
        : { type: 'lines.changed', lines: Object.fromEntries(this.#lines) }
    this.#lines = new Map()
    this.#queue.push({ event, text: JSON.stringify(event) })
  }

  #round(): void {
    this.#takeLines()
    const told = this.#queue
    this.#queue = []
    if (told.length === 0) {
      this.#busy = false
      return
    }
    this.#busy = true
    this.#go(this.#everybody()[Symbol.iterator](), told, 0)
  }

  #go(everybody: Iterator<Who>, told: readonly Told[], spent: number): void {
    const began = performance.now()
    let count = 0
    for (let each = everybody.next(); !each.done; each = everybody.next()) {
      for (const { event, text } of told) this.#tell(each.value, event, text)
      count++
      if (count <= FEW || count % FEW !== 1) continue
      const taken = performance.now() - began
      if (taken < SLICE_MS) continue
      this.#next = setImmediate(() => this.#go(everybody, told, spent + taken))
      return
    }
    const all = spent + performance.now() - began
    if (spent === 0 && count <= FEW) this.#round()
    else this.#timer = setTimeout(() => this.#round(), all * REST)
  }
}
