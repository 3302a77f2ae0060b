import * as v from 'valibot'
import { Refused } from '../../ledger/outbox-lane.ts'
import type { Routes } from '../customers.ts'
import { type ODataClient, ODataError } from './client.ts'
import { tableOf } from './contact-lines.ts'
import type { Owner } from './customer-rows.ts'
import { isGuid, literal, NO_REF, NO_TYPE, TYPE } from './literals.ts'
import type { PhoneIndex } from './phone-index.ts'
import { bare, type Preset } from './presets/preset.ts'

export type RegisterOptions = {
  client: ODataClient
  preset: Preset
  index: PhoneIndex
  /** Set → its properties that there are. */
  properties: ReadonlyMap<string, readonly string[]>
  /** Ref_Key of the user with an internal number. */
  employee: (number: string) => string | null
}

type Entry = { number: string; contact: string; contactType: string; user: string; internal: string }
type Contact = { name: string; contact: string; contactType: string; numbers: string[] }
type Value = { user: string; internal: string }
type Row = Record<string, unknown>

const EMPTY: Value = { user: NO_REF, internal: '' }
/** Of a number that nobody has. */
const NO_CONTACT = { contact: '', contactType: NO_TYPE }
/** Conditions in one question: an address has its limits. */
const AT_ONCE = 10
/** Enough digits to find a number by, however it is written before them. */
const TAIL = 7
const AnyRow = v.record(v.string(), v.unknown())

/**
 * Brings the register «Номера телефонов для поиска» to what the rules say now, and writes only what differs: done twice,
 * after a crash or a lost answer, it finds its own work and leaves it.
 */
export class PhoneRegister {
  readonly #o: RegisterOptions

  constructor(options: RegisterOptions) {
    this.#o = options
  }

