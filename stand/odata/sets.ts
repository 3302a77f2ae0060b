import { KINDS } from '../data/kinds.ts'
import { catalogProperties, contactRows, contactSet, contactsFrom } from './contact-rows.ts'
import { CRM_SETS, serviceRows } from './crm-sets.ts'
import { bool, date, type EntitySet, guid, text } from './edm.ts'
import { contactChanges, itemRow, keyOf, orEmpty, orNone, rowOf, stringOf, users } from './items.ts'
import { phoneCalls } from './phone-calls.ts'
import { phoneRegister } from './phone-register.ts'

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
      ...contactChanges(old, row),
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
  create(base, row) {
    const ref = keyOf(row)
    if (base.person(ref)) return null
    base.addPerson(orNone(stringOf(row, 'Owner_Key')), {
      ref,
      name: stringOf(row, 'Description'),
      position: stringOf(row, 'Должность'),
      contacts: contactsFrom(row.КонтактнаяИнформация ?? []),
    })
    return rowOf(persons, base, ref)
  },
  update(base, old, row) {
    base.writePerson(stringOf(old, 'Ref_Key'), {
      name: stringOf(row, 'Description'),
      position: stringOf(row, 'Должность'),
      ...contactChanges(old, row),
    })
  },
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
  tables: { ТипыУслуг: 'Catalog_Подразделения_ТипыУслуг' },
  rows: (base) => base.departments.map((d) => ({ ...itemRow(d), ТипыУслуг: serviceRows(d) })),
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
        potential: 'СправочникCRM_ПотенциальныеКлиенты',
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
    phoneCalls,
    ...CRM_SETS,
  ].map((set) => [set.name, set]),
)
