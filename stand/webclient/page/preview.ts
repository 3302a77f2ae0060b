import type { ListRow, PreviewAnswer } from '../wire.ts'
import { Label, titleOf } from './controls.ts'
import type { Form } from './form.ts'
import { Grid } from './grid.ts'
import { wait } from './pace.ts'
import { clientPreview } from './server.ts'
import { switches } from './switches.ts'
import { captions, columns, words } from './words.ts'

const LABELS = [
  ['ПросмотрНаименование', captions.client, 'name'],
  ['ПросмотрТелефон', captions.phone, 'phone'],
  ['ПросмотрСотовыйТелефон', captions.mobile, 'mobile'],
  ['ПросмотрEmail', 'E-mail:', 'email'],
  ['ПросмотрИНН', captions.inn, 'inn'],
  ['ПросмотрПоследнийЗвонок', captions.lastCall, 'lastCall'],
] as const

/**
 * «Панель быстрого просмотра» under the list. It comes late and label by label, each in a task of its own, so for a
 * moment the name is of the new client and the phone of the old one (D5).
 */
export class Preview {
  readonly nodes: HTMLElement[]
  #labels: { label: Label; key: keyof Omit<PreviewAnswer, 'persons'> }[]
  #persons: PreviewAnswer['persons'] = []
  #grid: Grid
  #asked = 0

  constructor(form: Form, top: number, open: () => void, openPerson: (ref: string) => void) {
    const heading = titleOf(
      form.id('ПанельБыстрогоПросмотра'),
      words.details,
      { left: 12, top },
      form.id('ПанельБыстрогоПросмотра'),
      '',
      true,
    )
    this.#labels = LABELS.map(([name, caption, key], n) => ({
      key,
      label: new Label(
        form,
        { name, caption, left: 172, top: top + 26 + n * 26, width: 380, link: n === 0 },
        '',
        n === 0 ? open : undefined,
      ),
    }))
    this.#grid = new Grid({
      gridId: `grid_${form.id('КонтактныеЛица')}`,
      formId: form.id('КонтактныеЛица'),
      columns: [
        { caption: columns.person, width: 190 },
        { caption: columns.position, width: 150 },
        { caption: columns.personPhone, width: 180, name: 'КонтактныеЛицаМобильныйТелефон' },
      ],
      left: 570,
      top: top + 26,
      width: 520,
      rows: 5,
      pager: 'track',
      open: (row) => openPerson(row.ref),
      edit: { form, done: (row, _column, text) => this.#phoneOf(row.ref, text) },
      source: async () => ({
        total: this.#persons.length,
        rows: this.#persons.map((p) => ({ ref: p.ref, deleted: false, cells: [p.name, p.position, p.phone] })),
      }),
    })
    this.nodes = [heading, ...this.#labels.flatMap((l) => l.label.nodes), ...this.#grid.nodes]
  }

  /** In the form only: a quick view writes nothing. */
  #phoneOf(ref: string, text: string): void {
    this.#persons = this.#persons.map((person) => (person.ref === ref ? { ...person, phone: text } : person))
    this.#grid.load().catch((error: unknown) => console.error(error))
  }

  async show(row: ListRow | null): Promise<void> {
    const mine = ++this.#asked
    if (switches.preview === 'late') await wait(150, 400)
    if (mine !== this.#asked) return
    const data = row ? await clientPreview(row.ref) : null
    for (const { label, key } of this.#labels) {
      if (mine !== this.#asked) return
      label.set(data?.[key] ?? '')
      if (switches.preview === 'late') await wait(10, 60)
    }
    if (mine !== this.#asked) return
    this.#persons = data?.persons ?? []
    await this.#grid.load(0, 0)
  }
}
