import type { RoutingSettings } from '../../../protocol/routing.ts'
import { catalogsOf, putCard } from './cards.ts'
import { CustomerRows } from './customer-rows.ts'
import { TYPE } from './literals.ts'
import { PhoneIndex } from './phone-index.ts'
import type { Preset } from './presets/preset.ts'
import { Reader, type ReaderOptions, textOf } from './reader.ts'
import { readStaff, type Staff } from './staff.ts'

/** All that is held of a base. */
export type Loaded = Staff & {
  index: PhoneIndex
  customers: CustomerRows
  /** Set → its properties that there are. */
  properties: ReadonlyMap<string, readonly string[]>
  /** Rows that made no sense and were left out. */
  skipped: number
}

export type LoadOptions = ReaderOptions & {
  base: string
  lastDigits: number
  internalLength: RoutingSettings['internalLength']
}

/** The sets that a loading goes through. */
export function readByLoading(preset: Preset): string[] {
  const { departments, users, userContacts, services, departmentServices, phoneRegister } = preset
  const catalogs = catalogsOf(preset).flatMap(({ names, contacts }) => [names.set, contacts])
  return [
    departments.set,
    users.set,
    userContacts,
    services.set,
    departmentServices.set,
    ...catalogs,
    phoneRegister.set,
  ]
}

/** A record of the register: whose number it is. */
export type Registered = { set: string; ref: string; number: string }

/** Reads a whole base. `growing` gets it as soon as it can be asked: its callers come one by one. @throws ODataError */
export async function loadBase(o: LoadOptions, growing: (loaded: Loaded) => void = () => undefined): Promise<Loaded> {
  const { preset } = o
  const { counterparties, persons, potentials } = preset
  const reader = new Reader(o)
  const staff = await readStaff(reader, preset, o.internalLength)
  const sets = { firms: counterparties.set, persons: persons.set, potentials: potentials.set }
  const customers = new CustomerRows(o.base, sets)
  const index = new PhoneIndex(o.lastDigits, customers)
  const loaded: Loaded = { ...staff, index, customers, properties: o.properties, skipped: 0 }
  growing(loaded)
  const place = { rows: customers, preset, users: staff.users }
  const catalogs = catalogsOf(preset)
  for (const catalog of catalogs) for await (const item of reader.each(catalog.names)) putCard(place, catalog, item)
  for (const { kind, contacts } of catalogs) {
    for await (const { owner, texts } of reader.phones(contacts)) {
      const row = customers.rowOf(kind, owner)
      if (row !== null) for (const key of index.keysOf(texts)) index.add(key, row)
    }
  }
  for await (const record of registered(reader, preset)) putRegistered(loaded, preset, record)
  return { ...loaded, skipped: reader.skipped }
}

/** Numbers that no card holds, but «Номера телефонов для поиска» does. */
export async function* registered(
  reader: Reader,
  { phoneRegister: names }: Preset,
  filter?: string,
): AsyncGenerator<Registered, void, undefined> {
  for await (const record of reader.rows(names.set, `${names.number},${names.contact}`, filter)) {
    const set = textOf(record, names.contactType).replace(TYPE, '')
    yield { set, ref: textOf(record, names.contact), number: textOf(record, names.number) }
  }
}

export function putRegistered(
  { index, customers }: Pick<Loaded, 'index' | 'customers'>,
  preset: Preset,
  o: Registered,
): void {
  const kind = catalogsOf(preset).find(({ names }) => names.set === o.set)?.kind
  const row = kind === undefined ? null : customers.rowOf(kind, o.ref)
  if (row === null) return
  for (const key of index.keysOf([o.number])) if (!index.has(key, row)) index.add(key, row)
}
