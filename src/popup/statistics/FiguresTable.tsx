import type { Figures } from '../../protocol/journal.ts'
import type { Language } from '../../ui/words/language.ts'
import { COLUMNS, columnName, shown } from './figures.ts'

type Row = { key: string; name: string; figures: Figures }
type Props = { caption: string; first: string; rows: readonly Row[]; serviceSeconds: number; language: Language }

export function FiguresTable({ caption, first, rows, serviceSeconds, language }: Props) {
  return (
    // Wider than the panel may be: it is scrolled for itself, with the keyboard, too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section class="table" tabIndex={0} aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {columnName(column, serviceSeconds, language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, figures }) => (
            <tr key={key}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              {COLUMNS.map((column) => (
                <td key={column}>{shown(column, figures)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
