import { type Found, findNumbers } from '../../phone/find.ts'
import { type Field, fieldsIn } from './fields.ts'
import { phoneCells } from './grids.ts'
import { htmlPlaces } from './html-fields.ts'
import { type Mapped, UNMAPPED } from './mapped.ts'
import { rootOf, shownRoots } from './pages.ts'
import { isVisible } from './visible.ts'

/** A place on the page that shows a telephone number, or may show one in a moment. */
export type Place = {
  form: number
  kind: 'input' | 'label' | 'cell' | 'html'
  /** Caption of the field or of the column. */
  caption: string
  element: HTMLElement
  box: Element
  read: () => string
}

/** A card that can make rules: it has the field «Переключение звонков на» (SPEC C6). */
export type CardFields = { form: number; root: Element; routing: Field; phones: Field[] }

/** `people` = places that show the name of a user of 1C's (SPEC A8). */
export type Scan = { places: Place[]; cards: CardFields[]; people: Place[] }

/** What is on the pages and windows that are shown. */
export function scanPage(doc: Document, mapped: Mapped = UNMAPPED, withHtml = false): Scan {
  const places = new Map<Element, Place>()
  const fields = new Set<Field>()
  const seen = new Set<Element>()
  for (const root of shownRoots(doc)) {
    for (const field of fieldsIn(root, mapped)) {
      if (seen.has(field.element)) continue
      seen.add(field.element)
      fields.add(field)
      // Pages inside a form are hidden too; a rule counts their phones, a button has nowhere to be.
      if (field.meaning === 'phone' && isVisible(field.element)) places.set(field.element, field)
    }
    if (withHtml) for (const place of htmlPlaces(root)) places.set(place.element, place)
    for (const cell of phoneCells(root, mapped)) {
      places.set(cell.element, { ...cell, kind: 'cell', caption: cell.column, box: cell.element })
    }
  }
  const people = [...fields].filter(({ meaning }) => meaning === 'user' || meaning === 'routing')
  return {
    places: [...places.values()],
    cards: cardsOf([...fields]),
    people: people.filter(({ element }) => isVisible(element)),
  }
}

function cardsOf(fields: Field[]): CardFields[] {
  const cards = new Map<number, CardFields>()
  for (const field of fields) {
    const root = field.meaning === 'routing' && field.kind === 'input' ? rootOf(field.element) : null
    if (root) cards.set(field.form, { form: field.form, root, routing: field, phones: [] })
  }
  for (const field of fields) {
    if (field.meaning === 'phone') cards.get(field.form)?.phones.push(field)
  }
  return [...cards.values()]
}

/** What was found in a text before: the same few texts are read again three times a second. */
const known = new Map<string, Found[]>()
const MOST_KNOWN = 1000

/** Numbers of a place now. */
export function numbersAt({ kind, read }: { kind?: string; read: () => string }): Found[] {
  const text = read()
  const where = kind === 'html' ? 'anywhere' : 'phoneField'
  const key = where + text
  let found = known.get(key)
  if (!found) {
    if (known.size >= MOST_KNOWN) known.clear()
    found = findNumbers(text, where)
    known.set(key, found)
  }
  return found
}
