import type { Logger } from 'pino'
import { TrubkaError } from '../../protocol/errors.ts'
import type { Colleague } from '../../protocol/people.ts'
import type { Accepter } from '../intake/acceptances.ts'
import { type Asker, command, type Handler, query } from './handlers.ts'
import { isSelf, type Rooms } from './rooms.ts'

/** What is asked from inside the wizard «Мастер принятия обращения» (SPEC B). */
export function intakeMethods(
  { intakes, acceptances, customers, people }: Rooms,
  logger: Logger,
): readonly (readonly [string, Handler])[] {
  const baseOf = (base: string) => {
    if (!customers.bases().some(({ id }) => id === base)) throw new TrubkaError('unknownBase', 'no such base')
    return base
  }
  /** Nobody can mend here what 1C does not answer; why is said on the manager page. */
  const live = async <T>(base: string, ask: (base: string) => Promise<T>): Promise<T> => {
    const known = baseOf(base)
    try {
      return await ask(known)
    } catch (error) {
      logger.warn({ err: error, base }, '1C could not be asked for a wizard')
      throw new TrubkaError('baseDown', '1C does not answer')
    }
  }
  const accepterIn = (base: string, self: Colleague): Accepter => ({
    id: self.id,
    name: self.name,
    user: (self.number === null ? null : customers.employee(base, self.number))?.id ?? self.id,
  })

  return [
    query('intake.keep', (kept, asker) => {
      intakes.keep(deviceOf(asker), kept)
      return {}
    }),
    // Brought again and again until it is taken: a failure must not be its answer for good.
    command('intake.accept', true, async ({ id, callId, number, form }, asker) => {
      const accepter = accepterIn(baseOf(form.base), asker.feed.own.self)
      return intakes.accept(accepter, deviceOf(asker), { id, callId, number, form })
    }),
    query('intake.dismiss', ({ id }, asker) => {
      intakes.dismiss(deviceOf(asker), id)
      return {}
    }),
    query('intake.reopen', ({ id }, asker) => {
      intakes.reopen(deviceOf(asker), id)
      return {}
    }),
    query('intake.open', ({ callId }, asker) => ({ id: intakes.openFor(deviceOf(asker), callId) })),
    query('intake.search', async ({ base, text }) => ({
      customers: await live(base, (known) => customers.search(known, text)),
    })),
    query('intake.client', ({ base, ref, kind }) => {
      const client = { base, ref, ...(kind && { kind }), contact: '', counterparty: '', responsible: '' }
      return live(base, (known) => customers.details(known, client))
    }),
    query('intake.services', ({ base }) => customers.services(baseOf(base))),
    query('intake.articles', async ({ base, ...wish }) => ({
      articles: await live(base, (known) => customers.articles(known, wish)),
    })),
    query('notice.seen', async ({ id }, { feed }) => {
      const { self } = feed.own
      await acceptances.seen(id, (ref) => isSelf(ref, self, people), self.id)
      return {}
    }),
  ]
}

/** Who has no phone has no wizards. */
const deviceOf = ({ feed }: Asker): string => feed.own.self.number ?? ''
