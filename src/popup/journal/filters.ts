import type { HistoryWish, JournalScope } from '../../protocol/journal.ts'

export type Kind = 'any' | 'incoming' | 'missed' | 'outgoing' | 'failed' | 'internal'
export type Period = 'any' | 'today' | 'week' | 'month' | 'dates'

/** What the operator has chosen above the list. */
export type Filters = {
  scope: JournalScope
  person: string
  client: string
  kind: Kind
  period: Period
  /** Days as `2026-11-27`, of `dates`; empty = open. */
  since: string
  until: string
}

export const NO_FILTERS: Filters = {
  scope: 'own',
  person: '',
  client: '',
  kind: 'any',
  period: 'any',
  since: '',
  until: '',
}
export const KINDS: readonly Kind[] = ['any', 'incoming', 'missed', 'outgoing', 'failed', 'internal']
export const PERIODS: readonly Period[] = ['any', 'today', 'week', 'month', 'dates']

const OF_KIND: Record<Kind, Pick<HistoryWish, 'direction' | 'result'>> = {
  any: {},
  incoming: { direction: 'incoming' },
  missed: { direction: 'incoming', result: 'failed' },
  outgoing: { direction: 'outgoing' },
  failed: { direction: 'outgoing', result: 'failed' },
  internal: { direction: 'internal' },
}

export function historyWish(filters: Filters, now = new Date()): Omit<HistoryWish, 'before'> {
  const { scope, person, client, kind } = filters
  return {
    scope,
    ...(person !== '' && scope === 'department' && { person }),
    ...(client.trim() !== '' && { client: client.trim() }),
    ...OF_KIND[kind],
    ...timeOf(filters, now),
  }
}

function timeOf({ period, since, until }: Filters, now: Date): { from?: number; to?: number } {
  if (period === 'any') return {}
  if (period === 'dates') {
    const [from, to] = [dayStart(since, 0), dayStart(until, 1)]
    return { ...(from !== null && { from }), ...(to !== null && { to }) }
  }
  const days = { today: 0, week: 6, month: 29 }[period]
  return { from: new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).getTime() }
}

/** As the browser's clocks say; null where there is no date. */
export function dayStart(day: string, later: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  if (year === undefined) return null
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later).getTime()
  return at >= 0 ? at : null
}
