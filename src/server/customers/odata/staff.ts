import { findNumbers } from '../../../phone/find.ts'
import type { Services } from '../../../protocol/intake.ts'
import type { Colleague } from '../../../protocol/people.ts'
import type { RoutingSettings } from '../../../protocol/routing.ts'
import { bare, type Preset } from './presets/preset.ts'
import { type Item, type Reader, textOf } from './reader.ts'

/** Who works with a base, and what they render: a few thousand rows, read as a whole each time. */
export type Staff = {
  people: Colleague[]
  /** All users, also those who work here no more: Ref_Key → name. */
  users: ReadonlyMap<string, string>
  services: Services
}

type Lengths = RoutingSettings['internalLength']

export async function readStaff(reader: Reader, preset: Preset, lengths: Lengths): Promise<Staff> {
  const departments = await reader.items(preset.departments)
  const users = await reader.items(preset.users)
  const people = await peopleOf(reader, preset, { users, departments, lengths })
  const services = await servicesOf(reader, preset, departments)
  return { people, users: new Map([...users].map(([ref, { name }]) => [ref, name])), services }
}

/** «Типы услуг» by their names, and by the name of each department those that it renders (SPEC B7). */
async function servicesOf(reader: Reader, preset: Preset, departments: Map<string, Item>): Promise<Services> {
  const { services, departmentServices } = preset
  const types = [...(await reader.items(services)).values()]
    .filter(({ row }) => row[services.deleted] !== true)
    .map(({ ref, name }) => ({ ref, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'))
  const rendered = new Map<string, string[]>()
  const order = `${departmentServices.department},${departmentServices.service}`
  for await (const row of reader.rows(departmentServices.set, order)) {
    const name = departments.get(textOf(row, departmentServices.department))?.name
    const service = textOf(row, departmentServices.service)
    if (name === undefined || !types.some(({ ref }) => ref === service)) continue
    rendered.set(name, [...new Set([...(rendered.get(name) ?? []), service])])
  }
  return { types, departments: Object.fromEntries(rendered) }
}

async function peopleOf(
  reader: Reader,
  { users: names, userContacts }: Preset,
  { users, departments, lengths }: { users: Map<string, Item>; departments: Map<string, Item>; lengths: Lengths },
): Promise<Colleague[]> {
  const working = [...users.values()].filter(
    ({ row }) => row[names.deleted] !== true && row[bare(names.invalid)] !== true,
  )
  const phones = new Map<string, { line: number; texts: string[] }[]>()
  for await (const phone of reader.phones(userContacts)) {
    const list = phones.get(phone.owner)
    if (list === undefined) phones.set(phone.owner, [phone])
    else list.push(phone)
  }
  return working.map(({ ref, name, row }) => {
    const own = (phones.get(ref) ?? []).sort((a, b) => a.line - b.line).flatMap(({ texts }) => texts)
    const mobile = mobileIn(own)
    return {
      ...(mobile !== null && { mobile }),
      id: ref,
      name,
      department: departments.get(textOf(row, names.department))?.name ?? '',
      number: internalOf(textOf(row, names.internal), own, lengths),
    }
  })
}

/** SPEC C6: the field «Внутренний номер», else the first phone of the card whose length is an internal number's. */
function internalOf(field: string, phones: readonly string[], { min, max }: Lengths): string | null {
  const fits = (digits: string) => digits.length >= min && digits.length <= max
  const own = field.trim()
  if (/^[0-9]+$/.test(own) && fits(own)) return own
  for (const text of phones) for (const { digits } of findNumbers(text)) if (fits(digits)) return digits
  return null
}

/** SPEC B3: the first that is no line of an office; abroad, nothing tells the one from the other. */
function mobileIn(phones: readonly string[]): string | null {
  const full = phones.flatMap((text) => findNumbers(text)).filter(({ kind }) => kind === 'full')
  return full.find(({ digits }) => !digits.startsWith('7') || /^79\d{9}$/.test(digits))?.digits ?? null
}
