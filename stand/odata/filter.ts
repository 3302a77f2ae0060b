import type { Row, Scalar } from './edm.ts'
import { badQuery } from './errors.ts'
import { type Token, tokensOf } from './lexer.ts'

export type Predicate = (row: Row) => boolean
/** A property's value in a row; a path `Владелец/Description` goes through one reference. @throws for an unknown one */
export type Reader = (path: string) => (row: Row) => Scalar

type Operand = (row: Row) => Scalar
const COMPARE: Record<string, (order: number) => boolean> = {
  eq: (o) => o === 0,
  ne: (o) => o !== 0,
  lt: (o) => o < 0,
  le: (o) => o <= 0,
  gt: (o) => o > 0,
  ge: (o) => o >= 0,
}

/** `$filter` of OData v3, as far as 1C has it: comparisons, and, or, not, substringof, startswith, endswith, cast. */
export function parseFilter(source: string, reader: Reader): Predicate {
  const parser = new Parser(tokensOf(source), reader)
  return parser.whole()
}

/** 1C compares strings without regard to case; Int64 comes as a string in JSON, so digits are compared as numbers. */
export function order(a: Scalar, b: Scalar): number {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) - Number(b)
  const [x, y] = [fold(a), fold(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

/** The form in which strings are compared. */
export const fold = (value: Scalar) => String(value ?? '').toLocaleLowerCase('ru')

class Parser {
  #tokens: Token[]
  #at = 0
  #reader: Reader

  constructor(tokens: Token[], reader: Reader) {
    this.#tokens = tokens
    this.#reader = reader
  }

  whole(): Predicate {
    const predicate = this.#or()
    if (this.#at < this.#tokens.length) throw badQuery('лишний текст в $filter')
    return predicate
  }

  #or(): Predicate {
    let left = this.#and()
    while (this.#word('or')) {
      const [a, b] = [left, this.#and()]
      left = (row) => a(row) || b(row)
    }
    return left
  }

  #and(): Predicate {
    let left = this.#not()
    while (this.#word('and')) {
      const [a, b] = [left, this.#not()]
      left = (row) => a(row) && b(row)
    }
    return left
  }

  #not(): Predicate {
    if (!this.#word('not')) return this.#simple()
    const inner = this.#not()
    return (row) => !inner(row)
  }

  #simple(): Predicate {
    if (this.#mark('(')) {
      const inner = this.#or()
      this.#expect(')')
      return inner
    }
    const left = this.#operand()
    const operator = this.#peekWord()
    const test = operator === undefined ? undefined : COMPARE[operator]
    // A boolean property or function stands alone as well.
    if (!test) return (row) => left(row) === true
    this.#at++
    const right = this.#operand()
    return (row) => test(order(left(row), right(row)))
  }

  #operand(): Operand {
    const token = this.#tokens[this.#at++]
    if (!token) throw badQuery('$filter кончился раньше времени')
    if (token.kind === 'string' || token.kind === 'guid' || token.kind === 'datetime') {
      const { text } = token
      return () => text
    }
    if (token.kind === 'number') {
      const { value } = token
      return () => value
    }
    if (token.kind !== 'name') throw badQuery(`«${token.kind}» не к месту`)
    if (token.text === 'true' || token.text === 'false') {
      const value = token.text === 'true'
      return () => value
    }
    return this.#mark('(') ? this.#call(token.text) : this.#reader(token.text)
  }

  #call(name: string): Operand {
    const parameters: Operand[] = []
    do parameters.push(this.#operand())
    while (this.#mark(','))
    this.#expect(')')
    const [a, b] = parameters
    if (!a || !b) throw badQuery(`у ${name} два параметра`)
    const texts = (row: Row): [string, string] => [fold(a(row)), fold(b(row))]
    switch (name) {
      case 'substringof':
        return (row) => {
          const [part, whole] = texts(row)
          return whole.includes(part)
        }
      case 'startswith':
        return (row) => {
          const [whole, start] = texts(row)
          return whole.startsWith(start)
        }
      case 'endswith':
        return (row) => {
          const [whole, end] = texts(row)
          return whole.endsWith(end)
        }
      // cast(guid'…', 'Catalog_X'): a reference of a given type; the GUID alone tells it from others here.
      case 'cast':
        return a
      default:
        throw badQuery(`функция ${name} неизвестна`)
    }
  }

  #peekWord(): string | undefined {
    const token = this.#tokens[this.#at]
    return token?.kind === 'name' ? token.text : undefined
  }

  #word(text: string): boolean {
    if (this.#peekWord() !== text) return false
    this.#at++
    return true
  }

  #mark(kind: '(' | ',' | ')'): boolean {
    if (this.#tokens[this.#at]?.kind !== kind) return false
    this.#at++
    return true
  }

  #expect(kind: ')'): void {
    if (!this.#mark(kind)) throw badQuery('не хватает скобки')
  }
}
