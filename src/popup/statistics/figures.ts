import { csvOf } from '../../protocol/csv.ts'
import type { Figures, Statistics, StatisticsStep } from '../../protocol/journal.ts'
import { plain } from '../../ui/text.ts'
import { duration } from '../../ui/time.ts'
import type { Language } from '../../ui/words/language.ts'
import { statisticsWords } from '../../ui/words/statistics.ts'
import { stepText } from './period.ts'

export const COLUMNS: readonly (keyof Figures)[] = [
  'incoming',
  'missed',
  'outgoing',
  'reached',
  'internal',
  'talkMs',
  'waitMs',
  'service',
]

export function columnName(column: keyof Figures, serviceSeconds: number, language: Language): string {
  const words = statisticsWords[language]
  return column === 'service' ? words.service(serviceSeconds) : words.figures[column]
}

export function shown(column: keyof Figures, figures: Figures): string {
  const value = figures[column]
  if (value === null) return '—'
  if (column === 'talkMs' || column === 'waitMs') return duration(value)
  return column === 'service' ? `${Math.round(value * 100)} %` : String(value)
}

/** Times in whole seconds and shares in per cent: numbers that a spreadsheet can go on counting with. */
function counted(column: keyof Figures, figures: Figures): number | null {
  const value = figures[column]
  if (value === null) return null
  if (column === 'talkMs' || column === 'waitMs') return Math.round(value / 1000)
  return column === 'service' ? Math.round(value * 100) : value
}

export function statisticsCsv(
  { steps, people, total, serviceSeconds }: Statistics,
  step: StatisticsStep,
  language: Language,
): string {
  const words = statisticsWords[language]
  const names = COLUMNS.map((column) => {
    const unit = column === 'talkMs' || column === 'waitMs' ? `, ${words.seconds}` : column === 'service' ? ', %' : ''
    return columnName(column, serviceSeconds, language) + unit
  })
  const line = (name: string, figures: Figures) => [name, ...COLUMNS.map((column) => counted(column, figures))]
  return csvOf([
    [words.when, ...names],
    ...steps.map(({ at, ...figures }) => line(stepText(at, step, language), figures)),
    line(words.total, total),
    ...(people.length === 0
      ? []
      : [[], [words.person, ...names], ...people.map(({ person, ...figures }) => line(plain(person.name), figures))]),
  ])
}
