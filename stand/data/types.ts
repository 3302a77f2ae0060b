/** Types of contact information in БСП; «Сотовый телефон» is a kind of the type Телефон there. */
export type ContactType = 'Телефон' | 'Факс' | 'АдресЭлектроннойПочты' | 'Адрес'
export type ContactOwner = 'client' | 'person' | 'employee' | 'potential'

/** A kind of contact information: an item of Справочник.ВидыКонтактнойИнформации. */
export type ContactKind = {
  ref: string
  owner: ContactOwner
  type: ContactType
  name: string
  /** The caption in the English interface. */
  english: string
  predefined: string
}

/** One row of a contact information table. */
export type ContactLine = {
  kind: string
  text: string
  comment: string
  /** Written by an old release: no JSON and no digits beside the presentation. */
  old: boolean
}

type Item = { ref: string; code: string; name: string; deleted: boolean; version: number }

export type Client = Item & {
  fullName: string
  inn: string
  kpp: string
  ogrn: string
  account: string
  bik: string
  /** `2019-03-15T10:25:00`, local time without a zone, as 1C keeps dates. */
  registered: string
  changed: string
  contractSum: number
  segments: string[]
  /** Ref of an employee; '' = none. */
  responsible: string
  /** «Переключение звонков на:», ref of an employee; '' = none. */
  routing: string
  /** Ref of the main contact person; '' = none. */
  mainPerson: string
  contacts: ContactLine[]
}

export type ContactPerson = Item & { owner: string; position: string; contacts: ContactLine[] }

export type Department = Item & { /** «Типы услуг» that it renders: refs. */ services: string[] }

export type Employee = Item & {
  department: string
  /** The attribute «Внутренний номер»; may be empty while a phone of the card holds the number (SPEC C6). */
  internal: string
  /** «Недействителен»: works here no more. */
  invalid: boolean
  contacts: ContactLine[]
}

/** Документ «Телефонный звонок»; a document has a date where a catalog's item has a name. */
export type PhoneCall = {
  ref: string
  /** `0000-000227` */
  number: string
  date: string
  incoming: boolean
  /** «Абонент», as text. */
  subscriber: string
  /** «Как связаться»: the phone. */
  contactWay: string
  /** «Контакт», ref of a client; '' = none found. */
  contact: string
  subject: string
  text: string
  /** «Предмет», as text. */
  about: string
  responsible: string
  considered: boolean
  author: string
  version: number
}

/** A record of the register «Номера телефонов для поиска»; number and contact are its dimensions. */
export type PhoneRecord = {
  number: string
  contact: string
  contactType: string
  user: string
  internal: string
  comment: string
}

/** «Тип услуги». */
export type Service = Item

/** An article of the knowledge base. */
export type Article = Item & { text: string; service: string }

/** «Потенциальный клиент»: has called, and is no client yet. */
export type Potential = Item & { person: string; company: string; responsible: string; contacts: ContactLine[] }

type Document = { ref: string; number: string; date: string; deleted: boolean; version: number }

/** Документ «Интерес» of 1С:CRM. References are '' where there is nobody. */
export type Interest = Document & {
  /** «Завершен»: not active any more. */
  closed: boolean
  topic: string
  client: string
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

/** Документ «Взаимодействие» of 1С:CRM. */
export type Interaction = Document & {
  topic: string
  content: string
  /** What it belongs to. */
  interest: string
  client: string
  potential: string
  person: string
  responsible: string
  author: string
  phone: string
  incoming: boolean
}
