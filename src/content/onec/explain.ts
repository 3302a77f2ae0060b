import type { Found } from '../../phone/find.ts'
import { fieldsIn } from './fields.ts'
import { listsIn, readCell } from './grids.ts'
import { type Mapped, UNMAPPED } from './mapped.ts'
import type { Meant } from './meaning.ts'
import { captionOf, isClient, shownRoots } from './pages.ts'
import { numbersAt, scanPage } from './scan.ts'
import { isVisible } from './visible.ts'

/** One field or column, and why it is what it is. `name` = the form's element, for a column the list's. */
export type Explained = Meant & {
  kind: 'input' | 'label' | 'column'
  form: number
  caption: string
  name: string
  /** In view, not on a hidden page inside the form. */
  shown: boolean
  /** As they would be dialled, with «доб.» after a `#`. Looked for under phones only. */
  numbers: string[]
}
export type ExplainedForm = { caption: string; fields: Explained[] }
/** What was found on a page, as plain data (SPEC D5). `cards` = forms that can make rules. */
export type PageReport = { isClient: boolean; forms: ExplainedForm[]; cards: { form: number; phones: string[] }[] }

/** Enough to see that a column is read right; a list has tens of rows. */
const MOST_NUMBERS = 50

export function explain(doc: Document, mapped: Mapped = UNMAPPED): PageReport {
  const forms = shownRoots(doc).map((root): ExplainedForm => {
    const fields = fieldsIn(root, mapped).map(
      ({ kind, form, caption, name, meaning, why, element, read }): Explained => {
        const numbers = meaning === 'phone' ? numbersAt({ read }).map(written) : []
        return { kind, form, caption, name, meaning, why, shown: isVisible(element), numbers }
      },
    )
    const columns = listsIn(root, mapped).flatMap(({ form, name, columns, cells }) =>
      columns.map((column): Explained => {
        const { caption, meaning, why } = column
        const read =
          meaning === 'phone'
            ? cells([column])
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
