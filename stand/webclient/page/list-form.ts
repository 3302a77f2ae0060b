import { button } from './controls.ts'
import { append, at, el } from './dom.ts'
import { Form } from './form.ts'
import { Grid } from './grid.ts'
import { InputField } from './input-field.ts'
import { Preview } from './preview.ts'
import { clientRows } from './server.ts'
import { columns, words } from './words.ts'

const report = (error: unknown) => console.error(error)

/** The clients: a dynamic list with a search line and the preview panel. */
export class ListForm extends Form {
  readonly grid: Grid
  #search = ''
  #openCard: (ref: string) => void

  constructor(n: number, openCard: (ref: string) => void, openPerson: (ref: string) => void) {
    super(n)
    this.#openCard = openCard
    const field = new InputField(
      this,
      { name: 'СтрокаПоиска', caption: words.search, left: 172, top: 44, width: 260, buttons: ['CLR'] },
      '',
      { changed: () => this.#find(field.value()), pressed: () => this.#find('', field) },
    )
    const preview = new Preview(this, 590, () => this.#openCurrent(), openPerson)
    this.grid = new Grid({
      gridId: this.id('Список'),
      formId: this.id('Список'),
      columns: [
        { caption: columns.name, width: 220, fixed: true },
        { caption: columns.inn, width: 120 },
        { caption: columns.phone, width: 250, group: columns.contacts },
        { caption: columns.email, width: 180, group: columns.contacts },
        { caption: columns.responsible, width: 200 },
        { caption: columns.changed, width: 150 },
        { caption: columns.code, width: 110 },
        { caption: columns.mobile, width: 250 },
      ],
      left: 12,
      top: 74,
      width: 1080,
      rows: 20,
      pager: 'buttons',
      source: (offset, count) => clientRows(this.#search, offset, count),
      current: (row) => void preview.show(row).catch(report),
      open: (row) => this.#openCard(row.ref),
    })
    append(
      this.container,
      el(
        'div',
        { id: this.id('ФормаКоманднаяПанель'), style: at(0, 0, 1000, 40) },
        button(
          this,
          { name: 'ФормаСоздать', caption: words.create, tip: words.createTip, left: 12, width: 90, main: true },
          () => this.#openCard(''),
        ),
        button(
          this,
          { name: 'allActionsФормаКоманднаяПанель', caption: words.more, tip: words.allActions, left: 110, width: 60 },
          () => {},
        ),
      ),
      ...field.nodes,
      ...this.grid.nodes,
      ...preview.nodes,
    )
  }

  caption(): string {
    return words.clients
  }

  /** The rows again, from the server, as after a write elsewhere. */
  refresh(): void {
    this.grid.load().catch(report)
  }

  override key(event: KeyboardEvent): boolean {
    if (event.key !== 'Insert') return false
    this.#openCard('')
    return true
  }

  #find(text: string, field?: InputField): void {
    field?.set(text)
    this.#search = text
    this.grid.load(0, 0, true).catch(report)
  }

  #openCurrent(): void {
    const row = this.grid.row()
    if (row) this.#openCard(row.ref)
  }
}
