import { badQuery } from './errors.ts'

export type Token =
  | { kind: 'name'; text: string }
  | { kind: 'string' | 'guid' | 'datetime'; text: string }
  | { kind: 'number'; value: number }
  | { kind: '(' | ')' | ',' | '=' }

const PATTERN =
  /\s*(?:(guid|datetime)'([^']*)'|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)(?![\p{L}\d_])|([\p{L}_][\p{L}\d_/]*)|([(),=]))/uy

/** Tokens of `$filter`, `$orderby` and keys. A quote inside a string is doubled. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  PATTERN.lastIndex = 0
  let at = 0
  while (at < source.length) {
    if (source.slice(at).trim() === '') break
    PATTERN.lastIndex = at
    const m = PATTERN.exec(source)
    if (!m) throw badQuery(`«${source.slice(at, at + 20)}»`)
    at = PATTERN.lastIndex
    const [, typed, inner = '', quoted, number, name, mark] = m
    if (typed === 'guid' || typed === 'datetime') tokens.push({ kind: typed, text: inner })
    else if (quoted !== undefined) tokens.push({ kind: 'string', text: quoted.replaceAll("''", "'") })
    else if (number !== undefined) tokens.push({ kind: 'number', value: Number(number) })
    else if (name !== undefined) tokens.push({ kind: 'name', text: name })
    else if (mark === '(' || mark === ')' || mark === ',' || mark === '=') tokens.push({ kind: mark })
  }
  return tokens
}
