import type { FieldMeaning } from '../../protocol/field-map.ts'
import { fieldsIn } from '../onec/fields.ts'
import { listsIn } from '../onec/grids.ts'
import { idOf } from '../onec/ids.ts'
import type { Mapped } from '../onec/mapped.ts'
import { captionOf, shownRoots } from '../onec/pages.ts'
import { isVisible } from '../onec/visible.ts'
import type { Pointed } from './rule.ts'

/** What can be pointed at: a field with its caption, or a column with its head. */
export type Pointable = {
  pointed: Pointed
  kind: 'input' | 'label' | 'column'
  meaning: FieldMeaning
  /** What lights up. */
  parts: Element[]
}

/** In the order in which they stand on the page. */
export function pointables(doc: Document, mapped: Mapped): Pointable[] {
  return shownRoots(doc).flatMap((root) => {
    const formCaption = captionOf(root)
    const fields = fieldsIn(root, mapped).filter(({ element }) => isVisible(element))
    const ofFields = fields.map((field): Pointable => {
      const { form, name, caption, kind, meaning, box } = field
      const isUnique = fields.filter((each) => each.form === form && each.caption === caption).length === 1
      const title =
        doc.getElementById(idOf(form, name, '#title_text')) ?? doc.getElementById(idOf(form, name, '#title_div'))
      return { pointed: { caption, formCaption, name, isUnique }, kind, meaning, parts: title ? [box, title] : [box] }
    })
    const ofColumns = listsIn(root, mapped).flatMap(({ name, columns, rows }) =>
      columns
        .filter(({ head }) => head.caption !== '')
        .map((column): Pointable => {
          const { head, meaning } = column
          const pointed = { caption: head.caption, formCaption, list: name }
          return { pointed, kind: 'column', meaning, parts: [head.element, ...rows([column]).cells().flat()] }
        }),
    )
    return [...ofFields, ...ofColumns]
  })
}

/** What stands at a point of the window, under our own layers. */
export function pointableAt(
  doc: Document,
  all: readonly Pointable[],
  { x, y, own }: { x: number; y: number; own: (element: Element) => boolean },
): Pointable | null {
  const top = doc.elementsFromPoint(x, y).find((element) => !own(element))
  if (!top) return null
  // A cell may hold a field that is being edited, and is the narrower of the two.
  return all.find(({ parts }) => parts.some((part) => part.contains(top))) ?? null
}
