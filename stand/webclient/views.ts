import type { Base, ClientPatch } from '../data/base.ts'
import { internalNumber } from '../data/employees.ts'
import { CLIENT_KIND, KINDS, PERSON_KIND } from '../data/kinds.ts'
import type { Client, ContactLine } from '../data/types.ts'
import type { CardAnswer, CardData, ListAnswer, PreviewAnswer, RefValue, SaveAsk, UserItem } from './wire.ts'

const NBSP = '\u00a0'
/** Drop lists show no more than this. */
const SUGGESTED = 12

/** `15.03.2019 10:25:00`; a date alone where the time is midnight. */
function date(iso: string): string {
  const [day = '', time = ''] = iso.split('T')
  const written = day.split('-').reverse().join('.')
  return time === '00:00:00' || !time ? written : `${written} ${time}`
}

const sum = (value: number) => `${String(value).replace(/\B(?=(\d{3})+$)/g, NBSP)},00`

const textsOf = (contacts: readonly ContactLine[], kind: { ref: string }) =>
  contacts
    .filter((line) => line.kind === kind.ref)
    // A column has no room for the comma before an extension.
    .map((line) => line.text.replace(/, (?=доб)/, ' '))
    .join(', ')

const refValue = (base: Base, ref: string): RefValue => ({ ref, name: base.employee(ref)?.name ?? '' })

export function listView(base: Base, ask: { search: string; offset: number; count: number }): ListAnswer {
  const found = base.searchClients(ask.search)
  const rows = found.slice(ask.offset, ask.offset + ask.count).map((c) => ({
    ref: c.ref,
    deleted: c.deleted,
    // In the order of the page's columns.
    cells: [
      c.name,
      c.inn,
      textsOf(c.contacts, CLIENT_KIND.phone),
      textsOf(c.contacts, CLIENT_KIND.email),
      refValue(base, c.responsible).name,
      date(c.changed),
      c.code,
      textsOf(c.contacts, CLIENT_KIND.mobile),
    ],
  }))
  return { total: found.length, rows }
}

export function previewView(base: Base, client: Client): PreviewAnswer {
  return {
    name: client.name,
    phone: textsOf(client.contacts, CLIENT_KIND.phone),
    mobile: textsOf(client.contacts, CLIENT_KIND.mobile),
    email: textsOf(client.contacts, CLIENT_KIND.email),
    inn: client.inn,
    lastCall: date(client.changed),
    persons: base.personsOf(client.ref).map((p) => ({
      name: p.name,
      position: p.position,
      phone: [textsOf(p.contacts, PERSON_KIND.mobile), textsOf(p.contacts, PERSON_KIND.work)]
        .filter(Boolean)
        .join(', '),
    })),
  }
}

const NOBODY: RefValue = { ref: '', name: '' }
const NEW_CARD: CardData = {
  ref: '',
  name: '',
  fullName: '',
  inn: '',
  kpp: '',
  ogrn: '',
  account: '',
  bik: '',
  registered: '',
  contractSum: '',
  code: '',
  responsible: NOBODY,
  routing: NOBODY,
  segments: [],
  contacts: [],
}

export function cardData(base: Base, client: Client): CardData {
  return {
    ref: client.ref,
    name: client.name,
    fullName: client.fullName,
    inn: client.inn,
    kpp: client.kpp,
    ogrn: client.ogrn,
    account: client.account,
    bik: client.bik,
    registered: date(client.registered),
    contractSum: sum(client.contractSum),
    code: client.code,
    responsible: refValue(base, client.responsible),
    routing: refValue(base, client.routing),
    segments: client.segments,
    contacts: client.contacts.map(({ kind, text, comment }) => ({ kind, text, comment })),
  }
}

export function cardView(base: Base, client: Client | null, english: boolean): CardAnswer {
  const kinds = KINDS.filter((k) => k.owner === 'client').map((k) => ({
    ref: k.ref,
    type: k.type,
    caption: english ? k.english : k.name,
  }))
  return { card: client ? cardData(base, client) : NEW_CARD, kinds }
}

/** Users with a word that starts so; an empty text finds all. */
export function usersView(base: Base, ask: { search: string; numberedOnly: boolean }): UserItem[] {
  const wanted = ask.search.trim().toLocaleLowerCase('ru')
  return base.employees
    .map((e) => ({ ref: e.ref, name: e.name, internal: internalNumber(e) }))
    .filter((u) => !ask.numberedOnly || u.internal !== '')
    .filter((u) => ` ${u.name.toLocaleLowerCase('ru')}`.includes(` ${wanted}`))
    .slice(0, wanted ? SUGGESTED : undefined)
}

export function patchOf(card: SaveAsk['card']): ClientPatch {
  const { name, fullName, inn, kpp, responsible, routing } = card
  return { name, fullName, inn, kpp, responsible, routing, contacts: card.contacts.map((c) => ({ ...c, old: false })) }
}
