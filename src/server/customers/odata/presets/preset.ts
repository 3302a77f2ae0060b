/**
 * Names of sets and properties in 1C's standard OData interface: `Catalog_` and the catalog's name, table parts as
 * `Catalog_Имя_ТабличнаяЧасть`, references as `Имя_Key`; a reference to objects of several kinds is `Имя`, beside it
 * `Имя_Type` (ITS, «Стандартный интерфейс OData»). Properties with `?` before them are not in every configuration: without
 * them the value is empty. An empty set: this configuration has no such thing.
 */
export type Preset = {
  counterparties: {
    set: string
    ref: string
    name: string
    deleted: string
    /** Another one after each writing of the card. */
    version: string
    responsible: string
  }
  counterpartyContacts: string
  persons: { set: string; ref: string; name: string; deleted: string; version: string; counterparty: string }
  personContacts: string
  /** «Потенциальные клиенты»: who has called, and is no client yet. */
  potentials: {
    set: string
    ref: string
    name: string
    deleted: string
    version: string
    person: string
    company: string
    responsible: string
  }
  potentialContacts: string
  users: {
    set: string
    ref: string
    name: string
    deleted: string
    /** Dismissed: «Недействителен». */
    invalid: string
    department: string
    /** SPEC C6: «Внутренний номер». */
    internal: string
  }
  userContacts: string
  departments: { set: string; ref: string; name: string }
  /** The columns of each set of contact information. */
  contact: {
    owner: string
    line: string
    type: string
    kind: string
    presentation: string
    digits: string
    email: string
    /** 1C's JSON of the value. */
    value: string
  }
  /** «Виды контактной информации»: what a phone or an address that we write is called. */
  kinds: { set: string; ref: string; predefined: string }
  /** Values of `kinds.predefined`, where no card has a phone or an address yet to learn the kind from. */
  kindNames: { potentialPhone: string; potentialEmail: string; personPhone: string; personEmail: string }
  /** «Типы услуг», and the table of a department with those that it renders (SPEC B7). */
  services: { set: string; ref: string; name: string; deleted: string }
  departmentServices: { set: string; department: string; service: string }
  /** «Интерес» (SPEC B1). */
  interests: {
    set: string
    ref: string
    number: string
    date: string
    deleted: string
    /** True = not active any more. */
    closed: string
    topic: string
    counterparty: string
    potential: string
    person: string
    service: string
    responsible: string
    author: string
    whatToDo: string
    description: string
    phone: string
    email: string
  }
  /** «Взаимодействие» (SPEC B6). */
  interactions: {
    set: string
    ref: string
    date: string
    deleted: string
    topic: string
    content: string
    /** What it belongs to: the Interest. */
    basis: string
    counterparty: string
    potential: string
    person: string
    responsible: string
    author: string
    phone: string
    incoming: string
  }
  /** «Телефонный звонок» of БСП's «Взаимодействия». */
  phoneCalls: {
    set: string
    ref: string
    date: string
    deleted: string
    incoming: string
    /** «Абонент», as text. */
    subscriber: string
    /** «Как связаться»: the phone. */
    contactWay: string
    contact: string
    topic: string
    description: string
    responsible: string
    author: string
    basis: string
  }
  /** The knowledge base (SPEC B11). */
  articles: { set: string; ref: string; name: string; deleted: string; text: string; service: string }
  /**
   * «Номера телефонов для поиска» (SPEC C8), written and not only read. No public source names its parts; these are the
   * names that 1C would make of its words.
   */
  phoneRegister: {
    set: string
    number: string
    contact: string
    contactType: string
    user: string
    internal: string
  }
  /** Values of `contact.type`; «Сотовый телефон» is a kind of the first. */
  types: { phone: string; email: string }
  /** Parts that this configuration ought to have: what is missing of them is a fault; of the others it is only told. */
  expected: readonly PartName[]
}

/** What a base may lack and be of use nevertheless. */
export const PARTS = [
  'persons',
  'departments',
  'potentials',
  'services',
  'departmentServices',
  'interests',
  'interactions',
  'phoneCalls',
  'articles',
  'phoneRegister',
] as const
export type PartName = (typeof PARTS)[number]

/** The property's name without the mark of an optional one. */
export const bare = (property: string): string => property.replace(/^\?/, '')
