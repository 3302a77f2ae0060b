import ICAL from 'ical.js'
import type { NumberKind } from '../../protocol/address-book.ts'
import { textLines } from '../text-lines.ts'
import { type BookFile, type Cell, Drafts, type Raw } from './draft.ts'
import type { encodingOf } from './file-text.ts'
import { type CardLines, CardSplitter } from './vcard-lines.ts'

/** The cards of a file, of version 2.1, 3.0 or 4.0. Other work gets its turn meanwhile. */
export async function readVcard(
  bytes: Buffer,
  encoding: NonNullable<ReturnType<typeof encodingOf>>,
): Promise<BookFile> {
  const drafts = new Drafts()
  const splitter = new CardSplitter(encoding)
  for await (const lines of textLines(bytes, new TextDecoder(encoding))) {
    for (const card of splitter.push(lines)) {
      const raw = rawOf(card)
      if (raw === null) drafts.fault(card.line, { field: '', text: card.lines[0] ?? '' }, 'notReadable')
      else if (!drafts.take(raw)) return drafts
    }
  }
  return drafts
}

function rawOf({ line, lines, isEndless }: CardLines): Raw | null {
  if (isEndless) return null
  let card: ICAL.Component
  try {
    card = new ICAL.Component(ICAL.parse(['BEGIN:VCARD', 'VERSION:4.0', ...lines, 'END:VCARD'].join('\r\n')))
  } catch {
    return null
  }
  const cell = (name: string, at = 0): Cell => ({
    field: name.toUpperCase(),
    text: partsOf(card.getFirstPropertyValue(name))[at] ?? '',
  })
  const [surname = '', first = '', patronymic = ''] = partsOf(card.getFirstPropertyValue('n'))
  const full = cell('fn').text.trim() || [surname, first, patronymic].filter((part) => part.trim() !== '').join(' ')
  return {
    line,
    given: cell('uid').text,
    name: { field: 'FN', text: full },
    company: cell('org'),
    department: cell('org', 1),
    position: cell('title'),
    email: cell('email'),
    note: cell('note'),
    numbers: card.getAllProperties('tel').flatMap((property) => {
      const types = [property.getParameter('type') ?? []].flat().map((type) => type.toLowerCase())
      if (types.includes('fax') || types.includes('pager')) return []
      const text = partsOf(property.getFirstValue()).join(' ').replace(/^tel:/i, '')
      return [{ field: 'TEL', text, kind: kindOf(types) }]
    }),
  }
}

function kindOf(types: readonly string[]): NumberKind {
  if (types.includes('cell')) return 'mobile'
  if (types.includes('home')) return 'home'
  return types.includes('other') ? 'other' : 'work'
}

/** A value of a card is a text, or the parts of one. */
function partsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((part: unknown) => partsOf(part).join(' '))
  return typeof value === 'string' ? [value] : []
}
