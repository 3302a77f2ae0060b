import type Database from 'better-sqlite3'
import type { JournalPlace, Returned } from '../../protocol/journal.ts'
import { MISSED, ROLE } from './call-rows.ts'

export type MissedWish = { devices: readonly string[]; since: number; limit: number; before?: JournalPlace | undefined }
/** `by` = an internal number; of a mark, the Ref_Key of who made it. */
export type FoundReturned = { how: Returned['how']; by: string; at: number }
export type FoundCaller = {
  id: number
  number: string
  times: number
  since: number
  at: number
  /** The last of the calls. */
  call: number
  returned: FoundReturned | null
}
export type FoundMissed = { callers: FoundCaller[]; next: JournalPlace | null }

type Row = Omit<FoundCaller, 'returned'> & { missed: number }

/** Who called in vain, the latest first, each once (SPEC A5). */
export function findMissed(db: Database.Database, wish: MissedWish): FoundMissed {
  const rows = db
    .prepare<[Record<string, unknown>], Row>(
      `SELECT s.party AS id, n.number, s.missed, COUNT(DISTINCT s.call) AS times, MIN(s.started) AS since, MAX(s.started) AS at,
              MAX(s.call) AS call
       FROM sides s INDEXED BY sides_missed CROSS JOIN numbers n ON n.id = s.party
       WHERE s.missed > 0 AND s.device IN (SELECT value FROM json_each(@devices)) AND s.started >= @since
       GROUP BY s.party, s.missed
       ${wish.before ? 'HAVING (MAX(s.started), s.party) < (@at, @id)' : ''}
       ORDER BY MAX(s.started) DESC, s.party DESC LIMIT @limit`,
    )
    .all({
      devices: JSON.stringify(wish.devices),
      since: wish.since,
      limit: wish.limit + 1,
      ...(wish.before && { at: wish.before.at, id: wish.before.id }),
    })
  const page = rows.slice(0, wish.limit)
  const last = page.at(-1)
  const returned = returnedFinder(db, wish.devices)
  return {
    callers: page.map(({ missed, ...row }) => ({ ...row, returned: returned({ ...row, missed }) })),
    next: last && rows.length > wish.limit ? { at: last.at, id: last.id } : null,
  }
}

/** How many callers nobody has called back yet, for each of these phones; without them, for all that have any. */
export function missedCounts(
  db: Database.Database,
  since: number,
  devices?: readonly string[],
): { device: string; count: number }[] {
  const those =
    devices ??
    db
      .prepare<[number], string>(
        'SELECT DISTINCT device FROM sides INDEXED BY sides_missed WHERE missed > 0 AND started >= ?',
      )
      .pluck()
      .all(since)
  return those.map((device) => {
    const { callers } = findMissed(db, { devices: [device], since, limit: MOST_COUNTED })
    return { device, count: callers.filter(({ returned }) => returned === null).length }
  })
}
const MOST_COUNTED = 500

/** The phones at which these numbers called in vain lately. */
export function devicesThatMissed(db: Database.Database, numbers: readonly string[], since: number): string[] {
  return db
    .prepare<[string, number], string>(
      `SELECT DISTINCT device FROM sides INDEXED BY sides_missed_by_party
       WHERE missed > 0 AND party IN (SELECT id FROM numbers WHERE number IN (SELECT value FROM json_each(?))) AND started >= ?`,
    )
    .pluck()
    .all(JSON.stringify(numbers), since)
}

/** The first that came of it after the last missed call. */
function returnedFinder(db: Database.Database, devices: readonly string[]): (row: Row) => FoundReturned | null {
  const outside = db.prepare<[number, number], { call: number; at: number; caller: string | null }>(
    `SELECT id AS call, started AS at, caller FROM calls INDEXED BY calls_by_number
       WHERE number = ? AND started > ? AND answered = 1 ORDER BY started, id LIMIT 1`,
  )
  const talker = db
    .prepare<[number], string>(
      `SELECT device FROM sides WHERE call = ? AND role = ${ROLE.talked} ORDER BY talk DESC LIMIT 1`,
    )
    .pluck()
  const inside = db.prepare<[string, number, number], { at: number; device: string; role: number }>(
    `SELECT s.started AS at, s.device, s.role FROM sides s JOIN calls c ON c.id = s.call
     WHERE s.device IN (SELECT value FROM json_each(?)) AND s.started > ? AND s.party = ? AND c.answered = 1
     ORDER BY s.started LIMIT 1`,
  )
  const mark = db.prepare<[number, number], { at: number; by: string }>(
    'SELECT at, by FROM marks WHERE number = ? AND at > ? ORDER BY at LIMIT 1',
  )
  const those = JSON.stringify(devices)
  return ({ id, at, missed, number }) => {
    const found: FoundReturned[] = []
    if (missed === MISSED.internal) {
      const call = inside.get(those, at, id)
      if (call) found.push({ how: call.role === ROLE.called ? 'called' : 'answered', by: call.device, at: call.at })
    } else if (number !== '') {
      // Who hides their number is nobody in particular.
      const call = outside.get(id, at)
      if (call)
        found.push({
          how: call.caller === null ? 'answered' : 'called',
          by: call.caller ?? talker.get(call.call) ?? '',
          at: call.at,
        })
    }
    const marked = mark.get(id, at)
    if (marked) found.push({ how: 'marked', ...marked })
    return found.sort((a, b) => a.at - b.at)[0] ?? null
  }
}
