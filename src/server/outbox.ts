import { join } from 'node:path'
import type { Logger } from 'pino'
import * as v from 'valibot'
import type { Customers } from './customers/customers.ts'
import type { Ledger, LedgerEntry } from './ledger/ledger.ts'
import { Outbox } from './ledger/outbox.ts'
import { type LaneTiming, type Owed, Refused } from './ledger/outbox-lane.ts'
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
  routing: Pick<Routing, 'ruleOf' | 'settings'>
  logger: Logger
  timing?: Partial<LaneTiming>
}

/** What the server owes to 1C, and how it is delivered there. */
export function openOutbox({ ledger, data, bases, customers, routing, logger, timing }: OutboxWish): Outbox {
  const written = new Set(bases.filter(({ phoneRegister }) => phoneRegister).map(({ id }) => id))

  const deliver = async ({ to, kind, content }: Owed): Promise<void> => {
    if (kind !== ROUTES || !v.is(Lines, content)) throw new Refused(`nothing is known of «${kind}»`)
    // Switched off since, or a base that is no more.
    if (!written.has(to)) return
    const lines = new Map(content.map((line) => ruleIn(line)))
    // Off, there are no rules to ask for; what was written counts.
    const targetOf = (key: string) => (routing.settings.enabled ? routing.ruleOf(to, key) : (lines.get(key) ?? null))
    await customers.writeRoutes(to, { keys: [...lines.keys()], targetOf })
  }

  const outbox = new Outbox({
    ledger,
    path: join(data, 'outbox.json'),
    owes: (entry) => owedRoutes(entry).filter(({ to }) => written.has(to)),
    deliver,
    logger,
    ...(timing ? { timing } : {}),
  })
  customers.on('base', ({ id, state }) => {
    if (state === 'up') outbox.wake(id)
  })
  return outbox
}

function owedRoutes({ seq, record }: LedgerEntry): Owed[] {
  if (record.type !== 'rules.written' || !isToldTo1C(record.by)) return []
  return [{ id: `${ROUTES}:${seq}`, to: record.base, kind: ROUTES, content: record.lines }]
}

function ruleIn(line: string): [key: string, target: string | null] {
  const at = line.indexOf('=')
  return [line.slice(0, at), line.slice(at + 1) || null]
}
