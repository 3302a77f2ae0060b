import type { Base } from '../data/base.ts'
import type { PhoneCall } from '../data/types.ts'
import { bool, date, type EntitySet, guid, type Row, text } from './edm.ts'
import { badQuery } from './errors.ts'
import { dataVersion, keyOf, orEmpty, orNone, rowOf, stringOf, users } from './items.ts'

const CLIENTS = 'StandardODATA.Catalog_Контрагенты'
const PERSONS = 'StandardODATA.Catalog_КонтактныеЛица'
const POTENTIALS = 'StandardODATA.Catalog_CRM_ПотенциальныеКлиенты'
const NONE = 'StandardODATA.Undefined'

function contactType(base: Base, ref: string): string {
  if (ref === '') return NONE
  if (base.client(ref)) return CLIENTS
  return base.person(ref) ? PERSONS : POTENTIALS
}

/** The contact is of a composite type; its reference must lead somewhere, and the type be the right one. */
function contactFrom(base: Base, row: Row): string {
  const ref = orNone(stringOf(row, 'АбонентКонтакт'))
  const type = stringOf(row, 'АбонентКонтакт_Type') || NONE
  const there = ref === '' || base.client(ref) || base.person(ref) || base.crm.potential(ref)
  if (!there || contactType(base, ref) !== type) throw badQuery('значение «АбонентКонтакт»')
  return ref
}

function patchFrom(base: Base, row: Row): Partial<PhoneCall> {
  const responsible = orNone(stringOf(row, 'Ответственный_Key'))
  const author = orNone(stringOf(row, 'Автор_Key'))
  if ([responsible, author].some((ref) => ref !== '' && !base.employee(ref))) throw badQuery('значение «Ответственный»')
  const when = stringOf(row, 'Date')
  return {
    ...(when.startsWith('0001') ? {} : { date: when }),
    incoming: row.Входящий === true,
    subscriber: stringOf(row, 'АбонентПредставление'),
    contactWay: stringOf(row, 'АбонентКакСвязаться'),
    contact: contactFrom(base, row),
    subject: stringOf(row, 'Тема'),
    text: stringOf(row, 'Описание'),
    responsible,
    author,
  }
}

/** Документ «Телефонный звонок» of БСП's «Взаимодействия». */
export const phoneCalls: EntitySet = {
  name: 'Document_ТелефонныйЗвонок',
  keys: ['Ref_Key'],
  properties: [
    guid('Ref_Key'),
    text('DataVersion'),
    bool('DeletionMark'),
    text('Number', 11),
    date('Date'),
    bool('Posted'),
    bool('Входящий'),
    text('АбонентПредставление', 100),
    text('АбонентКакСвязаться', 100),
    text('АбонентКонтакт'),
    text('АбонентКонтакт_Type'),
    text('Тема', 100),
    text('Описание'),
    guid('Ответственный_Key'),
    guid('Автор_Key'),
  ],
  navigations: [users('Ответственный'), users('Автор')],
  tables: {},
  rows: (base) =>
    base.calls.map((call) => ({
      Ref_Key: call.ref,
      DataVersion: dataVersion(call.version),
      DeletionMark: false,
      Number: call.number,
      Date: call.date,
      Posted: false,
      Входящий: call.incoming,
      АбонентПредставление: call.subscriber,
      АбонентКакСвязаться: call.contactWay,
      АбонентКонтакт: call.contact,
      АбонентКонтакт_Type: contactType(base, call.contact),
      Тема: call.subject,
      Описание: call.text,
      Ответственный_Key: orEmpty(call.responsible),
      Автор_Key: orEmpty(call.author),
    })),
  create(base, row) {
    const ref = keyOf(row)
    if (base.call(ref)) return null
    base.addCall({ ...patchFrom(base, row), ref })
    return rowOf(phoneCalls, base, ref)
  },
  update: (base, old, row) => {
    base.writeCall(stringOf(old, 'Ref_Key'), patchFrom(base, row))
  },
}
