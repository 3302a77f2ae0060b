import { KINDS } from '../data/kinds.ts'
import { EMPTY_REF } from '../data/ref.ts'
import { catalogProperties, contactRows, contactSet } from './contact-rows.ts'
import { bool, date, type EntitySet, guid, type Row, text } from './edm.ts'
import { scalar } from './key.ts'
import { phoneRegister } from './phone-register.ts'

type Item = { ref: string; code: string; name: string; deleted: boolean; version: number }

/** Eight bytes in Base64, as 1C shows an object's version. */
export function dataVersion(version: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(version))
  return bytes.toString('base64')
}

const itemRow = (item: Item, predefined = ''): Row => ({
  Ref_Key: item.ref,
  DataVersion: dataVersion(item.version),
  DeletionMark: item.deleted,
  Predefined: predefined !== '',
  PredefinedDataName: predefined,
  Code: item.code,
  Description: item.name,
})

const orEmpty = (ref: string) => ref || EMPTY_REF
const orNone = (value: string) => (value === EMPTY_REF ? '' : value)
const stringOf = (row: Row, name: string) => String(scalar(row, name) ?? '')

const users = (name: string) => ({ name, key: `${name}_Key`, set: 'Catalog_Пользователи' })

const clients: EntitySet = {
  name: 'Catalog_Контрагенты',
  keys: ['Ref_Key'],
  properties: [
    ...catalogProperties(11, 150),
    text('НаименованиеПолное', 1024),
    text('ИНН', 12),
    text('КПП', 9),
    text('ОГРН', 15),
    text('РасчетныйСчет', 20),
    text('БИК', 9),
    date('ДатаРегистрации'),
    date('ДатаИзменения'),
    { name: 'СуммаДоговора', type: 'Edm.Double' },
    guid('Ответственный_Key'),
    guid('ОсновноеКонтактноеЛицо_Key'),
    guid('ПользовательДляПереключенияЗвонков_Key'),
  ],
  navigations: [
    users('Ответственный'),
    users('ПользовательДляПереключенияЗвонков'),
    { name: 'ОсновноеКонтактноеЛицо', key: 'ОсновноеКонтактноеЛицо_Key', set: 'Catalog_КонтактныеЛица' },
  ],
  tables: { КонтактнаяИнформация: 'Catalog_Контрагенты_КонтактнаяИнформация' },
  rows: (base) =>
    base.clients.map((c) => ({
      ...itemRow(c),
      НаименованиеПолное: c.fullName,
      ИНН: c.inn,
      КПП: c.kpp,
      ОГРН: c.ogrn,
      РасчетныйСчет: c.account,
      БИК: c.bik,
      ДатаРегистрации: c.registered,
      ДатаИзменения: c.changed,
      СуммаДоговора: c.contractSum,
      Ответственный_Key: orEmpty(c.responsible),
      ОсновноеКонтактноеЛицо_Key: orEmpty(c.mainPerson),
      ПользовательДляПереключенияЗвонков_Key: orEmpty(c.routing),
      КонтактнаяИнформация: contactRows(c),
    })),
  update(base, old, row) {
    const ref = stringOf(old, 'Ref_Key')
    const client = base.client(ref)
    if (!client) return
    client.deleted = row.DeletionMark === true
    base.writeClient(ref, {
      name: stringOf(row, 'Description'),
      fullName: stringOf(row, 'НаименованиеПолное'),
      inn: stringOf(row, 'ИНН'),
      kpp: stringOf(row, 'КПП'),
      responsible: orNone(stringOf(row, 'Ответственный_Key')),
      routing: orNone(stringOf(row, 'ПользовательДляПереключенияЗвонков_Key')),
    })
  },
}

const persons: EntitySet = {
  name: 'Catalog_КонтактныеЛица',
  keys: ['Ref_Key'],
  properties: [...catalogProperties(9, 100), guid('Owner_Key'), text('Должность', 100)],
  navigations: [{ name: 'Owner', key: 'Owner_Key', set: 'Catalog_Контрагенты' }],
  tables: { КонтактнаяИнформация: 'Catalog_КонтактныеЛица_КонтактнаяИнформация' },
  rows: (base) =>
    base.persons.map((p) => ({
      ...itemRow(p),
      Owner_Key: p.owner,
      Должность: p.position,
      КонтактнаяИнформация: contactRows(p),
    })),
}

const employees: EntitySet = {
  name: 'Catalog_Пользователи',
  keys: ['Ref_Key'],
  properties: [
    ...catalogProperties(9, 100),
    bool('Недействителен'),
    bool('Служебный'),
    guid('Подразделение_Key'),
    text('ВнутреннийНомер', 10),
  ],
  navigations: [{ name: 'Подразделение', key: 'Подразделение_Key', set: 'Catalog_Подразделения' }],
  tables: { КонтактнаяИнформация: 'Catalog_Пользователи_КонтактнаяИнформация' },
  rows: (base) =>
    base.employees.map((e) => ({
      ...itemRow(e),
      Недействителен: e.invalid,
      Служебный: false,
      Подразделение_Key: orEmpty(e.department),
      ВнутреннийНомер: e.internal,
      КонтактнаяИнформация: contactRows(e),
    })),
  update(base, old, row) {
    const employee = base.employee(stringOf(old, 'Ref_Key'))
    if (!employee) return
    employee.name = stringOf(row, 'Description')
    employee.internal = stringOf(row, 'ВнутреннийНомер')
    employee.invalid = row.Недействителен === true
    employee.deleted = row.DeletionMark === true
    employee.version = base.nextVersion()
  },
}

const departments: EntitySet = {
  name: 'Catalog_Подразделения',
  keys: ['Ref_Key'],
  properties: catalogProperties(9, 50),
  navigations: [],
  tables: {},
  rows: (base) => base.departments.map((d) => itemRow(d)),
}

const kinds: EntitySet = {
  name: 'Catalog_ВидыКонтактнойИнформации',
  keys: ['Ref_Key'],
  properties: [...catalogProperties(9, 150), text('Тип'), text('ИмяГруппы', 50)],
  navigations: [],
  tables: {},
  rows: () =>
    KINDS.map((k) => ({
      ...itemRow({ ref: k.ref, code: '', name: k.name, deleted: false, version: 1 }, k.predefined),
      Тип: k.type,
      ИмяГруппы: {
        client: 'СправочникКонтрагенты',
        person: 'СправочникКонтактныеЛица',
        employee: 'СправочникПользователи',
      }[k.owner],
    })),
}

export const SETS: ReadonlyMap<string, EntitySet> = new Map(
  [
    clients,
    contactSet('Catalog_Контрагенты', (base) => base.clients),
    persons,
    contactSet('Catalog_КонтактныеЛица', (base) => base.persons),
    employees,
    contactSet('Catalog_Пользователи', (base) => base.employees),
    departments,
    kinds,
    phoneRegister,
  ].map((set) => [set.name, set]),
)
