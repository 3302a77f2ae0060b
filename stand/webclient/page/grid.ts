import type { ListAnswer, ListRow } from '../wire.ts'
import { CellEditor } from './cell-editor.ts'
import { type Column, groupsOf, placed, totalWidth } from './columns.ts'
import { append, at, attr, clear, el, show } from './dom.ts'
import type { Form } from './form.ts'
import { Line, ROW_HEIGHT } from './line.ts'
import { wait } from './pace.ts'
import { type Moves, Pager } from './pager.ts'
import { Rows } from './rows.ts'
import { captionText } from './spelling.ts'
import { switches } from './switches.ts'
import { words } from './words.ts'

export type GridSpec = {
  /** Both spellings are known: `form1_Список` and `grid_form1_Список` (WEBCLIENT 1.4). */
  gridId: string
  /** `form1_Список` */
  formId: string
  columns: readonly Column[]
  left: number
  top: number
  width: number
  /** Rows in the window. */
  rows: number
  /** A dynamic list has buttons to page with, a table part a scroll track. */
  pager: 'buttons' | 'track'
  source: (offset: number, count: number) => Promise<ListAnswer>
  /** The current row, once it has settled. */
  current?: (row: ListRow | null) => void
  open?: (row: ListRow) => void
  /** Cells of named columns can be edited with F2 (a table part). */
  edit?: { form: Form; done: (row: ListRow, column: number, text: string) => void }
}

/** A list with a window of rows. scrollTop and scrollLeft never move; contents and boxes do (D4). */
export class Grid {
  readonly nodes: HTMLElement[]
  readonly element: HTMLElement
  readonly #spec: GridSpec
  readonly #rows: Rows
  readonly #head = new Line('now', false)
  readonly #groups = el('div', { class: 'gridLine' })
  readonly #editor: CellEditor | null
  readonly #surface: HTMLElement
  readonly #pager: Pager
  #offset = 0
  #cursor = 0
  #shift = 0
  #total = 0
  #shown: readonly ListRow[] = []
  /** Only the last request's answer counts. */
  #asked = 0
  #currentRef: string | null = null

