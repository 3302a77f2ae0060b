import type { StatisticsStep } from '../../protocol/journal.ts'

export type Period = 'today' | 'week' | 'month' | 'quarter' | 'year'
export const PERIODS: readonly Period[] = ['today', 'week', 'month', 'quarter', 'year']

/** The steps in which a time can be shown, the usual one first: not so many that nobody sees anything. */
export const STEPS_OF: Record<Period, readonly StatisticsStep[]> = {
  today: ['hour'],
  week: ['day', 'hour'],
  month: ['day', 'hour', 'week'],
  quarter: ['week', 'day', 'month'],
  year: ['month', 'week', 'day'],
}

/** Until the end of today, by the browser's clocks. */
export function timeOf(period: Period, now: Date): { from: number; to: number } {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()]
  const from = {
    today: new Date(year, month, day),
    week: new Date(year, month, day - 6),
    month: new Date(year, month, day - 29),
    quarter: new Date(year, month - 3, day + 1),
    year: new Date(year - 1, month, day + 1),
  }[period]
  return { from: from.getTime(), to: new Date(year, month, day + 1).getTime() }
}

export function stepText(at: number, step: StatisticsStep, language: string): string {
  const date = new Date(at)
  if (step === 'hour')
    return date.toLocaleString(language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
  if (step === 'month') return date.toLocaleDateString(language, { month: 'short', year: 'numeric' })
  return date.toLocaleDateString(language, { day: 'numeric', month: 'short', weekday: 'short' })
}
