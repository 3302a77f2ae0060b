import type { Base } from '../data/base.ts'
import { newInteraction, newInterest, newPotential } from '../data/crm.ts'
import type { Department, Interaction, Interest, Potential } from '../data/types.ts'
import { catalogProperties, contactRows, contactSet, contactsFrom } from './contact-rows.ts'
import { bool, date, type EntitySet, guid, type Navigation, type Property, type Row, text } from './edm.ts'
import { badQuery } from './errors.ts'
import { contactChanges, dataVersion, itemRow, keyOf, orEmpty, orNone, rowOf, stringOf, users } from './items.ts'

/** The objects of 1С:CRM. Names that no public source tells are what 1C would make of their words. */

const reference = (row: Row, name: string) => orNone(stringOf(row, name))

const documentProperties = (numberLength: number): Property[] => [
  guid('Ref_Key'),
  text('DataVersion'),
  bool('DeletionMark'),
  text('Number', numberLength),
  date('Date'),
  bool('Posted'),
]

const documentRow = (document: Pick<Interest, 'ref' | 'version' | 'deleted' | 'number' | 'date'>): Row => ({
  Ref_Key: document.ref,
  DataVersion: dataVersion(document.version),
  DeletionMark: document.deleted,
  Number: document.number,
  Date: document.date,
  Posted: true,
})

const clientNavigations: readonly Navigation[] = [
  { name: 'Контрагент', key: 'Контрагент_Key', set: 'Catalog_Контрагенты' },
  { name: 'ПотенциальныйКлиент', key: 'ПотенциальныйКлиент_Key', set: 'Catalog_CRM_ПотенциальныеКлиенты' },
  { name: 'КонтактноеЛицо', key: 'КонтактноеЛицо_Key', set: 'Catalog_КонтактныеЛица' },
  users('Ответственный'),
  users('Автор'),
]

/** What Interest and interaction have in common. */
const common = (document: Interest | Interaction): Row => ({
  ...documentRow(document),
  Тема: document.topic,
  Контрагент_Key: orEmpty(document.client),
  ПотенциальныйКлиент_Key: orEmpty(document.potential),
  КонтактноеЛицо_Key: orEmpty(document.person),
  Ответственный_Key: orEmpty(document.responsible),
  Автор_Key: orEmpty(document.author),
  Телефон: document.phone,
})

/** A reference of a document must lead somewhere. */
function commonFrom(base: Base, row: Row) {
  const found = {
    client: reference(row, 'Контрагент_Key'),
    potential: reference(row, 'ПотенциальныйКлиент_Key'),
    person: reference(row, 'КонтактноеЛицо_Key'),
    responsible: reference(row, 'Ответственный_Key'),
    author: reference(row, 'Автор_Key'),
  }
  if (found.client !== '' && !base.client(found.client)) throw badQuery('значение «Контрагент»')
  if (found.potential !== '' && !base.crm.potential(found.potential)) throw badQuery('значение «ПотенциальныйКлиент»')
  if (found.person !== '' && !base.person(found.person)) throw badQuery('значение «КонтактноеЛицо»')
  if (found.responsible !== '' && !base.employee(found.responsible)) throw badQuery('значение «Ответственный»')
  const when = stringOf(row, 'Date')
  return {
    ...found,
    deleted: row.DeletionMark === true,
    topic: stringOf(row, 'Тема'),
    phone: stringOf(row, 'Телефон'),
    ...(when.startsWith('0001') ? {} : { date: when }),
  }
}

const interests: EntitySet = {
  name: 'Document_CRM_Интерес',
  keys: ['Ref_Key'],
  properties: [
    ...documentProperties(11),
    text('Тема', 100),
    guid('Контрагент_Key'),
    guid('ПотенциальныйКлиент_Key'),
    guid('КонтактноеЛицо_Key'),
    guid('ТипУслуги_Key'),
    guid('Ответственный_Key'),
    guid('Автор_Key'),
    text('ЧтоСделать'),
    text('Описание'),
    text('Телефон', 50),
    text('Email', 100),
    bool('Завершен'),
  ],
  navigations: [...clientNavigations, { name: 'ТипУслуги', key: 'ТипУслуги_Key', set: 'Catalog_CRM_ТипыУслуг' }],
  tables: {},
  rows: ({ crm }) =>
    crm.interests.map((each) => ({
      ...common(each),
      ТипУслуги_Key: orEmpty(each.service),
      ЧтоСделать: each.whatToDo,
      Описание: each.description,
      Email: each.email,
      Завершен: each.closed,
    })),
  create(base, row) {
    const { crm } = base
    const ref = keyOf(row)
    if (crm.interest(ref)) return null
    crm.interests.push({
      ...newInterest(crm.interests.length),
      ...interestFrom(base, row),
      ref,
      version: base.nextVersion(),
    })
    return rowOf(interests, base, ref)
  },
  update(base, old, row) {
    const interest = base.crm.interest(stringOf(old, 'Ref_Key'))
    if (interest) Object.assign(interest, interestFrom(base, row), { version: base.nextVersion() })
  },
}

const interestFrom = (base: Base, row: Row) => ({
  ...commonFrom(base, row),
  service: reference(row, 'ТипУслуги_Key'),
  whatToDo: stringOf(row, 'ЧтоСделать'),
  description: stringOf(row, 'Описание'),
  email: stringOf(row, 'Email'),
  closed: row.Завершен === true,
})

const INTEREST_TYPE = 'StandardODATA.Document_CRM_Интерес'

