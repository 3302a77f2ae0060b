import type { Found } from '../../phone/find.ts'
import type { Explained, PageReport } from '../../protocol/page-report.ts'
import { readCell } from './cell.ts'
import { fieldsIn } from './fields.ts'
import { listsIn } from './grids.ts'
import { type Mapped, UNMAPPED } from './mapped.ts'
import { isNeutral } from './meaning.ts'
import { captionOf, isClient, shownRoots } from './pages.ts'
import { numbersAt, scanPage } from './scan.ts'
import { isVisible } from './visible.ts'

/** Enough to see that a column is read right; a list has tens of rows. */
const MOST_NUMBERS = 50

export function explain(doc: Document, mapped: Mapped = UNMAPPED): PageReport {
  const forms = shownRoots(doc).map((root) => {
    const fields = fieldsIn(root, mapped).map(
      ({ kind, form, caption, name, meaning, why, element, read }): Explained => {
        const numbers = meaning === 'phone' ? numbersAt({ read }).map(written) : []
        return { kind, form, caption, name, meaning, why, shown: isVisible(element), numbers }
      },
    )
    const columns = listsIn(root, mapped).flatMap(({ form, name, columns, rows }) =>
      columns.map((column): Explained => {
        const { caption, meaning } = column
        // Whether a caption says something else is of no matter to the page itself, and takes its time.
        const why = column.why === 'nothing' && !isNeutral(caption) ? 'caption' : column.why
        const read =
          meaning === 'phone'
            ? rows([column])
                .cells()
                .flat()
                .flatMap((cell) => numbersAt({ read: () => readCell(cell) }))
            : []
        return {
          kind: 'column',
          form,
          caption,
          name,
          meaning,
          why,
          shown: true,
          numbers: read.slice(0, MOST_NUMBERS).map(written),
        }
      }),
    )
    return { caption: captionOf(root), fields: [...fields, ...columns] }
  })
  const cards = scanPage(doc, mapped).cards.map(({ form, phones }) => ({
    form,
    phones: phones.flatMap((phone) => numbersAt(phone).map(written)),
  }))
  return { isClient: isClient(doc), forms, cards }
}

const written = ({ digits, ext }: Found): string => (ext === undefined ? digits : `${digits}#${ext}`)
