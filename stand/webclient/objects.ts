import type { Base } from '../data/base.ts'
import { KINDS } from '../data/kinds.ts'
import type { ContactLine } from '../data/types.ts'
import { interestView } from './interest-view.ts'
import { date, refValue } from './shown.ts'
import type {
  ArticleData,
  CallData,
  ClientData,
  ContactValue,
  FormAnswer,
  KindInfo,
  ObjectData,
  ObjectKind,
  ObjectWrite,
  PersonData,
  RefValue,
  UserData,
} from './wire.ts'

const NBSP = '\u00a0'

const sum = (value: number) => `${String(value).replace(/\B(?=(\d{3})+$)/g, NBSP)},00`

const NOBODY: RefValue = { ref: '', name: '' }
const shown = (contacts: readonly ContactLine[]): ContactValue[] =>
  contacts.map(({ kind, text, comment }) => ({ kind, text, comment }))
const kept = (contacts: readonly ContactValue[]): ContactLine[] => contacts.map((c) => ({ ...c, old: false }))

const OWNER = {
  client: 'client',
  person: 'person',
  user: 'employee',
  call: null,
  interest: null,
  article: null,
} as const

const kindsOf = (kind: ObjectKind, english: boolean): KindInfo[] =>
  KINDS.filter((k) => k.owner === OWNER[kind]).map((k) => ({
    ref: k.ref,
    type: k.type,
    caption: english ? k.english : k.name,
    predefined: k.predefined,
  }))

/** What a form needs to show an object; `ref` '' = a new one, null = there is none. */
export function formView(base: Base, ask: { kind: ObjectKind; ref: string }, english: boolean): FormAnswer | null {
  const object = ask.ref === '' ? EMPTY[ask.kind] : objectView(base, ask)
  return object && { object, kinds: kindsOf(ask.kind, english) }
}

function objectView(base: Base, { kind, ref }: { kind: ObjectKind; ref: string }): ObjectData | null {
  switch (kind) {
    case 'client':
      return clientView(base, ref)
    case 'person':
      return personView(base, ref)
    case 'user':
      return userView(base, ref)
    case 'call':
      return callView(base, ref)
    case 'interest':
      return interestView(base, ref)
    case 'article':
      return articleView(base, ref)
  }
}

function clientView(base: Base, ref: string): ClientData | null {
  const client = base.client(ref)
  if (!client) return null
  const { name, fullName, inn, kpp, ogrn, account, bik, code, segments } = client
  return {
    ...{ kind: 'client', ref, name, fullName, inn, kpp, ogrn, account, bik, code, segments },
    registered: date(client.registered),
    contractSum: sum(client.contractSum),
    responsible: refValue(base, client.responsible),
    routing: refValue(base, client.routing),
    contacts: shown(client.contacts),
  }
}

function personView(base: Base, ref: string): PersonData | null {
  const person = base.person(ref)
  if (!person) return null
  const { name, owner, position, contacts } = person
  const ownerName = base.client(owner)?.name ?? ''
  return { kind: 'person', ref, name, position, owner: { ref: owner, name: ownerName }, contacts: shown(contacts) }
}

function userView(base: Base, ref: string): UserData | null {
  const user = base.employee(ref)
  if (!user) return null
  const { name, internal, invalid, contacts } = user
  const department = base.departments.find((d) => d.ref === user.department)?.name ?? ''
  return { kind: 'user', ref, name, internal, invalid, department, contacts: shown(contacts) }
}

function callView(base: Base, ref: string): CallData | null {
  const call = base.call(ref)
  if (!call) return null
  const { incoming, subscriber, contactWay, subject, text, about, considered } = call
  return {
    ...{ kind: 'call', ref, incoming, subscriber, contactWay, subject, text, about, considered },
    date: date(call.date),
    contact: { ref: call.contact, name: (base.client(call.contact) ?? base.person(call.contact))?.name ?? '' },
    responsible: refValue(base, call.responsible),
    author: base.employee(call.author)?.name ?? '',
  }
}

function articleView({ crm }: Base, ref: string): ArticleData | null {
  const article = crm.article(ref)
  if (!article) return null
  const { name, text, service } = article
  return { kind: 'article', ref, name, text, service: crm.services.find((each) => each.ref === service)?.name ?? '' }
}

const EMPTY: { [K in ObjectKind]: Extract<ObjectData, { kind: K }> } = {
  client: {
    ...{ kind: 'client', ref: '', name: '', fullName: '', inn: '', kpp: '', ogrn: '', account: '', bik: '', code: '' },
    ...{ registered: '', contractSum: '', responsible: NOBODY, routing: NOBODY, segments: [], contacts: [] },
  },
  person: { kind: 'person', ref: '', name: '', owner: NOBODY, position: '', contacts: [] },
  user: { kind: 'user', ref: '', name: '', internal: '', invalid: false, department: '', contacts: [] },
  call: {
    ...{ kind: 'call', ref: '', date: '', incoming: true, subscriber: '', contactWay: '', contact: NOBODY },
    ...{ subject: '', text: '', about: '', responsible: NOBODY, considered: false, author: '' },
  },
  interest: {
    ...{ kind: 'interest', ref: '', number: '', date: '', topic: '', client: '', person: '', phone: '', email: '' },
    ...{ service: '', whatToDo: '', text: '', responsible: NOBODY, author: '', closed: false, interactions: '' },
  },
  article: { kind: 'article', ref: '', name: '', text: '', service: '' },
}

/** Why an object cannot be written as it is; null = it can. */
export function refusalOf(object: ObjectWrite): string | null {
  const named = object.kind === 'call' || object.kind === 'interest' || object.name.trim() !== ''
  return named ? null : 'Поле «Наименование» не заполнено'
}

/** Writes it and gives it as the base has it now. */
export function writeObject(base: Base, object: ObjectWrite): ObjectData {
  const ref = written(base, object)
  const data = objectView(base, { kind: object.kind, ref })
  if (!data) throw new Error(`no ${object.kind} ${ref}`)
  return data
}

function written(base: Base, object: ObjectWrite): string {
  switch (object.kind) {
    case 'client': {
      const { kind: _, ref, contacts, ...rest } = object
      const patch = { ...rest, contacts: kept(contacts) }
      return (ref ? base.writeClient(ref, patch) : base.addClient(patch)).ref
    }
    case 'person': {
      const { name, position, contacts, ref, owner } = object
      const patch = { name, position, contacts: kept(contacts) }
      return (ref ? base.writePerson(ref, patch) : base.addPerson(owner, patch)).ref
    }
    case 'user': {
      const { name, internal, invalid, contacts, ref } = object
      return base.writeEmployee(ref, { name, internal, invalid, contacts: kept(contacts) }).ref
    }
    case 'call': {
      const { kind: _, ref, ...patch } = object
      return (ref ? base.writeCall(ref, patch) : base.addCall(patch)).ref
    }
    case 'interest': {
      const { kind: _, ref, text: description, ...patch } = object
      return base.crm.writeInterest(ref, { ...patch, description, version: base.nextVersion() }).ref
    }
    case 'article': {
      const { kind: _, ref, ...patch } = object
      return base.crm.writeArticle(ref, { ...patch, version: base.nextVersion() }).ref
    }
  }
}
