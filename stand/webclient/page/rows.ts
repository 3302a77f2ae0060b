import type { ListRow } from '../wire.ts'
import type { Placed } from './columns.ts'
import { append, clear } from './dom.ts'
import { Line } from './line.ts'
import { switches } from './switches.ts'

export type Window = { offset: number; rows: readonly ListRow[]; cursor: number }
type View = { placed: readonly Placed[]; width: number }

/**
 * The body of a list: as many rows as fit, whatever the list's length. How the nodes are treated when other rows come
 * into the window is the switch `rows` (D4).
 */
export class Rows {
  readonly body: HTMLElement
  readonly #count: number
  /** In the order seen, which with `rotate` is not the order of the DOM. */
  #lines: Line[] = []
  #offset = 0

  constructor(body: HTMLElement, count: number) {
    this.body = body
    this.#count = count
  }

  show(window: Window, view: View, contentsChanged: boolean): void {
    const look = switches.rows === 'legacy' ? 'old' : 'now'
    const anew = this.#lines.length === 0 || this.#lines[0]?.look !== look
    if (anew || (contentsChanged && switches.rows === 'replace')) this.#build(look)
    else if (contentsChanged && switches.rows === 'rotate') this.#rotate(window.offset - this.#offset)
    this.#offset = window.offset
    for (const [index, line] of this.#lines.entries()) {
      const row = window.rows[index] ?? null
      line.place(index, view.width)
      line.fill(row, view.placed)
      line.select(row !== null && index === window.cursor)
    }
  }

  /** The place in the window of the row that holds this node; -1 = none. */
  indexOf(node: EventTarget | null): number {
    return node instanceof Node ? this.#lines.findIndex((line) => line.node.contains(node)) : -1
  }

  /** The box of a cell; null = it is out of view. */
  box(row: number, column: number): HTMLElement | null {
    return this.#lines[row]?.box(column) ?? null
  }

  #build(look: 'now' | 'old'): void {
    clear(this.body)
    this.#lines = Array.from({ length: this.#count }, () => new Line(look, true))
    append(this.body, ...this.#lines.map((line) => line.node))
  }

  /** The rows that left the window at one end come in again at the other, with other contents. */
  #rotate(by: number): void {
    const count = this.#lines.length
    const turn = ((by % count) + count) % count
    this.#lines = [...this.#lines.slice(turn), ...this.#lines.slice(0, turn)]
  }
}
