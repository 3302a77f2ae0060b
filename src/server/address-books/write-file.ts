import { setImmediate as breathe } from 'node:timers/promises'
import ICAL from 'ical.js'
import { findNumbers } from '../../phone/find.ts'
import { format as readable } from '../../phone/format.ts'
import type { BookFormat, Contact, ContactNumber, NumberKind } from '../../protocol/address-book.ts'
import { csvOf, csvRows } from '../../protocol/csv.ts'

const KINDS: readonly NumberKind[] = ['work', 'mobile', 'home', 'other']
const CAPTIONS = [
  'Код',
  'Имя',
  'Компания',
  'Отдел',
  'Должность',
  'Телефон',
  'Мобильный телефон',
  'Домашний телефон',
  'Другой телефон',
  'Почта',
  'Комментарий',
]
const TYPES: Record<NumberKind, string> = { work: 'work', mobile: 'cell', home: 'home', other: 'other' }

/** Entries written before other work gets its turn: a card takes a tenth of a millisecond. */
const SLICE = 50

/** All of a book, to be read by other programs, and by `readBookFile` again. */
export async function bookText(contacts: Iterable<Contact>, format: BookFormat): Promise<string> {
  const written: string[] = format === 'vcard' ? [] : [csvOf([CAPTIONS])]
  // As it is now: it may change between two slices.
  const all = [...contacts]
  for (let at = 0; at < all.length; at += SLICE) {
    if (at > 0) await breathe()
    const some = all.slice(at, at + SLICE)
    if (format === 'vcard') for (const contact of some) written.push(`${cardOf(contact)}\r\n`)
    else written.push(csvRows(some.map(rowOf)))
  }
  return written.join('')
}

function rowOf({ id, name, company, department, position, numbers, email, note }: Contact): string[] {
  const of = (kind: NumberKind) => numbers.filter((each) => each.kind === kind).map(writtenOf)
  return [id, name, company, department, position, ...KINDS.map((kind) => of(kind).join(', ')), email, note]
}

/**
 * With blanks, so that no spreadsheet takes it for a quantity, and where possible without a sign by which it would take it
 * for a formula; in such a way that it is read again as the same number.
 */
function writtenOf({ number }: Pick<ContactNumber, 'number'>): string {
  const ways = [readable(number).replace(/^\+7 /, '8 '), readable(number), `+${number}`]
  return ways.find((way) => findNumbers(way)[0]?.digits === number) ?? number
}

function cardOf({ id, name, company, department, position, numbers, email, note }: Contact): string {
  const card = new ICAL.Component('vcard')
  const add = (property: string, value: string | string[]) => {
    const added = new ICAL.Property(property, card)
    if (Array.isArray(value)) added.setValue(value)
    else added.setValue(value)
    return card.addProperty(added)
  }
  add('version', '4.0')
  add('uid', id)
  add('fn', name)
  if (company !== '' || department !== '') add('org', department === '' ? company : [company, department])
  if (position !== '') add('title', position)
  for (const { number, kind } of numbers) add('tel', writtenOf({ number })).setParameter('type', TYPES[kind])
  if (email !== '') add('email', email)
  if (note !== '') add('note', note)
  return card.toString()
}
