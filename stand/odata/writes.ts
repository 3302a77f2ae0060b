import type { EntitySet, Property, Row, Scalar } from './edm.ts'
import { badQuery } from './errors.ts'

const EMPTY: Record<Property['type'], Scalar> = {
  'Edm.Guid': '00000000-0000-0000-0000-000000000000',
  'Edm.String': '',
  'Edm.Boolean': false,
  'Edm.DateTime': '0001-01-01T00:00:00',
  'Edm.Int64': '0',
  'Edm.Double': 0,
}

/** What a body says of the set's own properties; what 1C does not know is dropped in silence, strings are cut (WEBCLIENT 3). */
export function changesOf(set: EntitySet, body: unknown): Row {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badQuery('тело запроса')
  const given = new Map<string, unknown>(Object.entries(body))
  const row: Row = {}
  for (const property of set.properties) {
    const value = given.get(property.name)
    if (value !== undefined) row[property.name] = converted(property, value)
  }
  return row
}

/** A whole row: what the body leaves out is empty. */
export function newRow(set: EntitySet, body: unknown): Row {
  const empty = Object.fromEntries(set.properties.map((p) => [p.name, EMPTY[p.type]]))
  return { ...empty, ...changesOf(set, body) }
}

function converted({ name, type, length }: Property, value: unknown): Scalar {
  if (value === null) return EMPTY[type]
  if (type === 'Edm.Boolean' && typeof value === 'boolean') return value
  if (type === 'Edm.Double' && typeof value === 'number') return value
  if (type === 'Edm.Int64' && (typeof value === 'number' || typeof value === 'string')) return String(value)
  if (type === 'Edm.Guid' && typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) {
    return value.toLowerCase()
  }
  if ((type === 'Edm.String' || type === 'Edm.DateTime') && typeof value === 'string') return value.slice(0, length)
  throw badQuery(`значение «${name}»`)
}
