import { ODataError } from './client.ts'
import type { Preset } from './preset.ts'

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

export type Wanted = {
  /** Set → the properties to ask for. */
  properties: ReadonlyMap<string, readonly string[]>
  /** Sets, or properties of sets, without which the base can be read nevertheless; their sets are not in `properties`. */
  absent: string[]
}

/** What is to be asked for. @throws ODataError that names every set and property that is missing */
export function wantedFrom(metadata: Metadata, preset: Preset): Wanted {
  const missing: string[] = []
  const absent: string[] = []
  const result = new Map<string, string[]>()
  for (const [set, wanted] of wantedOf(preset)) {
    const lacks = preset.optionalSets.some((each) => each === set) ? absent : missing
    const there = metadata.get(set)
    if (there === undefined) {
      lacks.push(set)
      continue
    }
    const names: string[] = []
    const before = lacks.length
    for (const property of wanted) {
      const optional = property.startsWith('?')
      const name = optional ? property.slice(1) : property
      if (there.has(name)) names.push(name)
      else if (!optional) lacks.push(`${set}.${name}`)
    }
    if (lacks.length === before) result.set(set, names)
  }
  if (missing.length === 0) return { properties: result, absent }
  throw new ODataError(
    `the OData interface of 1C lacks ${missing.join(', ')}: add it to the composition of the interface («Состав стандартного интерфейса OData»), or grant the user the right to read it`,
    200,
  )
}

function wantedOf(preset: Preset): Map<string, string[]> {
  const { counterparties, persons, users, departments, contact } = preset
  const contacts = Object.values(contact)
  const properties = ({ set, ...names }: { set: string; [name: string]: string }): [string, string[]] => [
    set,
    Object.values(names),
  ]
  return new Map([
    properties(counterparties),
    properties(persons),
    properties(users),
    properties(departments),
    [preset.counterpartyContacts, contacts],
    [preset.personContacts, contacts],
    [preset.userContacts, contacts],
  ])
}
