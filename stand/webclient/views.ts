import type { Base } from '../data/base.ts'
import { internalNumber } from '../data/employees.ts'
import { CLIENT_KIND, PERSON_KIND } from '../data/kinds.ts'
import type { Client, ContactLine } from '../data/types.ts'
import { date, refValue } from './shown.ts'
import type { ListAnswer, PreviewAnswer, UserItem } from './wire.ts'

/** Drop lists show no more than this. */
const SUGGESTED = 12

const textsOf = (contacts: readonly ContactLine[], kind: { ref: string }) =>
  contacts
    .filter((line) => line.kind === kind.ref)
    // A column has no room for the comma before an extension.
    .map((line) => line.text.replace(/, (?=доб)/, ' '))
    .join(', ')

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
      ref: p.ref,
      name: p.name,
      position: p.position,
      phone: [textsOf(p.contacts, PERSON_KIND.mobile), textsOf(p.contacts, PERSON_KIND.work)]
        .filter(Boolean)
        .join(', '),
    })),
  }
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