const interactions: EntitySet = {
  name: 'Document_CRM_Взаимодействие',
  keys: ['Ref_Key'],
  properties: [
    ...documentProperties(11),
    text('Тема', 150),
    text('Содержание'),
    text('ДокументОснование'),
    text('ДокументОснование_Type'),
    guid('Контрагент_Key'),
    guid('ПотенциальныйКлиент_Key'),
    guid('КонтактноеЛицо_Key'),
    guid('Ответственный_Key'),
    guid('Автор_Key'),
    text('Телефон', 50),
    bool('Входящее'),
  ],
  navigations: clientNavigations,
  tables: {},
  rows: ({ crm }) =>
    crm.interactions.map((each) => ({
      ...common(each),
      Содержание: each.content,
      ДокументОснование: each.interest,
      ДокументОснование_Type: each.interest === '' ? 'StandardODATA.Undefined' : INTEREST_TYPE,
      Входящее: each.incoming,
    })),
  create(base, row) {
    const { crm } = base
    const ref = keyOf(row)
    if (crm.interactions.some((each) => each.ref === ref)) return null
    crm.interactions.push({
      ...newInteraction(crm.interactions.length),
      ...interactionFrom(base, row),
      ref,
      version: base.nextVersion(),
    })
    return rowOf(interactions, base, ref)
  },
  update(base, old, row) {
    const found = base.crm.interactions.find(({ ref }) => ref === stringOf(old, 'Ref_Key'))
    if (found) Object.assign(found, interactionFrom(base, row), { version: base.nextVersion() })
  },
}

function interactionFrom(base: Base, row: Row) {
  const interest = stringOf(row, 'ДокументОснование')
  const type = stringOf(row, 'ДокументОснование_Type')
  if (interest !== '' && (type !== INTEREST_TYPE || !base.crm.interest(interest)))
    throw badQuery('значение «ДокументОснование»')
  return {
    ...commonFrom(base, row),
    interest,
    content: stringOf(row, 'Содержание'),
    incoming: row.Входящее === true,
  }
}

const potentials: EntitySet = {
  name: 'Catalog_CRM_ПотенциальныеКлиенты',
  keys: ['Ref_Key'],
  properties: [...catalogProperties(9, 150), text('Имя', 100), text('Компания', 100), guid('Ответственный_Key')],
  navigations: [users('Ответственный')],
  tables: { КонтактнаяИнформация: 'Catalog_CRM_ПотенциальныеКлиенты_КонтактнаяИнформация' },
  rows: ({ crm }) =>
    crm.potentials.map((each) => ({
      ...itemRow(each),
      Имя: each.person,
      Компания: each.company,
      Ответственный_Key: orEmpty(each.responsible),
      КонтактнаяИнформация: contactRows(each),
    })),
  create(base, row) {
    const { crm } = base
    const ref = keyOf(row)
    if (crm.potential(ref)) return null
    const contacts = contactsFrom(row.КонтактнаяИнформация ?? [])
    crm.potentials.push({
      ...newPotential(crm.potentials.length),
      ...potentialFrom(row),
      ref,
      contacts,
      version: base.nextVersion(),
    })
    return rowOf(potentials, base, ref)
  },
  update(base, old, row) {
    const found = base.crm.potential(stringOf(old, 'Ref_Key'))
    if (found) Object.assign(found, potentialFrom(row), contactChanges(old, row), { version: base.nextVersion() })
  },
}

const potentialFrom = (row: Row): Partial<Potential> => ({
  name: stringOf(row, 'Description'),
  deleted: row.DeletionMark === true,
  person: stringOf(row, 'Имя'),
  company: stringOf(row, 'Компания'),
  responsible: reference(row, 'Ответственный_Key'),
})

const services: EntitySet = {
  name: 'Catalog_CRM_ТипыУслуг',
  keys: ['Ref_Key'],
  properties: catalogProperties(9, 100),
  navigations: [],
  tables: {},
  rows: ({ crm }) => crm.services.map((each) => itemRow(each)),
}

/** The table «Типы услуг» of a department. */
export const serviceRows = ({ ref, services: rendered }: Department): Row[] =>
  rendered.map((service, n) => ({ Ref_Key: ref, LineNumber: String(n + 1), ТипУслуги_Key: service }))

const departmentServices: EntitySet = {
  name: 'Catalog_Подразделения_ТипыУслуг',
  keys: ['Ref_Key', 'LineNumber'],
  properties: [guid('Ref_Key'), { name: 'LineNumber', type: 'Edm.Int64' }, guid('ТипУслуги_Key')],
  navigations: [{ name: 'ТипУслуги', key: 'ТипУслуги_Key', set: 'Catalog_CRM_ТипыУслуг' }],
  tables: {},
  rows: (base) => base.departments.flatMap(serviceRows),
}

const articles: EntitySet = {
  name: 'Catalog_БазаЗнаний',
  keys: ['Ref_Key'],
  properties: [...catalogProperties(9, 150), text('Текст'), guid('ТипУслуги_Key')],
  navigations: [{ name: 'ТипУслуги', key: 'ТипУслуги_Key', set: 'Catalog_CRM_ТипыУслуг' }],
  tables: {},
  rows: ({ crm }) =>
    crm.articles.map((each) => ({ ...itemRow(each), Текст: each.text, ТипУслуги_Key: orEmpty(each.service) })),
}

export const CRM_SETS: readonly EntitySet[] = [
  potentials,
  contactSet('Catalog_CRM_ПотенциальныеКлиенты', ({ crm }) => crm.potentials),
  interests,
  interactions,
  services,
  departmentServices,
  articles,
]
