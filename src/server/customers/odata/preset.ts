/**
 * Names of sets and properties in 1C's standard OData interface, as БСП configurations have them: `Catalog_` and the
 * catalog's name, table parts as `Catalog_Имя_ТабличнаяЧасть`, references as `Имя_Key` (ITS, «Стандартный интерфейс OData»).
 * Properties with `?` before them are not in every configuration: without them the value is empty.
 */
export const BSP = {
  counterparties: {
    set: 'Catalog_Контрагенты',
    ref: 'Ref_Key',
    name: 'Description',
    deleted: 'DeletionMark',
    responsible: '?Ответственный_Key',
  },
  counterpartyContacts: 'Catalog_Контрагенты_КонтактнаяИнформация',
  persons: {
    set: 'Catalog_КонтактныеЛица',
    ref: 'Ref_Key',
    name: 'Description',
    deleted: 'DeletionMark',
    counterparty: '?Owner_Key',
  },
  personContacts: 'Catalog_КонтактныеЛица_КонтактнаяИнформация',
  users: {
    set: 'Catalog_Пользователи',
    ref: 'Ref_Key',
    name: 'Description',
    deleted: 'DeletionMark',
    /** Dismissed: «Недействителен». */
    invalid: '?Недействителен',
    department: '?Подразделение_Key',
    /** SPEC C6: «Внутренний номер». */
    internal: '?ВнутреннийНомер',
  },
  userContacts: 'Catalog_Пользователи_КонтактнаяИнформация',
  departments: { set: 'Catalog_Подразделения', ref: 'Ref_Key', name: 'Description' },
  /** Of each set of contact information. */
  contact: {
    owner: 'Ref_Key',
    line: 'LineNumber',
    type: 'Тип',
    presentation: 'Представление',
    digits: '?НомерТелефона',
  },
  /**
   * «Номера телефонов для поиска» (SPEC C8), written and not only read. No public source names its parts; these are the
   * names that 1C would make of its words, and a base where they are otherwise says so in the log.
   */
  phoneRegister: {
    set: 'InformationRegister_НомераТелефоновДляПоиска',
    number: 'НомерТелефона',
    contact: 'Контакт',
    contactType: 'Контакт_Type',
    user: 'Пользователь_Key',
    internal: 'ВнутреннийНомер',
  },
  /** Without these a base is poorer, not useless: no departments, no contact persons. */
  optionalSets: ['Catalog_Подразделения', 'Catalog_КонтактныеЛица', 'Catalog_КонтактныеЛица_КонтактнаяИнформация'],
  /** The value of `contact.type` that means a phone; «Сотовый телефон» is a kind of this type. */
  phoneType: 'Телефон',
} as const

export type Preset = typeof BSP
