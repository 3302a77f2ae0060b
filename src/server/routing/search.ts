import { keyOf, keyText } from '../numbers/whole-numbers.ts'
import { Smallest } from './smallest.ts'

/** Rules whose number holds `part` (any form of a number), `limit` at a time, in the numbers' order, after `after`. */
export type RuleSearch = { part: string; after?: string | null; limit?: number }

export type RulePage = {
  rules: { number: string; target: string }[]
  /** To be asked for as `after` for the next page; null = this was the last. */
  next: string | null
  /** How many rules there are, on all pages. */
  found: number
}

/** No page is larger, whatever is asked for. */
const MAX_LIMIT = 500
const USUAL_LIMIT = 100

/** What is searched: each key that is there, once or more often, with pauses for other work; and what it leads to now. */
export type Searched = {
  digits: number
  get(key: string): string | null
  each(show: (key: number) => void): Promise<void>
}

export async function searchRules(rules: Searched, { part, after, limit }: RuleSearch): Promise<RulePage> {
  const { digits } = rules
  const wanted = part.replace(/[^0-9]/g, '').slice(-digits)
  if (wanted === '' && part.trim() !== '') return { rules: [], next: null, found: 0 }
  if (wanted.length === digits) {
    const target = rules.get(wanted)
    return { rules: target === null ? [] : [{ number: wanted, target }], next: null, found: target === null ? 0 : 1 }
  }
  const most = Math.min(MAX_LIMIT, Math.max(1, Math.floor(limit ?? USUAL_LIMIT)))
  const holds = holder(wanted, digits)
  // One more than is shown tells whether there is a next page.
  const page = new Smallest(most + 1, keyOf(after ?? '', digits))
  let found = 0
  await rules.each((key) => {
    if (!holds(key)) return
    found++
    page.add(key)
  })
  const shown = page.keys.slice(0, most).map((key) => keyText(key, digits))
  return {
    // Of what was removed while we looked, nothing is shown.
    rules: shown.flatMap((number) => {
      const target = rules.get(number)
      return target === null ? [] : [{ number, target }]
    }),
    next: page.keys.length > most ? (shown.at(-1) ?? null) : null,
    found,
  }
}

/** Tells whether a key of `digits` digits holds `part`, by arithmetic: a text for each of millions of keys takes longer. */
function holder(part: string, digits: number): (key: number) => boolean {
  const width = 10 ** part.length
  const value = Number(part)
  const steps = digits - part.length
  return (key) => {
    let rest = key
    for (let step = 0; step <= steps; step++) {
      if (rest - Math.floor(rest / width) * width === value) return true
      rest = Math.floor(rest / 10)
    }
    return false
  }
}
