import type { MappedRule } from '../../protocol/field-map.ts'
import { plainCaption } from './text.ts'

/** What is asked of the map: a field by its element's name, or a column by the list's. */
export type Asked = { form: string; caption: string } & ({ name: string } | { list: string })
/** The rule of the map that fits, if any. */
export type Mapped = (asked: Asked) => MappedRule | null

export const UNMAPPED: Mapped = () => null

type Test = { rule: MappedRule; fits: (asked: Asked) => boolean }

/** Makes rules quick to ask: they are asked for each field at each look at the page. */
export function compileMap(rules: readonly MappedRule[]): Mapped {
  if (rules.length === 0) return UNMAPPED
  const tests = rules.map(compile)
  return (asked) => tests.find(({ fits }) => fits(asked))?.rule ?? null
}

function compile(rule: MappedRule): Test {
  const caption = test(rule.caption)
  const form = test(rule.form)
  const name = test(rule.name)
  const list = test(rule.list)
  const fits = (asked: Asked): boolean => {
    if (name && !('name' in asked && name(asked.name))) return false
    if (list && !('list' in asked && list(asked.list))) return false
    return (!caption || caption(asked.caption)) && (!form || form(asked.form))
  }
  return { rule, fits }
}

/** `*` is any text; all else is itself. Compared the way captions are, without case, colon and asterisk at the end. */
function test(pattern: string | undefined): ((text: string) => boolean) | null {
  if (pattern === undefined) return null
  const [first = '', ...rest] = pattern
    .replace(/[\s:]+$/u, '')
    .split('*')
    .map(plainPart)
  if (rest.length === 0) return (text) => plainCaption(text) === plainCaption(pattern)
  const last = rest.pop() ?? ''
  return (text) => {
    const plain = plainCaption(text)
    if (plain.length < first.length + last.length || !plain.startsWith(first) || !plain.endsWith(last)) return false
    // Left to right and no backtracking: a map may come from anywhere, and must not be able to stop a page.
    let at = first.length
    for (const part of rest) {
      const found = plain.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return at <= plain.length - last.length
  }
}

/** Spaces at a `*` belong to the pattern. */
const plainPart = (part: string): string => part.replace(/\s+/gu, ' ').toLowerCase().replaceAll('ё', 'е')
