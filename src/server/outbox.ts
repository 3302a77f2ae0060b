import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Customers } from './customers/customers.ts'
import type { Ledger } from './ledger/ledger.ts'
import { Outbox } from './ledger/outbox.ts'
import { type LaneTiming, Refused } from './ledger/outbox-lane.ts'
import { type CallsWish, owedCalls } from './owed/calls.ts'
import type { OwedKind } from './owed/kind.ts'
import { owedRequests } from './owed/requests.ts'
import { owedRoutes } from './owed/routes.ts'
import type { Routing } from './routing/routing.ts'

export type OutboxWish = {
  ledger: Ledger
  /** The server's data folder. */
  data: string
  bases: readonly { id: string; phoneRegister: boolean }[]
  customers: Pick<Customers, 'writeRoutes' | 'register' | 'registerCall' | 'on'>
  routing: Pick<Routing, 'ruleOf' | 'knows' | 'settings' | 'on'>
  /** How calls are registered in 1C (SPEC A11). */
  calls: CallsWish
  logger: Logger
  timing?: Partial<LaneTiming>
}

/** What the server owes to 1C, and how it is delivered there: one small file a kind, in `owed`. */
export function openOutbox({ ledger, data, bases, customers, routing, calls, logger, timing }: OutboxWish): Outbox {
  const kinds: readonly OwedKind[] = [
    owedRoutes({ bases, customers, routing }),
    owedRequests(customers),
    owedCalls({ customers, ...calls }),
  ]
  const named = new Map(kinds.map((kind) => [kind.name, kind]))
  const ids = new Set(bases.map(({ id }) => id))

  const outbox = new Outbox({
    ledger,
    path: join(data, 'outbox.json'),
    // Of whatever base: what was written while the settings named it is owed to it when they name it again.
    owes: (entry) =>
      kinds.flatMap((kind) =>
        kind.owes(entry).map(({ to, content, part }) => {
          const id = [kind.name, entry.seq, ...(part === undefined ? [] : [part])].join(':')
          return { id, to, kind: kind.name, content }
        }),
      ),
    deliver: async (owed) => {
      const kind = named.get(owed.kind)
      if (kind === undefined) throw new Refused(`nothing is known of «${owed.kind}»`)
      await kind.deliver(owed)
    },
    held: (to, kind) => (ids.has(to) ? (named.get(kind)?.held?.(to) ?? null) : 'the base is not in the settings'),
    renewal: (kind) => named.get(kind)?.renewal ?? null,
    logger,
    ...(timing ? { timing } : {}),
  })
  const wake = () => {
    for (const id of ids) outbox.wake(id)
  }
  customers.on('base', ({ id, state }) => {
    if (state === 'up') outbox.wake(id)
  })
  routing.on('settings', wake)
  return outbox
}
