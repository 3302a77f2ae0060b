import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import * as v from 'valibot'
import { type Found, findNumbers } from '../../phone/find.ts'
import {
  ContactFields,
  type ContactNumber,
  type Entry,
  type EntryFault,
  MOST_ENTRIES,
  MOST_NUMBERS,
  type NumberKind,
} from '../../protocol/address-book.ts'

/** By what an entry of a file is known again: the id that the file has for it, else who it is; null = it has none. */
export type Mark = { given: string | null; who: string }
/** An entry as it stands in a file. */
export type Draft = Mark & { line: number; fields: ContactFields }

/** What a file says. Entries with a fault are not among the drafts: the others stand for themselves. */
export type BookFile = {
  drafts: Draft[]
  /** Those with a fault, as far as is known who they are. */
  faulty: Mark[]
  /** False = some of it could not be read: nobody knows who else is in it. */
  isWhole: boolean
  faults: EntryFault[]
  faultCount: number
}

/** After these, what the file holds is not known. */
const NOT_WHOLE: ReadonlySet<EntryFault['fault']> = new Set(['notReadable', 'notText', 'noColumns', 'tooManyEntries'])

/** Of the faults, so many are shown. */
const SHOWN = 100
const SHOWN_TEXT = 80

/** A value of a file, and how the file calls the field. */
export type Cell = { field: string; text: string }
export type Raw = {
  line: number
  given: string
  name: Cell
  company: Cell
  department: Cell
  position: Cell
  email: Cell
  note: Cell
  numbers: (Cell & { kind: NumberKind })[]
}

/** Takes entries one after the other, and notes what is wrong with which. */
export class Drafts implements BookFile {
  readonly drafts: Draft[] = []
  readonly faulty: Mark[] = []
  isWhole = true
  readonly #alike = new Map<string, number>()
  readonly faults: EntryFault[] = []
  faultCount = 0

  fault(line: number, { field, text }: Cell, fault: EntryFault['fault']): void {
    if (NOT_WHOLE.has(fault)) this.isWhole = false
    if (++this.faultCount <= SHOWN) this.faults.push({ line, field, fault, text: text.slice(0, SHOWN_TEXT) })
  }

  /** False = there is room for no more. */
  take(raw: Raw): boolean {
    if (this.drafts.length >= MOST_ENTRIES) {
      this.fault(raw.line, raw.name, 'tooManyEntries')
      return false
    }
    const fields = this.#read(raw)
    const mark = this.#markOf(raw)
    if (fields) this.drafts.push({ line: raw.line, ...mark, fields })
    else this.faulty.push(mark)
    return true
  }

  /** Namesakes of one company are told apart by their order, in which those with a fault stand, too. */
  #markOf(raw: Raw): Mark {
    const given = raw.given.trim() || null
    const name = raw.name.text.trim() || raw.company.text.trim()
    const who = `${name}\n${raw.company.text.trim()}`.toLocaleLowerCase('ru')
    if (given !== null) return { given, who }
    const before = this.#alike.get(who) ?? 0
    this.#alike.set(who, before + 1)
    return { given, who: `${before} ${who}` }
  }

  #read(raw: Raw): ContactFields | null {
    // Who has no name of their own is known by the company's.
    const name = [raw.name, raw.company].find(({ text }) => text.trim() !== '')
    if (!name) {
      this.fault(raw.line, raw.name, 'noName')
      return null
    }
    const found = this.#numbers(raw)
    if (!found) return null
    const { numbers, extensions } = found
    const texts = { ...raw, name }
    const fields = {
      name: name.text.trim(),
      company: raw.company.text.trim(),
      department: raw.department.text.trim(),
      position: raw.position.text.trim(),
      email: raw.email.text.trim(),
      // Nobody dials it, but somebody has to ask for it.
      note: [raw.note.text.trim(), ...extensions].filter((text) => text !== '').join('\n'),
      numbers,
    }
    for (const field of ['name', 'company', 'department', 'position', 'email', 'note'] as const) {
      if (v.is(ContactFields.entries[field], fields[field])) continue
      this.fault(raw.line, texts[field], 'tooLong')
      return null
    }
    return fields
  }

  #numbers(raw: Raw): { numbers: ContactNumber[]; extensions: string[] } | null {
    const numbers = new Map<string, ContactNumber>()
    const extensions: string[] = []
    for (const cell of raw.numbers) {
      if (cell.text.trim() === '') continue
      const found = numbersIn(cell.text)
      if (found.length === 0) {
        this.fault(raw.line, cell, 'notPhone')
        return null
      }
      for (const { digits, ext, raw: written } of found) {
        if (!numbers.has(digits)) numbers.set(digits, { number: digits, kind: cell.kind })
        if (ext !== undefined && !raw.note.text.includes(written)) extensions.push(written)
      }
    }
    if (numbers.size <= MOST_NUMBERS) return { numbers: [...numbers.values()], extensions }
    this.fault(raw.line, raw.numbers[0] ?? raw.name, 'tooManyNumbers')
    return null
  }
}

/** An internal number may stand beside a whole one: each part is looked into for itself, but for an extension. */
const numbersIn = (text: string): Found[] =>
  text
    .split(/[,;\n](?!\s*(?:доб|вн|ext|#))/iu)
    .flatMap((part) => findNumbers(part))
    .filter(({ digits }) => /^\+?\d{2,20}$/.test(digits))

/** Ids worked out before other work gets its turn: each takes some microseconds. */
const SLICE = 200

/** The drafts with the ids that they have in this book. */
export async function entriesOf(
  drafts: readonly Draft[],
  book: string,
  isKnown: (id: string) => boolean,
): Promise<Entry[]> {
  const entries = new Map<string, Entry>()
  for (const [i, draft] of drafts.entries()) {
    if (i % SLICE === SLICE - 1) await breathe()
    const id = entryIdOf(draft, book, isKnown)
    entries.set(id, { id, ...draft.fields })
  }
  return [...entries.values()]
}

/** The ids of these. */
export async function idsOf(
  marks: readonly Mark[],
  book: string,
  isKnown: (id: string) => boolean,
): Promise<Set<string>> {
  const ids = new Set<string>()
  for (const [i, mark] of marks.entries()) {
    if (i % SLICE === SLICE - 1) await breathe()
    ids.add(entryIdOf(mark, book, isKnown))
  }
  return ids
}

/**
 * What comes of the same file, or of a later one about the same people, has the same ids: by the file's own id, else by name
 * and company. Another telephone does not make another person.
 */
function entryIdOf({ given, who }: Mark, book: string, isKnown: (id: string) => boolean): string {
  if (given !== null && isKnown(given)) return given
  return hash(`${book} ${given === null ? `named ${who}` : `given ${given}`}`)
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)
