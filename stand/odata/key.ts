import type { EntitySet, Row } from './edm.ts'
import { badQuery } from './errors.ts'
import { order } from './filter.ts'
import { type Token, tokensOf } from './lexer.ts'

/** `guid'…'` for a set with one key, `Name=value, …` else; in any order. The rows that match: none or one. */
export function rowsOfKey(set: EntitySet, source: string, rows: readonly Row[]): Row[] {
  const wanted = keyValues(set, tokensOf(source))
  return rows.filter((row) => [...wanted].every(([name, value]) => order(scalar(row, name), value) === 0))
}

export function scalar(row: Row, name: string): string | number | boolean | null {
  const value = row[name]
  return value === undefined || Array.isArray(value) ? null : value
}

function keyValues(set: EntitySet, tokens: Token[]): Map<string, string | number> {
  const [only] = tokens
  if (tokens.length === 1 && only && set.keys.length === 1 && set.keys[0] !== undefined) {
    return new Map([[set.keys[0], literal(only)]])
  }
  const values = new Map<string, string | number>()
  for (let at = 0; at < tokens.length; at += 4) {
    const [name, is, value, comma] = tokens.slice(at, at + 4)
    if (name?.kind !== 'name' || is?.kind !== '=' || !value) throw badQuery('ключ')
    if (comma && comma.kind !== ',') throw badQuery('ключ')
    values.set(name.text, literal(value))
  }
  if (set.keys.some((key) => !values.has(key)) || values.size !== set.keys.length) throw badQuery('ключ неполон')
  return values
}

function literal(token: Token): string | number {
  if (token.kind === 'number') return token.value
  if (token.kind === 'string' || token.kind === 'guid' || token.kind === 'datetime') return token.text
  throw badQuery('значение ключа')
}
