import { button } from './controls.ts'
import { append, at, el } from './dom.ts'
import { Form } from './form.ts'
import { Grid } from './grid.ts'
import { requestRows } from './server.ts'
import { captions, columns, words } from './words.ts'

const plainCaption = (caption: string) => caption.replace(/:$/, '')

/** «Рабочее место менеджера»: the Interests that are not closed, the latest first. */
export class RequestsForm extends Form {
  readonly grid: Grid

  constructor(n: number, open: (ref: string) => void) {
    super(n)
    this.grid = new Grid({
      gridId: this.id('Обращения'),
      formId: this.id('Обращения'),
      columns: [
        { caption: plainCaption(captions.subject), width: 210, fixed: true },
        { caption: plainCaption(captions.client), width: 170 },
        { caption: plainCaption(captions.whatToDo), width: 200 },
        { caption: columns.responsible, width: 180 },
        { caption: plainCaption(captions.service), width: 130 },
        { caption: plainCaption(captions.interactions), width: 60 },
        { caption: columns.date, width: 120 },
      ],
      left: 12,
      top: 44,
      width: 1080,
      rows: 20,
      pager: 'buttons',
      source: (offset, count) => requestRows(offset, count),
      current: () => {},
      open: (row) => open(row.ref),
    })
    append(
      this.container,
      el(
        'div',
        { id: this.id('ФормаКоманднаяПанель'), style: at(0, 0, 1000, 40) },
        button(this, { name: 'ФормаОбновить', caption: words.refresh, left: 12, width: 90 }, () => this.refresh()),
      ),
      ...this.grid.nodes,
    )
  }

  caption(): string {
    return words.requests
  }

  /** The rows again, from the server. */
  refresh(): void {
    this.grid.load().catch((error: unknown) => console.error(error))
  }
}
