import { isKind, kindOf } from '../data/kinds.ts'
import { numbersIn } from '../data/phones.ts'
import { EMPTY_REF } from '../data/ref.ts'
import type { ContactLine } from '../data/types.ts'
import { bool, type EntitySet, guid, type Property, type Row, text } from './edm.ts'
import { badQuery } from './errors.ts'
import { scalar } from './key.ts'

const PROPERTIES: readonly Property[] = [
  guid('Ref_Key'),
  { name: 'LineNumber', type: 'Edm.Int64' },
  text('Тип'),
  guid('Вид_Key'),
  text('Представление', 500),
  text('ЗначенияПолей'),
  text('Страна', 100),
  text('Город', 50),
  text('АдресЭП', 100),
  text('НомерТелефона', 20),
  text('НомерТелефонаБезКодов', 20),
  guid('ВидДляСписка_Key'),
  text('Значение'),
]

type Owner = { ref: string; contacts: readonly ContactLine[] }

/** The table part «Контактная информация» of a catalog, as a set of its own. */
export function contactSet(
  catalog: string,
  owners: (base: Parameters<EntitySet['rows']>[0]) => readonly Owner[],
): EntitySet {
  return {
    name: `${catalog}_КонтактнаяИнформация`,
    keys: ['Ref_Key', 'LineNumber'],
    properties: PROPERTIES,
    navigations: [{ name: 'Вид', key: 'Вид_Key', set: 'Catalog_ВидыКонтактнойИнформации' }],
    tables: {},
    rows: (base) => owners(base).flatMap((owner) => contactRows(owner)),
  }
}

export function contactRows(owner: Owner): Row[] {
  return owner.contacts.map((line, n) => {
    const known = made.get(line)
    if (known && known.Представление === line.text && known.LineNumber === String(n + 1)) return known
    const row = contactRow(owner.ref, n + 1, line)
    made.set(line, row)
    return row
  })
}

const textIn = (row: Row, name: string) => String(scalar(row, name) ?? '')

/** Back from what was written. @throws for a kind that there is not */
export function contactsFrom(rows: Row['']): ContactLine[] {
  if (!Array.isArray(rows)) return []
  return rows.map((row) => {
    const [kind, text] = [textIn(row, 'Вид_Key'), textIn(row, 'Представление')]
    if (!isKind(kind) || kindOf(kind).type !== row.Тип) throw badQuery('значение «Вид»')
    return { kind, text, comment: '', old: false }
  })
}

/** Twelve thousand rows are read page by page, each page from the whole: they are made once. */
const made = new WeakMap<ContactLine, Row>()

/** Old releases left JSON and digits empty; a new one fills both, and cuts the digits at the first comma (WEBCLIENT 3). */
function contactRow(ref: string, lineNumber: number, line: ContactLine): Row {
  const { type } = kindOf(line.kind)
  const phone = type === 'Телефон' || type === 'Факс'
  const digits =
    (phone &&
      !line.old &&
      line.text
        .split(',')[0]
        ?.replace(/(доб|вн|#).*$/u, '')
        .replace(/\D/g, '')) ||
    ''
  return {
    Ref_Key: ref,
    LineNumber: String(lineNumber),
    Тип: type,
    Вид_Key: line.kind,
    Представление: line.text,
    ЗначенияПолей: line.old ? `<КонтактнаяИнформация Представление="${escaped(line.text)}"/>` : '',
    Страна: '',
    Город: '',
    АдресЭП: type === 'АдресЭлектроннойПочты' ? line.text : '',
    НомерТелефона: digits.slice(0, 20),
    НомерТелефонаБезКодов: digits.slice(-7),
    ВидДляСписка_Key: EMPTY_REF,
    Значение: line.old ? '' : JSON.stringify(presentationParts(line, type)),
  }
}

const escaped = (value: string) => value.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

function presentationParts(line: ContactLine, type: string): object {
  const common = { version: 5, value: line.text, type, comment: line.comment }
  if (type !== 'Телефон' && type !== 'Факс') return common
  const digits = numbersIn(line.text)[0] ?? ''
  const extNumber = /(?:доб\.?|вн\.?|#|,,)\s*(\d+)/u.exec(line.text)?.[1] ?? ''
  const long = digits.length === 10
  return {
    ...common,
    countryCode: long ? '7' : '',
    areaCode: long ? digits.slice(0, 3) : '',
    number: long ? digits.slice(3) : digits,
    extNumber,
  }
}

export const catalogProperties = (codeLength: number, nameLength: number): Property[] => [
  guid('Ref_Key'),
  text('DataVersion'),
  bool('DeletionMark'),
  bool('Predefined'),
  text('PredefinedDataName'),
  text('Code', codeLength),
  text('Description', nameLength),
]