  async write({ keys, targetOf }: Routes): Promise<void> {
    const done = new Set<string>()
    for (const key of new Set(keys.map((each) => this.#key(each)))) {
      const records = await this.#records([key], hasEnd)
      const contacts = await this.#contacts(key, records)
      for (const each of contacts) {
        if (!done.has(each.name)) await this.#writeContact(each, key, targetOf)
        done.add(each.name)
      }
      await this.#writeNumber(key, records, contacts, targetOf(key))
    }
  }

  /** Says whose number it is; who stands there already, stays. */
  async note(number: string, { set, ref }: Owner): Promise<void> {
    const key = this.#key(number)
    if (key === '') return
    const contactType = `${TYPE}${set}`
    const records = await this.#records([key])
    if (records.some((record) => record.contact === ref && record.contactType === contactType)) return
    // A rule of the number holds for whoever has it.
    const [{ user, internal } = EMPTY] = records
    await this.#create({ number: key, contact: ref, contactType, user, internal })
  }

  /** A number that nobody has is there from now on; whatever stands under it stays. */
  async noteUnknown(number: string): Promise<void> {
    const key = this.#key(number)
    if (key === '' || (await this.#records([key])).length > 0) return
    await this.#create({ number: key, ...NO_CONTACT, ...EMPTY })
  }

  /** All numbers of one contact get its user; that of `key`, or of another number when `key` has no rule any more. */
  async #writeContact(contact: Contact, key: string, targetOf: Routes['targetOf']): Promise<void> {
    const { numbers } = contact
    // Written while fewer digits decided, the key is the end of a number which may have a rule of its own by now.
    const target = firstTarget([...numbers.filter((number) => hasEnd(number, key)), key, ...numbers], targetOf)
    const value = this.#valueOf(target)
    const own = (await this.#records(numbers)).filter((record) => isOf(record, contact))
    for (const record of own) await this.#update(record, value)
    if (target === null) return
    const missing = numbers.filter((number) => !own.some((record) => this.#key(record.number) === number))
    for (const number of missing)
      await this.#create({ number, contact: contact.contact, contactType: contact.contactType, ...value })
  }

  /** What stands under the number for somebody who has it no more, or for nobody. */
  async #writeNumber(
    key: string,
    records: readonly Entry[],
    contacts: readonly Contact[],
    target: string | null,
  ): Promise<void> {
    const value = this.#valueOf(target)
    const others = records.filter((record) => !contacts.some((contact) => isOf(record, contact)))
    for (const record of others) await this.#update(record, value)
    if (target !== null && contacts.length === 0 && others.length === 0)
      await this.#create({ number: key, ...NO_CONTACT, ...value })
  }

  /** Who has the number in 1C now. The callers' index may be some minutes old: it only says whom to look at first. */
  async #contacts(key: string, records: readonly Entry[]): Promise<Contact[]> {
    const registered = records.map(({ contact, contactType }) => ({ set: contactType.replace(TYPE, ''), ref: contact }))
    const known = await this.#having(key, [...this.#o.index.ownersOf(key), ...registered])
    return known.length > 0 ? known : this.#having(key, await this.#lookUp(key))
  }

  async #having(key: string, owners: readonly Owner[]): Promise<Contact[]> {
    const contacts = new Map<string, Contact>()
    for (const { set, ref } of owners) {
      const name = `${set} ${ref}`
      if (ref === '' || contacts.has(name)) continue
      const numbers = await this.#numbersOf({ set, ref })
      if (numbers.some((number) => hasEnd(number, key)))
        contacts.set(name, { name, contact: ref, contactType: `${TYPE}${set}`, numbers })
    }
    return [...contacts.values()]
  }

  async #lookUp(key: string): Promise<Owner[]> {
    const { counterparties, persons, potentials, contact, types } = this.#o.preset
    const digits = bare(contact.digits)
    const owners: Owner[] = []
    for (const { set } of [counterparties, persons, potentials]) {
      const contacts = this.#contactsOf(set)
      if (contacts === null || !this.#o.properties.get(contacts)?.includes(digits)) continue
      const filter = `${contact.type} eq ${literal(types.phone)} and substringof(${literal(key.slice(-TAIL))}, ${digits})`
      for await (const row of this.#rows(
        contacts,
        [contact.owner, contact.presentation, digits],
        contact.owner,
        filter,
      )) {
        const texts = [textOf(row, contact.presentation), textOf(row, digits)]
        const numbers = [...this.#o.index.keysOf(texts)]
        if (numbers.some((number) => hasEnd(number, key))) owners.push({ set, ref: textOf(row, contact.owner) })
      }
    }
    return owners
  }

  async #numbersOf({ set, ref }: Owner): Promise<string[]> {
    const { contact, types } = this.#o.preset
    const contacts = this.#contactsOf(set)
    if (contacts === null || !isGuid(ref)) return []
    // In the card itself: a condition on its key is answered with 500 by some bases.
    const table = tableOf(set, contacts)
    const card = await this.#o.client.one(set, ref, [table])
    const rows = Array.isArray(card?.[table]) ? card[table] : []
    const numbers = new Set<string>()
    for (const row of rows) {
      if (!v.is(AnyRow, row) || textOf(row, contact.type) !== types.phone) continue
      const texts = [textOf(row, contact.presentation), textOf(row, bare(contact.digits))]
      for (const key of this.#o.index.keysOf(texts)) numbers.add(key)
    }
    return [...numbers]
  }

  /** The set of contact information of a catalog; null when there is none, or it cannot be read. */
  #contactsOf(set: string): string | null {
    const { counterparties, persons, potentials, ...preset } = this.#o.preset
    const contacts = new Map<string, string>([
      [counterparties.set, preset.counterpartyContacts],
      [persons.set, preset.personContacts],
      [potentials.set, preset.potentialContacts],
    ]).get(set)
    return contacts !== undefined && this.#o.properties.has(contacts) ? contacts : null
  }

  /** The register's records of these numbers, in whatever form they stand there. */
  async #records(keys: readonly string[], fits = isSame): Promise<Entry[]> {
    const { set, ...names } = this.#o.preset.phoneRegister
    const records: Entry[] = []
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      const some = keys.slice(at, at + AT_ONCE)
      const filter = some.map((key) => `substringof(${literal(key)}, ${names.number})`).join(' or ')
      for await (const row of this.#rows(set, Object.values(names), names.number, filter)) {
        const record = {
          number: textOf(row, names.number),
          contact: textOf(row, names.contact),
          contactType: textOf(row, names.contactType),
          user: textOf(row, names.user),
          internal: textOf(row, names.internal),
        }
        if (some.some((key) => fits(this.#key(record.number), key))) records.push(record)
      }
    }
    return records
  }

  async #update(record: Entry, value: Value): Promise<void> {
    if (record.user === value.user && record.internal === value.internal) return
    const { set, number, contact, contactType, user, internal } = this.#o.preset.phoneRegister
    const key = `${number}=${literal(record.number)}, ${contact}=${literal(record.contact)}, ${contactType}=${literal(record.contactType)}`
    await this.#send('PATCH', `${set}(${key})`, { [user]: value.user, [internal]: value.internal })
  }

  async #create(record: Entry): Promise<void> {
    const names = this.#o.preset.phoneRegister
    const row = {
      [names.number]: record.number,
      [names.contact]: record.contact,
      [names.contactType]: record.contactType,
      [names.user]: record.user,
      [names.internal]: record.internal,
    }
    try {
      await this.#send('POST', names.set, row)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // Maybe somebody else has made it meanwhile.
      const { contact, contactType } = record
      const there = await this.#records([this.#key(record.number)])
      const same = there.find((each) => each.contact === contact && each.contactType === contactType)
      if (!same) throw error
      await this.#update(same, record)
    }
  }

  /** 1C drops fields it does not know and cuts strings that are too long, and says nothing: so its answer is read. */
  async #send(method: 'POST' | 'PATCH', path: string, row: Row): Promise<void> {
    let kept: Row | null
    try {
      kept = await this.#o.client.write(method, path, row)
    } catch (error) {
      if (error instanceof ODataError && error.status === 400) throw new Refused(error.message)
      throw error
    }
    for (const [name, value] of Object.entries(kept ?? {})) {
      if (row[name] !== undefined && row[name] !== value)
        throw new Refused(`1C keeps ${name} as ${JSON.stringify(value)}, and not as ${JSON.stringify(row[name])}`)
    }
    const lost = kept === null ? undefined : Object.keys(row).find((name) => kept[name] === undefined)
    if (lost !== undefined) throw new Refused(`1C has not kept ${lost}: is it called so in the register?`)
  }

  #valueOf(target: string | null): Value {
    return target === null ? EMPTY : { user: this.#o.employee(target) ?? NO_REF, internal: target }
  }

  async *#rows(
    set: string,
    select: readonly string[],
    order: string,
    filter: string,
  ): AsyncGenerator<Row, void, undefined> {
    for await (const page of this.#o.client.rows(set, select, order, { filter }))
      for (const row of page) if (v.is(AnyRow, row)) yield row
  }

  #key(number: string): string {
    return number.replace(/[^0-9]/g, '').slice(-this.#o.index.lastDigits)
  }
}

const isSame = (number: string, key: string): boolean => number === key
const hasEnd = (number: string, key: string): boolean => number.endsWith(key)

/** Asks no further than it must. */
function firstTarget(numbers: readonly string[], targetOf: Routes['targetOf']): string | null {
  for (const number of numbers) {
    const target = targetOf(number)
    if (target !== null) return target
  }
  return null
}

const isOf = (record: Entry, { contact, contactType }: Contact): boolean =>
  record.contact === contact && record.contactType === contactType

function textOf(row: Row, name: string): string {
  const value = row[name]
  return typeof value === 'string' ? value : ''
}
