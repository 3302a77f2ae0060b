import type Database from 'better-sqlite3'
import type { CallDirection, CallResult, HistoryWish, JournalPlace } from '../../protocol/journal.ts'
import { DIRECTION, ROLE } from './call-rows.ts'
import { numbersLike } from './clients.ts'

export type CallsWish = Pick<HistoryWish, 'client' | 'direction' | 'result' | 'from' | 'to' | 'before'> & {
  /** The internal numbers whose calls are meant; of one, the other side is told as that phone had it. */
  devices: readonly string[]
  limit: number
}

export type FoundCall = {
  id: number
  at: number
  direction: CallDirection
  number: string
  name: string
  result: CallResult
  waitMs: number
  talkMs: number
  /** Internal numbers: who talked, else who called, else whose phones rang. */
  staff: string[]
}
export type FoundCalls = { calls: FoundCall[]; next: JournalPlace | null }

type Row = Omit<FoundCall, 'direction' | 'staff'> & { direction: number }
type Side = { call: number; device: string; role: number }

/** Of so few numbers each one's calls are looked up. */
const FEW = 300
const NAMES: readonly CallDirection[] = ['incoming', 'outgoing', 'internal']

/** Calls from the newest to the oldest, some at a time. */
export function findCalls(db: Database.Database, wish: CallsWish): FoundCalls {
  const { devices, limit } = wish
  const [only] = devices
  if (only === undefined) return { calls: [], next: null }
  const numbers = wish.client === undefined || wish.client === '' ? null : numbersLike(db, wish.client)
  if (numbers?.length === 0) return { calls: [], next: null }
  const isOne = devices.length === 1
  const by = numbers !== null && numbers.length <= FEW ? 'INDEXED BY calls_by_number' : 'INDEXED BY calls_by_time'
  const from = isOne ? 'sides s INDEXED BY sides_by_device CROSS JOIN calls c ON c.id = s.call' : `calls c ${by}`
  const party = isOne ? 's.party' : 'c.number'
  const place = isOne ? '(s.started, s.call)' : '(c.started, c.id)'
  const where = [
    isOne
      ? 's.device = @devices'
      : 'EXISTS (SELECT 1 FROM sides s WHERE s.call = c.id AND s.device IN (SELECT value FROM json_each(@devices)))',
    ...(numbers === null ? [] : [`${party} IN (SELECT value FROM json_each(@numbers))`]),
    ...(wish.direction === undefined ? [] : ['c.direction = @direction']),
    ...(wish.result === undefined ? [] : ['c.answered = @answered']),
    ...(wish.from === undefined ? [] : [`${isOne ? 's' : 'c'}.started >= @from`]),
    ...(wish.to === undefined ? [] : [`${isOne ? 's' : 'c'}.started < @to`]),
    ...(wish.before === undefined ? [] : [`${place} < (@at, @id)`]),
  ]
  const rows = db
    .prepare<[Record<string, unknown>], Row>(
      `SELECT c.id, c.started AS at, c.direction, n.number, c.name, c.result, c.wait AS waitMs,
              ${isOne ? 'CASE WHEN s.role = 2 THEN c.talk ELSE s.talk END' : 'c.talk'} AS talkMs
       FROM ${from} CROSS JOIN numbers n ON n.id = ${party}
       WHERE ${where.join(' AND ')}
       ORDER BY ${isOne ? 's.started DESC, s.call DESC' : 'c.started DESC, c.id DESC'} LIMIT @limit`,
    )
    .all({
      devices: isOne ? only : JSON.stringify(devices),
      limit: limit + 1,
      ...(numbers !== null && { numbers: JSON.stringify(numbers) }),
      ...(wish.direction !== undefined && { direction: DIRECTION[wish.direction] }),
      ...(wish.result !== undefined && { answered: wish.result === 'answered' ? 1 : 0 }),
      ...(wish.from !== undefined && { from: wish.from }),
      ...(wish.to !== undefined && { to: wish.to }),
      ...(wish.before !== undefined && { at: wish.before.at, id: wish.before.id }),
    })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const sides = sidesOf(
    db,
    page.map(({ id }) => id),
  )
  return {
    calls: page.map((row) => ({
      ...row,
      direction: NAMES[row.direction] ?? 'incoming',
      staff: staffOf(sides.get(row.id) ?? []),
    })),
    next: last && rows.length > limit ? { at: last.at, id: last.id } : null,
  }
}

function sidesOf(db: Database.Database, ids: readonly number[]): Map<number, Side[]> {
  const found = db
    .prepare<[string], Side>(
      'SELECT call, device, role FROM sides WHERE call IN (SELECT value FROM json_each(?)) ORDER BY call, device',
    )
    .all(JSON.stringify(ids))
  const sides = new Map<number, Side[]>()
  for (const side of found) sides.set(side.call, [...(sides.get(side.call) ?? []), side])
  return sides
}

export function staffOf(sides: readonly Omit<Side, 'call'>[]): string[] {
  for (const roles of [[ROLE.called, ROLE.talked], [ROLE.rang]] as const) {
    const found = sides.filter(({ role }) => roles.some((each) => each === role))
    if (found.length > 0) return found.sort((a, b) => a.role - b.role).map(({ device }) => device)
  }
  return []
}
