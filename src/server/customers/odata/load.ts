import { setImmediate as breathe } from 'node:timers/promises'
import * as v from 'valibot'
import { findNumbers } from '../../../phone/find.ts'
import type { Services } from '../../../protocol/intake.ts'
import type { Colleague } from '../../../protocol/people.ts'
import type { RoutingSettings } from '../../../protocol/routing.ts'
import type { ODataClient } from './client.ts'
import { CustomerRows } from './customer-rows.ts'
import { TYPE } from './literals.ts'
import { PhoneIndex } from './phone-index.ts'
import { bare, type Preset } from './presets/preset.ts'

/** All that is held of a base. */
export type Loaded = {
  index: PhoneIndex
  customers: CustomerRows
  people: Colleague[]
  /** All users, also those who work here no more: Ref_Key → name. */
  users: ReadonlyMap<string, string>
  services: Services
  /** Set → its properties that there are. */
  properties: ReadonlyMap<string, readonly string[]>
  /** Rows that made no sense and were left out. */
  skipped: number
}

export type LoadOptions = {
  client: ODataClient
  base: string
  preset: Preset
  /** Set → properties to ask for, as `wantedFrom` gives them; a set that is not here is empty. */
  properties: ReadonlyMap<string, readonly string[]>
  lastDigits: number
  internalLength: RoutingSettings['internalLength']
  /** So many rows more have been read. */
  progress?: (rows: number) => void
}

/** Rows read in one go: calls are decided in between. */
const SLICE = 100
/** 1C's presentations have 100 to 150 characters; whatever is longer is cut. */
const MAX_NAME = 300
/** A GUID has 36. */
const MAX_REF = 100
const Row = v.record(v.string(), v.unknown())
type Row = v.InferOutput<typeof Row>
type Names = { set: string; ref: string; name: string }
type Item = { ref: string; name: string; row: Row }

/** Reads a whole base. @throws ODataError */
export async function loadBase(o: LoadOptions): Promise<Loaded> {
  return new Loading(o).run()
}

class Loading {
  readonly #o: LoadOptions
  readonly #customers: CustomerRows
  readonly #index: PhoneIndex
  #skipped = 0

  constructor(o: LoadOptions) {
    const { counterparties, persons, potentials } = o.preset
    const sets = { firms: counterparties.set, persons: persons.set, potentials: potentials.set }
    this.#o = o
    this.#customers = new CustomerRows(o.base, sets)
    this.#index = new PhoneIndex(o.lastDigits, this.#customers)
  }

  async run(): Promise<Loaded> {
    const { preset } = this.#o
    const departments = await this.#items(preset.departments)
    const users = await this.#items(preset.users)
    const people = await this.#people(users, departments)
    const services = await this.#services(departments)
    await this.#readCustomers(users)
    return {
      index: this.#index,
      customers: this.#customers,
      people,
      users: new Map([...users].map(([ref, { name }]) => [ref, name])),
      services,
      properties: this.#o.properties,
      skipped: this.#skipped,
    }
  }