  constructor(spec: GridSpec) {
    this.#spec = spec
    const storeys = { none: 0, single: 1, storeys: 2 }[switches.heads]
    const height = (spec.rows + storeys) * ROW_HEIGHT + 4
    const head = el('div', { class: 'gridHead', style: `height:${storeys * ROW_HEIGHT}px` })
    if (storeys === 2) append(head, this.#groups)
    append(head, this.#head.node)
    const content = switches.rows === 'legacy' ? 'gridContent' : 'gridBody flex-1-1-100'
    const body = el('div', { class: content, style: 'position:relative' })
    this.#rows = new Rows(body, spec.rows)
    this.#surface = el('div', { class: 'stateWindowSupportSurface', style: 'display:none' }, words.searching)
    this.element = el(
      'div',
      { id: spec.gridId, class: 'grid', style: `width:${spec.width}px;height:${height}px` },
      ...(storeys > 0 ? [head] : []),
      body,
    )
    this.#editor = spec.edit ? new CellEditor(spec.edit.form, this.element) : null
    attr(this.element, 'tabindex', '0')
    const moves: Moves = {
      home: () => this.#pageTo(0, 0),
      up: () => this.#page(-1),
      down: () => this.#page(1),
      end: () => this.#pageTo(this.#total, this.#spec.rows - 1),
    }
    this.#pager = new Pager(spec.pager, spec.gridId, moves, { ...spec, height })
    const box = el(
      'div',
      { id: `${spec.formId}_div`, style: `${at(spec.left, spec.top, spec.width + 22, height)};overflow:hidden` },
      this.element,
      this.#surface,
    )
    if (spec.pager === 'buttons') append(box, this.#pager.node)
    this.nodes = spec.pager === 'buttons' ? [box] : [box, this.#pager.node]
    this.#listen()
    this.#showHead()
  }

  row(): ListRow | null {
    return this.#shown[this.#cursor] ?? null
  }

  /** Asks for the window again; `search` = a search is on: the old rows stay, with nothing but the surface to tell. */
  async load(offset = this.#offset, cursor = this.#cursor, search = false): Promise<void> {
    const mine = ++this.#asked
    if (search) {
      show(this.#surface, true)
      await wait(300, 3000)
    }
    const answer = await this.#spec.source(Math.max(0, offset), this.#spec.rows)
    if (mine !== this.#asked) return
    show(this.#surface, false)
    this.#total = answer.total
    this.#offset = Math.max(0, offset)
    this.#shown = answer.rows
    this.#cursor = Math.max(0, Math.min(cursor, answer.rows.length - 1))
    this.#show(true)
  }

  /** Makes row `n` of the whole list the current one, paging to it when it is not in the window. */
  async select(n: number): Promise<void> {
    if (n >= this.#offset && n < this.#offset + this.#shown.length) this.#moveTo(n - this.#offset)
    else await this.load(this.#clampOffset(n), n - this.#clampOffset(n))
  }

  #clampOffset(offset: number): number {
    return Math.max(0, Math.min(offset, this.#total - this.#spec.rows))
  }

  #moveTo(cursor: number): void {
    this.#cursor = cursor
    this.#show(false)
  }

  /** Down or up by one row; at the window's edge the contents move. */
  #step(by: 1 | -1): void {
    const next = this.#cursor + by
    if (next >= 0 && next < this.#shown.length) this.#moveTo(next)
    else this.#pageTo(this.#offset + by, this.#cursor)
  }

  /** First the cursor goes to the window's edge, then, after the server's answer, the contents change. */
  #page(by: 1 | -1): void {
    const edge = by > 0 ? this.#shown.length - 1 : 0
    this.#moveTo(edge)
    this.#pageTo(this.#offset + by * (this.#spec.rows - 1), edge)
  }

  #pageTo(offset: number, cursor: number): void {
    const wanted = this.#clampOffset(offset)
    if (wanted === this.#offset) {
      this.#moveTo(Math.max(0, Math.min(cursor + offset - wanted, this.#shown.length - 1)))
      return
    }
    wait(20, 400)
      .then(() => this.load(wanted, cursor))
      .catch(report)
  }

  #show(contentsChanged: boolean): void {
    this.#editor?.cancel()
    const { columns, width } = this.#spec
    const view = { placed: placed(columns, width, this.#shift), width: totalWidth(columns) }
    this.#rows.show({ offset: this.#offset, rows: this.#shown, cursor: this.#cursor }, view, contentsChanged)
    this.#pager.show(this.#offset === 0, this.#offset + this.#shown.length >= this.#total)
    const row = this.row()
    if (row?.ref === this.#currentRef && !contentsChanged) return
    this.#currentRef = row?.ref ?? null
    this.#spec.current?.(row)
  }

  #showHead(): void {
    const { columns, width } = this.#spec
    const view = placed(columns, width, this.#shift)
    const storeys = switches.heads === 'storeys'
    this.#head.place(storeys ? 1 : 0, totalWidth(columns))
    this.#head.fill({ ref: '', deleted: false, cells: columns.map((c) => captionText(c.caption)) }, view)
    if (!storeys) return
    clear(this.#groups)
    for (const group of groupsOf(columns, view)) {
      const style = at(group.left, 0, group.width, ROW_HEIGHT)
      const box = el('div', { class: 'gridBox', style }, el('div', { class: 'gridBoxText' }, group.caption))
      append(this.#groups, box)
    }
  }

  /** The boxes move by their `left`; nothing scrolls. */
  #moveSideways(by: number): void {
    this.#editor?.cancel()
    const { columns, width } = this.#spec
    const shift = Math.max(0, Math.min(this.#shift + by, totalWidth(columns) - width))
    if (shift === this.#shift) return
    this.#shift = shift
    this.#showHead()
    this.#show(false)
  }

  #listen(): void {
    const rowAt = (event: Event) => {
      const index = event.isTrusted ? this.#rows.indexOf(event.target) : -1
      return this.#shown[index] ? index : -1
    }
    this.element.addEventListener('mousedown', (event) => {
      const index = rowAt(event)
      if (index >= 0) this.#moveTo(index)
    })
    this.element.addEventListener('dblclick', (event) => {
      const row = this.#shown[rowAt(event)]
      if (row) this.#spec.open?.(row)
    })
    this.element.addEventListener(
      'wheel',
      (event) => {
        if (!event.isTrusted) return
        event.preventDefault()
        if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
          this.#moveSideways(Math.sign(event.deltaX || event.deltaY) * 120)
        else this.#pageTo(this.#offset + Math.sign(event.deltaY) * 3, this.#cursor)
      },
      { passive: false },
    )
    this.element.addEventListener('keydown', (event) => {
      if (event.isTrusted && this.#key(event)) event.preventDefault()
    })
  }

  /** The first cell of the current row that may be edited. */
  #editCurrent(): boolean {
    const { columns, edit } = this.#spec
    const column = columns.findIndex((c) => c.name !== undefined)
    const row = this.row()
    const box = this.#rows.box(this.#cursor, column)
    if (!edit || !row || !box) return false
    const done = (text: string) => edit.done(row, column, text)
    this.#editor?.edit(box, columns[column]?.name ?? '', row.cells[column] ?? '', done)
    return true
  }

  #key(event: KeyboardEvent): boolean {
    switch (event.key) {
      case 'ArrowDown':
        this.#step(1)
        return true
      case 'ArrowUp':
        this.#step(-1)
        return true
      case 'PageDown':
        this.#page(1)
        return true
      case 'PageUp':
        this.#page(-1)
        return true
      case 'Home':
        this.#pageTo(0, 0)
        return true
      case 'End':
        this.#pageTo(this.#total, this.#spec.rows - 1)
        return true
      case 'ArrowRight':
        this.#moveSideways(180)
        return true
      case 'ArrowLeft':
        this.#moveSideways(-180)
        return true
      case 'F2':
        return this.#editCurrent()
      case 'Enter': {
        const row = this.row()
        if (row && !event.ctrlKey) this.#spec.open?.(row)
        return row !== null
      }
      default:
        return false
    }
  }
}

const report = (error: unknown) => console.error(error)
