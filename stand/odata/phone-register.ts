import { recordKey } from '../data/base.ts'
import { EMPTY_REF } from '../data/ref.ts'
import type { PhoneRecord } from '../data/types.ts'
import { type EntitySet, guid, type Row, text } from './edm.ts'
import { badQuery } from './errors.ts'
import { scalar } from './key.ts'

/** The types of `Контакт`; `Undefined` has no reference. */
const CONTACT_TYPES: ReadonlySet<string> = new Set([
  'StandardODATA.Undefined',
  'StandardODATA.Catalog_Контрагенты',
  'StandardODATA.Catalog_КонтактныеЛица',
  'StandardODATA.Catalog_CRM_ПотенциальныеКлиенты',
])

function mustBeContact({ contact, contactType }: PhoneRecord): void {
  if (!CONTACT_TYPES.has(contactType) || (contact === '') !== contactType.endsWith('Undefined'))
    throw badQuery('значение «Контакт»')
}

const stringOf = (row: Row, name: string) => String(scalar(row, name) ?? '')

const toRow = (r: PhoneRecord): Row => ({
  НомерТелефона: r.number,
  Контакт: r.contact,
  Контакт_Type: r.contactType,
  Пользователь_Key: r.user || EMPTY_REF,
  ВнутреннийНомер: r.internal,
  Комментарий: r.comment,
})

const fromRow = (row: Row): PhoneRecord => ({
  number: stringOf(row, 'НомерТелефона'),
  contact: stringOf(row, 'Контакт'),
  contactType: stringOf(row, 'Контакт_Type') || 'StandardODATA.Undefined',
  user: stringOf(row, 'Пользователь_Key').replace(EMPTY_REF, ''),
  internal: stringOf(row, 'ВнутреннийНомер'),
  comment: stringOf(row, 'Комментарий'),
})

/**
 * «Номера телефонов для поиска»: an independent register, so its dimensions are its key. `Контакт` is of a composite
 * type, hence `Контакт_Type`; an unknown number has `StandardODATA.Undefined` and an empty one.
 */
export const phoneRegister: EntitySet = {
  name: 'InformationRegister_НомераТелефоновДляПоиска',
  keys: ['НомерТелефона', 'Контакт', 'Контакт_Type'],
  properties: [
    text('НомерТелефона', 20),
    text('Контакт'),
    text('Контакт_Type'),
    guid('Пользователь_Key'),
    text('ВнутреннийНомер', 10),
    text('Комментарий', 200),
  ],
  navigations: [{ name: 'Пользователь', key: 'Пользователь_Key', set: 'Catalog_Пользователи' }],
  tables: {},
  rows: (base) => [...base.phoneRegister.values()].map(toRow),
  create(base, row) {
    const record = fromRow(row)
    mustBeContact(record)
    const key = recordKey(record)
    if (base.phoneRegister.has(key)) return null
    base.phoneRegister.set(key, record)
    return toRow(record)
  },
  update(base, old, row) {
    const record = fromRow(row)
    base.phoneRegister.delete(recordKey(fromRow(old)))
    base.phoneRegister.set(recordKey(record), record)
  },
  remove(base, row) {
    base.phoneRegister.delete(recordKey(fromRow(row)))
  },
}
