import type { Base } from '../data/base.ts'
import type { EntitySet, Navigation, Row } from './edm.ts'
import { badQuery, noSet } from './errors.ts'
import { fold, parseFilter, type Reader } from './filter.ts'
import { scalar } from './key.ts'

export type Found = { rows: Row[] /** Before $top and $skip. */; count: number }

type Sets = ReadonlyMap<string, EntitySet>

const list = (text: string | null) =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

function whole(query: URLSearchParams, name: string): number | null {
  const text = query.get(name)
  if (text === null) return null
  if (!/^\d+$/.test(text)) throw badQuery(name)
  return Number(text)
}

/** One request over one base: filter, order, page, expand, select. */
export class Query {
  readonly #sets: Sets
  readonly #base: Base
  readonly #set: EntitySet
  readonly #query: URLSearchParams
  readonly #targets = new Map<string, Map<string, Row>>()

  constructor(sets: Sets, base: Base, set: EntitySet, query: URLSearchParams) {
    this.#sets = sets
    this.#base = base
    this.#set = set
    this.#query = query
  }

  find(): Found {
    let rows = this.#set.rows(this.#base)
    const filter = this.#query.get('$filter')
    if (filter) rows = rows.filter(parseFilter(filter, this.#reader))
    const count = rows.length
    this.#sort(rows)
    const skip = whole(this.#query, '$skip') ?? 0
    const top = whole(this.#query, '$top') ?? rows.length
    return { count, rows: rows.slice(skip, skip + top).map((row) => this.shape(row)) }
  }

  /** A row as it goes out: expanded and cut to what was selected. */
  shape(row: Row): Row {
    const expanded = list(this.#query.get('$expand')).map((name) => this.#navigation(name))
    const selected = list(this.#query.get('$select')).filter((name) => name !== '*')
    const out: Row = {}
    for (const [name, value] of Object.entries(row))
      if (selected.length === 0 || selected.includes(name)) out[name] = value
    for (const name of selected) if (!name.includes('/') && !this.#isNavigation(name)) this.#known(name)
    for (const navigation of this.#set.navigations) {
      const { name } = navigation
      if (selected.length > 0 && !selected.some((s) => s === name || s.startsWith(`${name}/`))) continue
      if (expanded.includes(navigation)) this.#expand(out, row, navigation, selected)
      else out[`${name}@navigationLinkUrl`] = `${this.#set.name}(${this.#keyOf(row)})/${name}`
    }
    return out
  }

  #expand(out: Row, row: Row, { name, key, set }: Navigation, selected: readonly string[]): void {
    const target = this.#rowOf(set, scalar(row, key))
    const wanted = selected.filter((s) => s.startsWith(`${name}/`)).map((s) => s.slice(name.length + 1))
    const cut: Row = {}
    for (const [property, value] of Object.entries(target ?? {})) {
      if (wanted.length === 0 || wanted.includes(property)) cut[property] = value
    }
    // The type of a row has no place for an object beside arrays, so it goes as JSON does: name by name.
    Object.assign(out, { [name]: target ? cut : null })
  }

  #keyOf(row: Row): string {
    const [first = ''] = this.#set.keys
    if (this.#set.keys.length === 1) return `guid'${String(scalar(row, first))}'`
    return this.#set.keys.map((key) => `${key}='${String(scalar(row, key))}'`).join(', ')
  }

  readonly #reader: Reader = (path) => {
    const [head = '', tail, ...more] = path.split('/')
    if (more.length > 0) throw badQuery(path)
    if (tail === undefined) {
      this.#known(head)
      return (row) => scalar(row, head)
    }
    const { key, set } = this.#navigation(head)
    return (row) => {
      const target = this.#rowOf(set, scalar(row, key))
      return target ? scalar(target, tail) : null
    }
  }

  #sort(rows: Row[]): void {
    const keys = list(this.#query.get('$orderby')).map((part) => {
      const [path = '', direction = 'asc', ...more] = part.split(/\s+/)
      if (more.length > 0 || (direction !== 'asc' && direction !== 'desc')) throw badQuery(`$orderby ${part}`)
      return { read: this.#reader(path), sign: direction === 'desc' ? -1 : 1, number: this.#isNumber(path) }
    })
    if (keys.length === 0) return
    // Folded once a row, not once a comparison.
    const folded = rows.map((row) => ({
      row,
      by: keys.map(({ read, number }) => (number ? Number(read(row)) : fold(read(row)))),
    }))
    folded.sort((a, b) => {
      for (const [n, { sign }] of keys.entries()) {
        const [x = '', y = ''] = [a.by[n], b.by[n]]
        if (x !== y) return x < y ? -sign : sign
      }
      return 0
    })
    for (const [n, { row }] of folded.entries()) rows[n] = row
  }

  /** Int64 is a string in JSON, and yet 10 comes after 9. */
  #isNumber(path: string): boolean {
    return this.#set.properties.some((p) => p.name === path && (p.type === 'Edm.Int64' || p.type === 'Edm.Double'))
  }

  #known(name: string): void {
    if (this.#set.properties.some((p) => p.name === name) || name in this.#set.tables) return
    throw badQuery(`сегмент пути «${name}» не найден`)
  }

  #isNavigation(name: string): boolean {
    return this.#set.navigations.some((n) => n.name === name)
  }

  #navigation(name: string): Navigation {
    const found = this.#set.navigations.find((n) => n.name === name)
    if (!found) throw badQuery(`сегмент пути «${name}» не найден`)
    return found
  }

  #rowOf(set: string, ref: unknown): Row | undefined {
    let rows = this.#targets.get(set)
    if (!rows) {
      const target = this.#sets.get(set)
      if (!target) throw noSet(set)
      rows = new Map(target.rows(this.#base).map((row) => [String(scalar(row, 'Ref_Key')), row]))
      this.#targets.set(set, rows)
    }
    return rows.get(String(ref))
  }
}
