import { ODataError } from './client.ts'
import { bare, PARTS, type PartName, type Preset } from './presets/preset.ts'

/** Set → its properties, as `$metadata` (EDMX, OData v3) declares them. */
export type Metadata = ReadonlyMap<string, ReadonlySet<string>>

/** Reads names only; a full XML reader would take seconds for a large configuration. */
export function readMetadata(xml: string): Metadata {
  const types = new Map<string, Set<string>>()
  let current: Set<string> | null = null
  const sets = new Map<string, string>()
  for (const [, tag = '', attributes = ''] of xml.matchAll(/<(\/?\w+)((?:\s[^<>]*)?)>/g)) {
    if (tag === 'EntityType') {
      current = new Set()
      types.set(attribute(attributes, 'Name'), current)
    } else if (tag === '/EntityType' || tag === 'ComplexType') current = null
    else if (tag === 'Property') current?.add(attribute(attributes, 'Name'))
    else if (tag === 'EntitySet') sets.set(attribute(attributes, 'Name'), attribute(attributes, 'EntityType'))
  }
  if (sets.size === 0) throw new ODataError('$metadata names no sets: is this the OData interface of 1C?', 200)
  return new Map([...sets].map(([set, type]) => [set, types.get(type.slice(type.lastIndexOf('.') + 1)) ?? new Set()]))
}

const attribute = (text: string, name: string) =>
  new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(text)?.[1] ?? ''

/** What a base lacks: names of sets, or `set.property`. */
export type Absent = { part: PartName; names: string[] }

export type Wanted = {
  /** Set → those of its properties that are asked for and there. A set that lacks a needed one is not here. */
  properties: ReadonlyMap<string, readonly string[]>
  absent: Absent[]
}

type Names = { [name: string]: string; set: string }

/** What is to be asked for. @throws ODataError that names every set and property that is missing and needed */
export function wantedFrom(metadata: Metadata, preset: Preset): Wanted {
  const properties = new Map<string, string[]>()
  const look = (sets: readonly Names[]): string[] => sets.flatMap((names) => lookFor(metadata, names, properties))
  const missing = look(neededOf(preset))
  if (missing.length > 0) throw new ODataError(`the OData interface of 1C lacks ${missing.join(', ')}: ${REMEDY}`, 200)
  look([preset.kinds])
  const absent = PARTS.map((part) => ({ part, names: look(partOf(preset, part)) }))
  return { properties, absent: absent.filter(({ names }) => names.length > 0) }
}

export const REMEDY =
  'add it to the composition of the interface («Состав стандартного интерфейса OData»), grant the user the right to read it, or say in names what it is called here'

/** Returns what is missing; notes what is there. */
function lookFor(metadata: Metadata, { set, ...names }: Names, properties: Map<string, string[]>): string[] {
  if (set === '') return []
  const there = metadata.get(set)
  if (there === undefined) return [set]
  const wanted = Object.values(names).filter((name) => name !== '' && name !== '?')
  const missing = wanted.filter((name) => !name.startsWith('?') && !there.has(name)).map((name) => `${set}.${name}`)
  if (missing.length === 0) {
    const present = wanted.map(bare).filter((name) => there.has(name))
    properties.set(set, [...new Set([...(properties.get(set) ?? []), ...present])])
  }
  return missing
}

const contacts = (preset: Preset, set: string): Names => ({ ...preset.contact, set })

const neededOf = (preset: Preset): Names[] => [
  preset.counterparties,
  preset.users,
  contacts(preset, preset.counterpartyContacts),
  contacts(preset, preset.userContacts),
]

function partOf(preset: Preset, part: PartName): Names[] {
  switch (part) {
    case 'persons':
      return [preset.persons, contacts(preset, preset.personContacts)]
    case 'potentials':
      return [preset.potentials, contacts(preset, preset.potentialContacts)]
    default:
      return [preset[part]]
  }
}
