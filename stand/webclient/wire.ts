/** What the stand's page and its server say to each other; types only, so that both sides may import it. */
import type { ContactType } from '../data/types.ts'
import type { ObjectKind, ObjectWrite, SaveAsk } from './asks.ts'

export type RefValue = { ref: string; name: string }

export type ListRow = { ref: string; deleted: boolean; cells: string[] }
export type ListAnswer = { total: number; rows: ListRow[] }

export type PreviewAnswer = {
  name: string
  phone: string
  mobile: string
  email: string
  inn: string
  lastCall: string
  persons: { ref: string; name: string; position: string; phone: string }[]
}

export type ContactValue = { kind: string; text: string; comment: string }
export type KindInfo = { ref: string; type: ContactType; caption: string; predefined: string }

export type { ObjectKind, ObjectWrite, SaveAsk }

/** What a form shows of an object. `ref` '' = not written yet. */
export type ClientData = {
  kind: 'client'
  ref: string
  name: string
  fullName: string
  inn: string
  kpp: string
  ogrn: string
  account: string
  bik: string
  registered: string
  contractSum: string
  code: string
  responsible: RefValue
  routing: RefValue
  segments: string[]
  contacts: ContactValue[]
}
export type PersonData = {
  kind: 'person'
  ref: string
  name: string
  owner: RefValue
  position: string
  contacts: ContactValue[]
}
export type UserData = {
  kind: 'user'
  ref: string
  name: string
  internal: string
  invalid: boolean
  department: string
  contacts: ContactValue[]
}
export type CallData = {
  kind: 'call'
  ref: string
  date: string
  incoming: boolean
  subscriber: string
  contactWay: string
  contact: RefValue
  subject: string
  text: string
  about: string
  responsible: RefValue
  considered: boolean
  author: string
}
export type InterestData = {
  kind: 'interest'
  ref: string
  number: string
  date: string
  topic: string
  client: string
  person: string
  phone: string
  email: string
  service: string
  whatToDo: string
  text: string
  responsible: RefValue
  author: string
  closed: boolean
  /** One a line, the latest first. */
  interactions: string
}
export type ArticleData = {
  kind: 'article'
  ref: string
  name: string
  text: string
  service: string
}
export type ObjectData = ClientData | PersonData | UserData | CallData | InterestData | ArticleData
export type DataOf<K extends ObjectKind> = Extract<ObjectData, { kind: K }>

export type FormAnswer = { object: ObjectData; kinds: KindInfo[] }

export type UserItem = RefValue & { internal: string }

export const SAVE_OUTCOMES = ['ok', 'refused', 'error', 'cancelled', 'slow'] as const
export type SaveOutcome = (typeof SAVE_OUTCOMES)[number]

export type SaveAnswer =
  | { outcome: 'ok'; object: ObjectData }
  | { outcome: 'refused'; message: string }
  | { outcome: 'error'; message: string }

export type Fault = { kind: string; detail: string }
