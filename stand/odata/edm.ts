import type { Base } from '../data/base.ts'

export type Scalar = string | number | boolean | null
export type Row = { [property: string]: Scalar | Row[] }

export type EdmType = 'Edm.Guid' | 'Edm.String' | 'Edm.Boolean' | 'Edm.DateTime' | 'Edm.Int64' | 'Edm.Double'

/** A string's `length` is where 1C cuts it; none = without limit. */
export type Property = { name: string; type: EdmType; length?: number }

/** A reference to one row of another set, kept in `{name}_Key`. */
export type Navigation = { name: string; key: string; set: string }

/** What a write may change; the answer is the row as it stands then. */
export type Writing = {
  /** null = a row of this key is there already. */
  create?: (base: Base, row: Row) => Row | null
  update?: (base: Base, old: Row, changes: Row) => void
  remove?: (base: Base, row: Row) => void
}

/** One entity set of the standard OData interface. */
export type EntitySet = Writing & {
  name: string
  keys: readonly string[]
  properties: readonly Property[]
  navigations: readonly Navigation[]
  /** Table parts, as collections inside the row: property → the set that lists the same rows flat. */
  tables: Readonly<Record<string, string>>
  rows: (base: Base) => Row[]
}

export const guid = (name: string): Property => ({ name, type: 'Edm.Guid' })
export const bool = (name: string): Property => ({ name, type: 'Edm.Boolean' })
export const date = (name: string): Property => ({ name, type: 'Edm.DateTime' })
export const text = (name: string, length?: number): Property =>
  length === undefined ? { name, type: 'Edm.String' } : { name, type: 'Edm.String', length }