  /** «Типы услуг» by their names, and by the name of each department those that it renders (SPEC B7). */
  async #services(departments: Map<string, Item>): Promise<Services> {
    const { services, departmentServices } = this.#o.preset
    const types = [...(await this.#items(services)).values()]
      .filter(({ row }) => row[services.deleted] !== true)
      .map(({ ref, name }) => ({ ref, name }))
      .sort((a, b) => a.name.localeCompare(b.name, 'ru'))
    const rendered = new Map<string, string[]>()
    const order = `${departmentServices.department},${departmentServices.service}`
    for await (const row of this.#rows(departmentServices.set, order)) {
      const name = departments.get(textOf(row, departmentServices.department))?.name
      const service = textOf(row, departmentServices.service)
      if (name === undefined || !types.some(({ ref }) => ref === service)) continue
      rendered.set(name, [...new Set([...(rendered.get(name) ?? []), service])])
    }
    return { types, departments: Object.fromEntries(rendered) }
  }

  async #people(users: Map<string, Item>, departments: Map<string, Item>): Promise<Colleague[]> {
    const { users: names, userContacts } = this.#o.preset
    const working = [...users.values()].filter(
      ({ row }) => row[names.deleted] !== true && row[bare(names.invalid)] !== true,
    )
    const phones = new Map<string, { line: number; texts: string[] }[]>()
    for await (const phone of this.#phones(userContacts)) {
      const list = phones.get(phone.owner)
      if (list === undefined) phones.set(phone.owner, [phone])
      else list.push(phone)
    }
    return working.map(({ ref, name, row }) => {
      const own = (phones.get(ref) ?? []).sort((a, b) => a.line - b.line)
      const mobile = mobileIn(own.flatMap(({ texts }) => texts))
      return {
        ...(mobile !== null && { mobile }),
        id: ref,
        name,
        department: departments.get(textOf(row, names.department))?.name ?? '',
        number: this.#internal(
          textOf(row, names.internal),
          own.flatMap(({ texts }) => texts),
        ),
      }
    })
  }

  /** SPEC C6: the field «Внутренний номер», else the first phone of the card whose length is an internal number's. */
  #internal(field: string, phones: readonly string[]): string | null {
    const { min, max } = this.#o.internalLength
    const fits = (digits: string) => digits.length >= min && digits.length <= max
    const own = field.trim()
    if (/^[0-9]+$/.test(own) && fits(own)) return own
    for (const text of phones) for (const { digits } of findNumbers(text)) if (fits(digits)) return digits
    return null
  }

  async #readCustomers(users: Map<string, Item>): Promise<void> {
    const { counterparties, persons, potentials, ...preset } = this.#o.preset
    // Ref_Key → row. Only while loading: what they were is held by the rows.
    const firms = new Map<string, number>()
    for await (const { ref, name, row } of this.#each(counterparties)) {
      if (row[counterparties.deleted] === true) continue
      const responsible = users.get(textOf(row, counterparties.responsible))?.name ?? ''
      firms.set(ref, this.#customers.addFirm(ref, name, responsible))
    }
    const contacts = new Map<string, number>()
    for await (const { ref, name, row } of this.#each(persons)) {
      if (row[persons.deleted] === true) continue
      const firm = firms.get(textOf(row, persons.counterparty)) ?? null
      contacts.set(ref, this.#customers.addPerson(ref, name, firm))
    }
    const callers = new Map<string, number>()
    for await (const { ref, name, row } of this.#each(potentials)) {
      if (row[potentials.deleted] === true) continue
      const responsible = users.get(textOf(row, potentials.responsible))?.name ?? ''
      const { person, company } = personOf({
        name,
        person: textOf(row, potentials.person),
        company: textOf(row, potentials.company),
      })
      callers.set(ref, this.#customers.addPotential(ref, person, company, responsible))
    }
    await this.#fill(preset.counterpartyContacts, firms)
    await this.#fill(preset.personContacts, contacts)
    await this.#fill(preset.potentialContacts, callers)
    await this.#registered(
      new Map([
        [counterparties.set, firms],
        [persons.set, contacts],
        [potentials.set, callers],
      ]),
    )
  }

  async #fill(set: string, rows: ReadonlyMap<string, number>): Promise<void> {
    for await (const { owner, texts } of this.#phones(set)) {
      const row = rows.get(owner)
      if (row === undefined) continue
      for (const key of this.#index.keysOf(texts)) this.#index.add(key, row)
    }
  }

  /** Numbers that no card holds, but «Номера телефонов для поиска» does. */
  async #registered(rows: ReadonlyMap<string, ReadonlyMap<string, number>>): Promise<void> {
    const { phoneRegister: names } = this.#o.preset
    for await (const record of this.#rows(names.set, `${names.number},${names.contact}`)) {
      const set = textOf(record, names.contactType).replace(TYPE, '')
      const row = rows.get(set)?.get(textOf(record, names.contact))
      if (row === undefined) continue
      for (const key of this.#index.keysOf([textOf(record, names.number)])) this.#index.add(key, row)
    }
  }

  /** The phones in a set of contact information. */
  async *#phones(set: string): AsyncGenerator<{ owner: string; line: number; texts: string[] }, void, undefined> {
    const { contact, types } = this.#o.preset
    for await (const row of this.#rows(set, `${contact.owner},${contact.line}`)) {
      if (row[contact.type] !== types.phone) continue
      const texts = [textOf(row, contact.presentation), textOf(row, contact.digits)].filter((text) => text !== '')
      // 1C writes 64-bit numbers as text in JSON.
      yield { owner: textOf(row, contact.owner), line: Number(row[contact.line]) || 0, texts }
    }
  }

  async #items(names: Names): Promise<Map<string, Item>> {
    const items = new Map<string, Item>()
    for await (const item of this.#each(names)) items.set(item.ref, item)
    return items
  }

  async *#each(names: Names): AsyncGenerator<Item, void, undefined> {
    for await (const row of this.#rows(names.set, names.ref)) {
      const ref = textOf(row, names.ref)
      if (ref === '' || ref.length > MAX_REF) this.#skipped++
      else yield { ref, name: textOf(row, names.name).slice(0, MAX_NAME), row }
    }
  }

  async *#rows(set: string, order: string): AsyncGenerator<Row, void, undefined> {
    const select = this.#o.properties.get(set)
    if (select === undefined) return
    for await (const page of this.#o.client.rows(set, select, order)) {
      this.#o.progress?.(page.length)
      for (const [at, row] of page.entries()) {
        if (v.is(Row, row)) yield row
        else this.#skipped++
        if (at % SLICE === SLICE - 1) await breathe()
      }
    }
  }
}

/** What a potential client is called: by a name alone, it is the person's. */
export function personOf(o: { name: string; person: string; company: string }): { person: string; company: string } {
  const [person, company] = [o.person.slice(0, MAX_NAME), o.company.slice(0, MAX_NAME)]
  return person === '' && company === '' ? { person: o.name, company: '' } : { person, company }
}

/** SPEC B3: the first that is no line of an office; abroad, nothing tells the one from the other. */
function mobileIn(phones: readonly string[]): string | null {
  const full = phones.flatMap((text) => findNumbers(text)).filter(({ kind }) => kind === 'full')
  return full.find(({ digits }) => !digits.startsWith('7') || /^79\d{9}$/.test(digits))?.digits ?? null
}

function textOf(row: Row, property: string): string {
  const value = row[bare(property)]
  return typeof value === 'string' ? value : ''
}
