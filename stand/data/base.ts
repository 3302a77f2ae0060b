import { makeCalls, newCall } from './calls.ts'
import { makeClients } from './clients.ts'
import { Crm } from './crm.ts'
import { internalNumber, makeDepartments, makeEmployees } from './employees.ts'
import { RESERVED } from './fixed-clients.ts'
import { numbersIn, PhoneFund } from './phones.ts'
import { Random } from './random.ts'
import { refOf } from './ref.ts'
import type { Client, ContactPerson, Department, Employee, PhoneCall, PhoneRecord } from './types.ts'

const SEED = 20240315

/** What a card may change. */
export type ClientPatch = Partial<
  Pick<Client, 'name' | 'fullName' | 'inn' | 'kpp' | 'responsible' | 'routing' | 'contacts'>
>

export type PersonPatch = Partial<Pick<ContactPerson, 'name' | 'position' | 'contacts'>>
export type EmployeePatch = Partial<Pick<Employee, 'name' | 'internal' | 'invalid' | 'contacts'>>
export type CallPatch = Partial<Omit<PhoneCall, 'ref' | 'number' | 'version'>>

/** The infobase: one set of data behind the web client and OData. Every base of so many clients is alike. */
export class Base {
  readonly departments: Department[]
  readonly employees: Employee[]
  readonly clients: Client[]
  readonly persons: ContactPerson[]
  readonly calls: PhoneCall[]
  readonly crm: Crm
  /** By `recordKey`. */
  readonly phoneRegister = new Map<string, PhoneRecord>()
  #version = 1
  #clientsByRef: Map<string, Client>

  constructor({ seed = SEED, clients }: { seed?: number; clients?: number | undefined } = {}) {
    const random = new Random(seed)
    const fund = new PhoneFund(random, RESERVED)
    this.departments = makeDepartments()
    this.employees = makeEmployees(this.departments, random, fund)
    const made = makeClients(this.employees, { random, fund }, clients)
    this.clients = made.clients
    this.persons = made.persons
    this.calls = makeCalls(this.clients, this.employees)
    this.crm = new Crm(this.clients, this.employees, this.departments)
    this.#clientsByRef = new Map(this.clients.map((c) => [c.ref, c]))
  }

  /** A number for DataVersion that no object has had yet. */
  nextVersion(): number {
    return ++this.#version
  }

  client(ref: string): Client | undefined {
    return this.#clientsByRef.get(ref)
  }

  employee(ref: string): Employee | undefined {
    return this.employees.find((e) => e.ref === ref)
  }

  person(ref: string): ContactPerson | undefined {
    return this.persons.find((p) => p.ref === ref)
  }

  call(ref: string): PhoneCall | undefined {
    return this.calls.find((c) => c.ref === ref)
  }

  personsOf(client: string): ContactPerson[] {
    return this.persons.filter((p) => p.owner === client)
  }

  /** The first of that name; throws when there is none, for a test that names one must mean one. */
  clientNamed(name: string): Client {
    const found = this.clients.find((c) => c.name === name)
    if (!found) throw new Error(`the stand has no client ${name}`)
    return found
  }

  employeeWithNumber(internal: string): Employee {
    const found = this.employees.find((e) => internalNumber(e) === internal)
    if (!found) throw new Error(`the stand has no employee with the number ${internal}`)
    return found
  }

  /** Clients with this number among their own phones, by its last ten digits. */
  clientsWithNumber(number: string): Client[] {
    const wanted = number.replace(/\D/g, '').slice(-10)
    return this.clients.filter((c) => c.contacts.some((line) => numbersIn(line.text).includes(wanted)))
  }

  /** Clients whose name, ИНН or contact information contains the text, in the list's order. */
  searchClients(text: string): Client[] {
    const wanted = text.trim().toLocaleLowerCase('ru')
    if (!wanted) return this.clients
    const has = (s: string) => s.toLocaleLowerCase('ru').includes(wanted)
    return this.clients.filter((c) => has(c.name) || has(c.inn) || c.contacts.some((line) => has(line.text)))
  }

  /** Writes a client as 1C does: a new version each time, even when nothing has changed. */
  writeClient(ref: string, patch: ClientPatch): Client {
    const client = this.client(ref)
    if (!client) throw new Error(`no client ${ref}`)
    Object.assign(client, patch)
    client.version = this.nextVersion()
    client.changed = new Date().toISOString().slice(0, 19)
    return client
  }

  writePerson(ref: string, patch: PersonPatch): ContactPerson {
    return this.#write(this.person(ref), patch)
  }

  writeEmployee(ref: string, patch: EmployeePatch): Employee {
    return this.#write(this.employee(ref), patch)
  }

  writeCall(ref: string, patch: CallPatch): PhoneCall {
    return this.#write(this.call(ref), patch)
  }

  #write<T extends { version: number }>(object: T | undefined, patch: Partial<NoInfer<T>>): T {
    if (!object) throw new Error('no such object')
    return Object.assign(object, patch, { version: this.nextVersion() })
  }

  addPerson(owner: string, patch: PersonPatch & { ref?: string }): ContactPerson {
    const n = this.persons.length
    const person: ContactPerson = {
      ref: refOf('person', n),
      code: String(n + 1).padStart(9, '0'),
      name: '',
      owner,
      position: '',
      contacts: [],
      deleted: false,
      ...patch,
      version: this.nextVersion(),
    }
    this.persons.push(person)
    return person
  }

  /** `ref` = a key that somebody else has chosen. */
  addCall(patch: CallPatch & { ref?: string }): PhoneCall {
    const call = { ...newCall(this.calls.length), ...patch, version: this.nextVersion() }
    this.calls.push(call)
    return call
  }

  addClient(patch: ClientPatch): Client {
    const n = this.clients.length
    const now = new Date().toISOString().slice(0, 19)
    const client: Client = {
      ref: refOf('client', n),
      code: `00-${String(n + 1).padStart(8, '0')}`,
      name: '',
      fullName: '',
      inn: '',
      kpp: '',
      ogrn: '',
      account: '',
      bik: '',
      registered: now,
      changed: now,
      contractSum: 0,
      segments: [],
      responsible: '',
      routing: '',
      mainPerson: '',
      contacts: [],
      deleted: false,
      ...patch,
      version: this.nextVersion(),
    }
    this.clients.push(client)
    this.#clientsByRef.set(client.ref, client)
    return client
  }
}

/** The key of a record of the phone register: its dimensions. */
export function recordKey(record: Pick<PhoneRecord, 'number' | 'contact' | 'contactType'>): string {
  return `${record.number}\n${record.contactType}\n${record.contact}`
}
