import { join } from 'node:path'
import type { Logger } from 'pino'
import * as v from 'valibot'
import type { Customers } from './customers/customers.ts'
import type { Ledger, LedgerEntry } from './ledger/ledger.ts'
import { Outbox } from './ledger/outbox.ts'
import { type LaneTiming, type Owed, Refused, type Renewal } from './ledger/outbox-lane.ts'
import { endOf, sameEnds } from './routing/number-ends.ts'
import type { Routing } from './routing/routing.ts'
import { isToldTo1C } from './writers.ts'

/** Rules that 1C has to be told of (SPEC C8): the lines of one write. */
const ROUTES = 'routes'
const Lines = v.array(v.string())

export type OutboxWish = {
  ledger: Ledger
  /** The server's data folder. */
  data: string
  bases: readonly { id: string; phoneRegister: boolean }[]
  customers: Pick<Customers, 'writeRoutes' | 'on'>
  routing: Pick<Routing, 'ruleOf' | 'settings' | 'on'>
  logger: Logger
  timing?: Partial<LaneTiming>
}

/** What the server owes to 1C, and how it is delivered there. */
export function openOutbox({ ledger, data, bases, customers, routing, logger, timing }: OutboxWish): Outbox {
  const registers = new Map(bases.map(({ id, phoneRegister }) => [id, phoneRegister]))

  const deliver = async ({ to, kind, content }: Owed): Promise<void> => {
    if (kind !== ROUTES || !v.is(Lines, content)) throw new Refused(`nothing is known of «${kind}»`)
    const written = content.map((line) => ruleIn(line))
    await customers.writeRoutes(to, {
      keys: written.map(({ key }) => key),
      targetOf: (number) => targetOf(routing, to, number, written),
    })
  }

  const outbox = new Outbox({
    ledger,
    path: join(data, 'outbox.json'),
    // Of whatever base: what was written while the settings named it is owed to it when they name it again.
    owes: owedRoutes,
    deliver,
    held: (to) => {
      const register = registers.get(to)
      if (register === undefined) return 'the base is not in the settings'
      return register ? null : 'phoneRegister is false'
    },
    renewal: RENEWAL,
    logger,
    ...(timing ? { timing } : {}),
  })
  const wake = () => {
    for (const id of registers.keys()) outbox.wake(id)
  }
  customers.on('base', ({ id, state }) => {
    if (state === 'up') outbox.wake(id)
  })
  routing.on('settings', wake)
  return outbox
}

/**
 * The rule of a number as it is now. Where the table cannot know it (rules are off; more digits decide than did at the
 * writing), what was written counts: that 1C is not told of the rule is no reason to empty its register.
 */
function targetOf(
  routing: Pick<Routing, 'ruleOf' | 'settings'>,
  base: string,
  number: string,
  written: readonly Rule[],
): string | null {
  const { enabled, lastDigits } = routing.settings
  const own = written.findLast(({ key }) => sameEnds(key, number))
  if (enabled && (number.length >= lastDigits || own === undefined)) return routing.ruleOf(base, number)
  if (own === undefined) throw new Error('routing is off: the rules of the contact’s other numbers are not known')
  return own.target
}

/** Whoever writes a number's rule anew has done with the one before. */
const RENEWAL: Renewal = {
  topics: ({ content }) => linesIn(content).map((line) => endOf(ruleIn(line).key)),
  left: (earlier, later) => {
    const lines = linesIn(earlier.content)
    const anew = linesIn(later.content).map((line) => ruleIn(line).key)
    const left = lines.filter((line) => !anew.some((key) => sameEnds(key, ruleIn(line).key)))
    if (left.length === lines.length) return earlier
    return left.length === 0 ? null : { ...earlier, content: left }
  },
}

const linesIn = (content: unknown): string[] => (v.is(Lines, content) ? content : [])

function owedRoutes({ seq, record }: LedgerEntry): Owed[] {
  if (record.type !== 'rules.written' || !isToldTo1C(record.by)) return []
  return [{ id: `${ROUTES}:${seq}`, to: record.base, kind: ROUTES, content: record.lines }]
}

type Rule = { key: string; target: string | null }

function ruleIn(line: string): Rule {
  const at = line.indexOf('=')
  return { key: line.slice(0, at), target: line.slice(at + 1) || null }
}
