import type { Logger } from 'pino'
import { TrubkaError } from '../../protocol/errors.ts'
import type { JournalScope, Staff } from '../../protocol/journal.ts'
import type { Colleague } from '../../protocol/people.ts'
import type { FoundReturned } from '../journal/missed.ts'
import { SERVICE_SECONDS } from '../journal/statistics.ts'
import { stepsOf } from '../journal/steps.ts'
import { type Handler, query } from './handlers.ts'
import type { Rooms } from './rooms.ts'

/** So many at a time: a screenful and what comes when one scrolls. */
const CALLS = 50
const CALLERS = 50
/** Longer ago, nobody waits for a call back. */
const MISSED_SHOWN_MS = 30 * 24 * 3_600_000

/** What is asked about calls that are over (SPEC A5, A9): an operator's own, and those of their department. */
export function journalMethods(
  { journal, identify, people, recordings, customers }: Rooms,
  logger: Logger,
): readonly (readonly [string, Handler])[] {
  const book = journal.book
  const staff = (number: string): Staff => ({ number, name: people.byNumber(number)?.name ?? '' })
  const whoReturned = ({ how, by, at }: FoundReturned) => {
    if (how !== 'marked') return { how, at, by: staff(by) }
    const person = people.byId(by)
    return { how, at, by: { number: person?.number ?? '', name: person?.name ?? '' } }
  }
  const colleagues = (self: Colleague, scope: JournalScope): Colleague[] => {
    if (scope === 'own' || self.department === '') return [self]
    return people.all.filter(({ department }) => department === self.department)
  }
  /** Nobody sees the calls of another department. */
  const chosen = (self: Colleague, { scope, person }: { scope: JournalScope; person?: string | undefined }) => {
    const all = colleagues(self, scope)
    if (person === undefined) return all
    const found = all.find(({ id }) => id === person)
    if (!found) throw new TrubkaError('invalidParams', 'params.person: nobody of this department', 'params.person')
    return [found]
  }

  return [
    query('journal.history', async ({ scope, person, ...wish }, { feed }) => {
      const devices = numbersOf(chosen(feed.own.self, { scope, person }))
      const { calls, next } = await book.ask('calls', { ...wish, devices, limit: CALLS })
      return {
        calls: calls.map(({ number, name, staff: numbers, ...call }) => ({
          ...call,
          party: identify(number, name),
          staff: numbers.map(staff),
          listen: call.result === 'answered' && recordings.isOffered(feed.own.self, numbers),
        })),
        next,
      }
    }),
    query('journal.missed', async ({ scope, before }, { feed }) => {
      const devices = numbersOf(colleagues(feed.own.self, scope))
      const since = Date.now() - MISSED_SHOWN_MS
      const { callers, next } = await book.ask('missed', { devices, since, limit: CALLERS, before })
      return {
        callers: callers.map(({ number, returned, ...caller }) => ({
          ...caller,
          party: identify(number, ''),
          returned: returned && whoReturned(returned),
        })),
        next,
      }
    }),
    query('journal.document', async ({ call }, { feed }) => {
      const own = new Set(numbersOf(colleagues(feed.own.self, 'department')))
      const record = await journal.recorded(call)
      const sides = record
        ? [record.caller ?? '', record.number, ...record.rang, ...record.talks.map(({ who }) => who)]
        : []
      // Of others' calls nothing is told.
      if (!record || !sides.some((number) => own.has(number)))
        throw new TrubkaError('invalidParams', 'params.call: no such call', 'params.call')
      try {
        return { document: await customers.phoneCall(record.bases, record.callId) }
      } catch (error) {
        logger.warn({ err: error, call: record.callId }, '1C could not be asked for a call')
        throw new TrubkaError('baseDown', '1C does not answer')
      }
    }),
    query('journal.mark', async ({ number }, { feed }) => {
      const { self } = feed.own
      const own = new Set(numbersOf(colleagues(self, 'department')))
      const since = Date.now() - MISSED_SHOWN_MS
      const missed = await book.ask('whoMissed', { number, since })
      // Of others' callers nothing is to be taken from sight.
      if (!missed.some((device) => own.has(device)))
        throw new TrubkaError('invalidParams', 'params.number: no missed caller', 'params.number')
      await journal.mark(number, self.id)
      return {}
    }),
    query('journal.statistics', async ({ scope, person, client, step, from, to, zone }, { feed }) => {
      const those = chosen(feed.own.self, { scope, person })
      const starts = stepsOf(step, from, to, zone)
      const { total, steps, devices } = await book.ask('figures', {
        devices: numbersOf(those),
        client,
        from,
        to,
        starts,
      })
      const figures = new Map(devices.map(({ device, figures }) => [device, figures]))
      return {
        serviceSeconds: SERVICE_SECONDS,
        total,
        steps: steps.map((each, i) => ({ at: starts[i] ?? from, ...each })),
        people: those
          .flatMap((person) => {
            const own = person.number === null ? undefined : figures.get(person.number)
            return own ? [{ person, ...own }] : []
          })
          .sort((a, b) => a.person.name.localeCompare(b.person.name, 'ru')),
      }
    }),
  ]
}

const numbersOf = (people: readonly Colleague[]): string[] => [
  ...new Set(people.flatMap(({ number }) => (number === null ? [] : [number]))),
]
