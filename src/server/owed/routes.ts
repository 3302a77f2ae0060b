import * as v from 'valibot'
import type { Customers } from '../customers/customers.ts'
import { type Owed, Refused, type Renewal } from '../ledger/outbox-lane.ts'
import { Ends, endOf, sameEnds } from '../routing/number-ends.ts'
import type { Routing } from '../routing/routing.ts'
import { isToldTo1C } from '../writers.ts'
import type { OwedKind } from './kind.ts'

const Lines = v.array(v.string())

type Wish = {
  bases: readonly { id: string; phoneRegister: boolean }[]
  customers: Pick<Customers, 'writeRoutes'>
  routing: Pick<Routing, 'ruleOf' | 'knows' | 'settings'>
}

/** Rules that 1C has to be told of (SPEC C8): the lines of one write. */
export function owedRoutes({ bases, customers, routing }: Wish): OwedKind {
  const switchedOff = new Set(bases.filter(({ phoneRegister }) => !phoneRegister).map(({ id }) => id))
  return {
    name: 'routes',
    owes: ({ record }) =>
      record.type === 'rules.written' && isToldTo1C(record.by) ? [{ to: record.base, content: record.lines }] : [],
    deliver: async ({ to, content }) => {
      if (!v.is(Lines, content)) throw new Refused('these are no lines of rules')
      const written = content.map((line) => ruleIn(line))
      await customers.writeRoutes(to, {
        keys: written.map(({ key }) => key),
        targetOf: (number) => targetOf(routing, to, number, written),
      })
    },
    held: (base) => (switchedOff.has(base) ? 'phoneRegister is false' : null),
    renewal: RENEWAL,
  }
}

/**
 * The rule of a number as it is now. Where the table cannot know it (rules are off, or cannot be read; more digits decide than did at the
 * writing), what was written counts: that 1C is not told of the rule is no reason to empty its register.
 */
function targetOf(
  routing: Pick<Routing, 'ruleOf' | 'knows' | 'settings'>,
  base: string,
  number: string,
  written: readonly Rule[],
): string | null {
  const { lastDigits } = routing.settings
  const own = written.findLast(({ key }) => sameEnds(key, number))
  if (routing.knows(base) && (number.length >= lastDigits || own === undefined)) return routing.ruleOf(base, number)
  if (own === undefined)
    throw new Error(
      'routing is off, or the file cannot be read: the rules of the contact’s other numbers are not known',
    )
  return own.target
}

/** Whoever writes a number's rule anew has done with the one before. */
const RENEWAL: Renewal = {
  topics: ({ content }) => new Set(linesIn(content).map((line) => endOf(ruleIn(line).key))),
  left: (earlier, later) => {
    const lines = linesIn(earlier.content)
    const anew = keysOf(later)
    const left = lines.filter((line) => !anew.has(ruleIn(line).key))
    if (left.length === lines.length) return earlier
    return left.length === 0 ? null : { ...earlier, content: left }
  },
}

/** Of one debt, they are compared with those of many. */
const KEYS = new WeakMap<Owed, Ends>()

function keysOf(owed: Owed): Ends {
  const keys = KEYS.get(owed) ?? new Ends(linesIn(owed.content).map((line) => ruleIn(line).key))
  KEYS.set(owed, keys)
  return keys
}

const linesIn = (content: unknown): string[] => (v.is(Lines, content) ? content : [])

type Rule = { key: string; target: string | null }

function ruleIn(line: string): Rule {
  const at = line.indexOf('=')
  return { key: line.slice(0, at), target: line.slice(at + 1) || null }
}
