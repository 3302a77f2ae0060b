import { createHash } from 'node:crypto'
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

/** An entry as it stands in a file; `given` = the id that the file has for it; null = none. */
export type Draft = { line: number; given: string | null; fields: ContactFields }

/** What a file says. Entries with a fault are not among the drafts: the others stand for themselves. */
export type BookFile = { drafts: Draft[]; faults: EntryFault[]; faultCount: number }

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
  readonly faults: EntryFault[] = []
  faultCount = 0

  fault(line: number, { field, text }: Cell, fault: EntryFault['fault']): void {
    if (++this.faultCount <= SHOWN) this.faults.push({ line, field, fault, text: text.slice(0, SHOWN_TEXT) })
  }

  /** False = there is room for no more. */
  take(raw: Raw): boolean {
    if (this.drafts.length >= MOST_ENTRIES) {
      this.fault(raw.line, raw.name, 'tooManyEntries')
      return false
    }
    const fields = this.#read(raw)
    if (fields) this.drafts.push({ line: raw.line, given: raw.given.trim() || null, fields })
    return true
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

/**
 * The drafts with the ids that they have in this book. What comes of the same file, or of a later one about the same
 * people, has the same ids: by the file's own id, else by name and company. Another telephone does not make another person.
 */
export function entriesOf(drafts: readonly Draft[], book: string, isKnown: (id: string) => boolean): Entry[] {
  const entries = new Map<string, Entry>()
  const alike = new Map<string, number>()
  for (const { given, fields } of drafts) {
    let key = `given ${given}`
    if (given === null) {
      const who = `${fields.name}\n${fields.company}`.toLocaleLowerCase('ru')
      const before = alike.get(who) ?? 0
      alike.set(who, before + 1)
      key = `named ${before} ${who}`
    }
    const id = given !== null && isKnown(given) ? given : hash(`${book} ${key}`)
    entries.set(id, { id, ...fields })
  }
  return [...entries.values()]
}

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)
