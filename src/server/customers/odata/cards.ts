import type { CardKind, CustomerRows } from './customer-rows.ts'
import type { Preset } from './presets/preset.ts'
import { type Item, MAX_NAME, textOf } from './reader.ts'

/** A catalog whose items call, and the set of their contact information. */
export type Catalog = {
  kind: CardKind
  names: { set: string; ref: string; name: string; deleted: string; version: string }
  contacts: string
}

/** In an order in which whoever is referred to comes first. */
export function catalogsOf(preset: Preset): Catalog[] {
  const { counterparties, persons, potentials } = preset
  return [
    { kind: 'firm', names: counterparties, contacts: preset.counterpartyContacts },
    { kind: 'person', names: persons, contacts: preset.personContacts },
    { kind: 'potential', names: potentials, contacts: preset.potentialContacts },
  ]
}

type Place = { rows: CustomerRows; preset: Preset; users: ReadonlyMap<string, string> }

/** Puts a card as it was read into the rows, in the place of what was there of it. Returns its row; null = it is marked for deletion. */
export function putCard(
  { rows, preset, users }: Place,
  { kind, names }: Catalog,
  { ref, name, row }: Item,
): number | null {
  const version = textOf(row, names.version)
  if (row[names.deleted] === true) {
    rows.drop(kind, ref, version)
    return null
  }
  const nameOf = (property: string) => users.get(textOf(row, property)) ?? ''
  const { counterparties, persons, potentials } = preset
  switch (kind) {
    case 'firm':
      return rows.addFirm(ref, name, nameOf(counterparties.responsible), version)
    case 'person':
      return rows.addPerson(ref, name, rows.placeOf('firm', textOf(row, persons.counterparty)), version)
    case 'potential': {
      const whole = { name, person: textOf(row, potentials.person), company: textOf(row, potentials.company) }
      const { person, company } = personOf(whole)
      return rows.addPotential(ref, person, company, nameOf(potentials.responsible), version)
    }
  }
}

/** What a potential client is called: by a name alone, it is the person's. */
export function personOf(o: { name: string; person: string; company: string }): { person: string; company: string } {
  const [person, company] = [o.person.slice(0, MAX_NAME), o.company.slice(0, MAX_NAME)]
  return person === '' && company === '' ? { person: o.name, company: '' } : { person, company }
}
