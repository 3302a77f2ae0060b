import type { Figures, StatisticsStep } from '../../protocol/journal.ts'
import { pair } from './language.ts'

type StatisticsWords = {
  name: string
  step: string
  steps: Record<StatisticsStep, string>
  period: string
  periods: Record<'today' | 'week' | 'month' | 'quarter' | 'year', string>
  figures: Record<keyof Figures, string>
  service: (seconds: number) => string
  when: string
  person: string
  total: string
  chart: string
  table: string
  byPerson: string
  csv: string
  /** Behind the name of a column in a file. */
  seconds: string
  nothing: string
  nothingHint: string
}

export const statisticsWords = pair<StatisticsWords>(
  {
    name: 'Статистика',
    step: 'Шаг',
    steps: { hour: 'По часам', day: 'По дням', week: 'По неделям', month: 'По месяцам' },
    period: 'За время',
    periods: { today: 'Сегодня', week: '7 дней', month: '30 дней', quarter: '3 месяца', year: 'Год' },
    figures: {
      incoming: 'Входящие',
      missed: 'Пропущенные',
      outgoing: 'Исходящие',
      reached: 'Дозвонились',
      internal: 'Внутренние',
      talkMs: 'Разговоры',
      waitMs: 'Ожидание',
      service: 'Обслужено вовремя',
    },
    service: (seconds) => `Ответили за ${seconds} с`,
    when: 'Начало',
    person: 'Сотрудник',
    total: 'Всего',
    chart: 'График',
    table: 'Таблица к графику',
    byPerson: 'По сотрудникам',
    csv: 'Скачать CSV',
    seconds: 'с',
    nothing: 'За это время звонков нет',
    nothingHint: 'Выберите другое время.',
  },
  {
    name: 'Statistics',
    step: 'Step',
    steps: { hour: 'By hour', day: 'By day', week: 'By week', month: 'By month' },
    period: 'Time',
    periods: { today: 'Today', week: '7 days', month: '30 days', quarter: '3 months', year: 'Year' },
    figures: {
      incoming: 'Incoming',
      missed: 'Missed',
      outgoing: 'Outgoing',
      reached: 'Reached',
      internal: 'Internal',
      talkMs: 'Talks',
      waitMs: 'Wait',
      service: 'Served in time',
    },
    service: (seconds) => `Answered within ${seconds} s`,
    when: 'Begins',
    person: 'Colleague',
    total: 'Total',
    chart: 'Chart',
    table: 'Table of the chart',
    byPerson: 'By colleague',
    csv: 'Download CSV',
    seconds: 's',
    nothing: 'No calls in this time',
    nothingHint: 'Choose another time.',
  },
)
