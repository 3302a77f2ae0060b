import { TrubkaError } from '../../protocol/errors.ts'
import { MOST_STEPS, type StatisticsStep } from '../../protocol/journal.ts'

type Wall = { year: number; month: number; day: number }

/**
 * When each hour, day, week (from Monday) or month begins that has a part in the time asked for, by the clocks of a zone.
 * @throws invalidParams: there is no such zone, or there are too many
 */
export function stepsOf(step: StatisticsStep, from: number, to: number, zone: string): number[] {
  const clock = clockOf(zone)
  const begin = floor(step, fieldsOf(clock, from))
  const hour = hourOf(clock, from)
  const starts: number[] = []
  for (let n = 0; ; n++) {
    // By the fields of a calendar: an hour that a zone leaves out or has twice moves nothing that follows.
    const at = step === 'hour' ? hour + n * HOUR : instantOf(clock, later(step, begin, n))
    if (at >= to) return starts
    if (starts.length === MOST_STEPS)
      throw new TrubkaError('invalidParams', 'params.step: too many steps', 'params.step')
    starts.push(at)
  }
}

const HOUR = 3_600_000

function clockOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw new TrubkaError('invalidParams', 'params.zone: no such zone', 'params.zone')
  }
}

function fieldsOf(clock: Intl.DateTimeFormat, at: number) {
  const fields = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of clock.formatToParts(at))
    if (type in fields) Object.assign(fields, { [type]: Number(value) })
  return fields
}

/** By what the clocks show, not by the calendar: one of two hours of the same name is the other one. */
function hourOf(clock: Intl.DateTimeFormat, at: number): number {
  const { minute, second } = fieldsOf(clock, at)
  return at - (minute * 60 + second) * 1000 - (at % 1000)
}

function instantOf(clock: Intl.DateTimeFormat, { year, month, day }: Wall): number {
  const wanted = Date.UTC(year, month - 1, day)
  let at = wanted
  // The second round is for a change of the clocks between the guess and the instant.
  for (let round = 0; round < 2; round++) {
    const shown = fieldsOf(clock, at)
    at += wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second)
  }
  return at
}

function floor(step: StatisticsStep, wall: Wall): Wall {
  if (step === 'month') return { ...wall, day: 1 }
  const back = step === 'week' ? (new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay() + 6) % 7 : 0
  return { ...wall, day: wall.day - back }
}

const later = (step: StatisticsStep, wall: Wall, n: number): Wall =>
  step === 'month' ? { ...wall, month: wall.month + n } : { ...wall, day: wall.day + n * (step === 'week' ? 7 : 1) }
