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

type Sets = ReadonlyMap<string, EntitySet>

/**
 * What a body says of the set's own properties and table parts, a table part whole; what 1C does not know is dropped in
 * silence, strings are cut (WEBCLIENT 3).
 */
export function changesOf(set: EntitySet, body: unknown, sets: Sets): Row {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badQuery('тело запроса')
  const given = new Map<string, unknown>(Object.entries(body))
  const row: Row = {}
  for (const property of set.properties) {
    const value = given.get(property.name)
    if (value !== undefined) row[property.name] = converted(property, value)
  }
  for (const [table, of] of Object.entries(set.tables)) {
    const lines = given.get(table)
    const columns = sets.get(of)
    if (lines !== undefined && columns) row[table] = tableRows(columns, table, lines, sets)
  }
  return row
}

/** Lines are numbered from 1, in order. */
function tableRows(columns: EntitySet, table: string, lines: unknown, sets: Sets): Row[] {
  if (!Array.isArray(lines)) throw badQuery(`табличная часть «${table}»`)
  return lines.map((line: unknown, n) => {
    const row = newRow(columns, line, sets)
    if (row.LineNumber !== String(n + 1)) throw badQuery(`номер строки в «${table}»`)
    return row
  })
}

/** A whole row: what the body leaves out is empty. */
export function newRow(set: EntitySet, body: unknown, sets: Sets): Row {
  const empty = Object.fromEntries(set.properties.map((p) => [p.name, EMPTY[p.type]]))
  return { ...empty, ...changesOf(set, body, sets) }
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
