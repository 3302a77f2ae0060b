import { type Found, findNumbers } from '../../phone/find.ts'
import { plainNumber } from '../../phone/plain.ts'
import { Cell } from './cell.ts'
import type { Column } from './columns.ts'
import { type Field, fieldsIn } from './fields.ts'
import { type List, listsIn } from './grids.ts'
import { htmlPlaces } from './html-fields.ts'
import { type Mapped, UNMAPPED } from './mapped.ts'
import { rootOf, shownRoots } from './pages.ts'
import { isVisible } from './visible.ts'

/** A place on the page that shows a telephone number, or may show one in a moment. */
export type Place = FieldPlace | Cell

type FieldPlace = {
  form: number
  kind: 'input' | 'label' | 'html'
  caption: string
  element: HTMLElement
  box: Element
  read: () => string
}

/** A list as it is shown now; its cells are had anew each time. */
export type ShownList = {
  grid: Element
  /** Where its rows lie. While nothing else changes, its cells can be had without another scan; empty where they cannot. */
  bodies: ReadonlySet<Node>
  phones: CellsOf
  people: CellsOf
  /**
   * The cells of both after other rows have come, column by column in the same order, so long as the list is where it was;
   * of people only if they are asked for.
   */
  again: (withPeople: boolean) => { phones: HTMLElement[][]; people: HTMLElement[][] }
}

/** The cells of all columns of one meaning. */
export type CellsOf = {
  /** Whether the list has such columns. */
  any: boolean
  look: () => Cell[]
}

/** A card that can make rules: it has the field «Переключение звонков на» (SPEC C6). */
export type CardFields = { form: number; root: Element; routing: Field; phones: Field[] }

/** `fields` show phones, `people` the name of a user of 1C's (SPEC A8). */
export type Scan = { fields: Place[]; lists: ShownList[]; cards: CardFields[]; people: Place[] }

/** What is on the pages and windows that are shown. */
export function scanPage(doc: Document, mapped: Mapped = UNMAPPED, withHtml = false): Scan {
  const phones = new Map<Element, Place>()
  const fields = new Set<Field>()
  const seen = new Set<Element>()
  const lists = new Map<Element, ShownList>()
  for (const root of shownRoots(doc)) {
    for (const field of fieldsIn(root, mapped)) {
      if (seen.has(field.element)) continue
      seen.add(field.element)
      fields.add(field)
      // Pages inside a form are hidden too; a rule counts their phones, a button has nowhere to be.
      if (field.meaning === 'phone' && isVisible(field.element)) phones.set(field.element, field)
    }
    if (withHtml) for (const place of htmlPlaces(root)) phones.set(place.element, place)
    for (const list of listsIn(root, mapped)) lists.set(list.grid, shown(list))
  }
  const people = [...fields].filter(({ meaning }) => meaning === 'user' || meaning === 'routing')
  return {
    fields: [...phones.values()],
    lists: [...lists.values()],
    cards: cardsOf([...fields]),
    people: people.filter(({ element }) => isVisible(element)),
  }
}

/** All places of a page that show phones now, those of lists among them. */
export const phonePlaces = ({ fields, lists }: Scan): Place[] => [
  ...fields,
  ...lists.flatMap(({ phones }) => phones.look()),
]

function shown(list: List): ShownList {
  const { grid, bodies, steady } = list
  const phones = list.columns.filter(({ meaning }) => meaning === 'phone')
  const people = list.columns.filter(({ meaning }) => meaning === 'user' || meaning === 'routing')
  const both = list.rows([...phones, ...people])
  const alone = list.rows(phones)
  return {
    grid,
    bodies: new Set(steady ? bodies : []),
    phones: cellsOf(list, phones),
    people: cellsOf(list, people),
    again: (withPeople) => {
      const cells = (withPeople ? both : alone).cellsAgain()
      return { phones: cells.slice(0, phones.length), people: cells.slice(phones.length) }
    },
  }
}

function cellsOf(list: List, columns: readonly Column[]): CellsOf {
  const rows = list.rows(columns)
  return {
    any: columns.length > 0,
    look: () =>
      rows.cells().flatMap((elements, at) => elements.map((each) => new Cell(list, columns[at]?.caption ?? '', each))),
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
const known = { phoneField: new Map<string, Found[]>(), anywhere: new Map<string, Found[]>() }
const MOST_KNOWN = 1000

/** Numbers of a text in such a place. */
export function numbersIn(text: string, kind?: string): Found[] {
  // Nearly all of them: read as quickly as looked up.
  const plain = plainNumber(text)
  if (plain) return plain
  // Over a field of HTML no caption says that it is a phone.
  const where = kind === 'html' ? 'anywhere' : 'phoneField'
  let found = known[where].get(text)
  if (!found) {
    if (known[where].size >= MOST_KNOWN) known[where].clear()
    found = findNumbers(text, where)
    known[where].set(text, found)
  }
  return found
}

export const numbersAt = (place: { kind?: string; read: () => string }): Found[] => numbersIn(place.read(), place.kind)
