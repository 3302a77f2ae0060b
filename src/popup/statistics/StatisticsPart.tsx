import { useEffect, useState } from 'preact/hooks'
import type { JournalScope, Statistics, StatisticsStep, StatisticsWish } from '../../protocol/journal.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { Button } from '../../ui/Button.tsx'
import { departmentOf } from '../../ui/department.ts'
import { Notice } from '../../ui/Notice.tsx'
import { plain } from '../../ui/text.ts'
import { errorText } from '../../ui/words/errors.ts'
import { journalWords } from '../../ui/words/journal.ts'
import type { Language } from '../../ui/words/language.ts'
import { statisticsWords } from '../../ui/words/statistics.ts'
import type { JournalSource } from '../journal/source.ts'
import { Choose, Switch } from '../parts/Choose.tsx'
import { Empty } from '../parts/Empty.tsx'
import { useSettled } from '../parts/use-settled.ts'
import { Chart } from './Chart.tsx'
import { FiguresTable } from './FiguresTable.tsx'
import { COLUMNS, columnName, shown, statisticsCsv } from './figures.ts'
import { PERIODS, type Period, STEPS_OF, stepText, timeOf } from './period.ts'

type Props = {
  state: OperatorState
  online: boolean
  source: Pick<JournalSource, 'statistics'>
  language: Language
  /** Gives the operator a file. */
  save: (name: string, text: string) => void
}

type Wish = { scope: JournalScope; person: string; client: string; period: Period; step: StatisticsStep }

/** «Статистика» (SPEC A9): how many calls, how long, how long people wait; one's own, the department's, a person's, a client's. */
export function StatisticsPart({ state, online, source, language, save }: Props) {
  const words = statisticsWords[language]
  const journal = journalWords[language]
  const [wish, setWish] = useState<Wish>({ scope: 'own', person: '', client: '', period: 'week', step: 'day' })
  const people = departmentOf(state)
  const change = (changes: Partial<Wish>) => setWish((before) => ({ ...before, ...changes }))
  const { found, error, asked } = useStatistics(wish, state.history, online, source)
  return (
    <>
      <div class="part-top">
        {people.length > 0 && (
          <Switch
            name="whose"
            label={journal.whose}
            value={wish.scope}
            options={[
              ['own', journal.own],
              ['department', journal.department],
            ]}
            onChoose={(scope) => change({ scope })}
          />
        )}
        {found && (
          <Button
            command="csv"
            onClick={() => save(`trubka-${asked.period}-${asked.step}.csv`, statisticsCsv(found, asked.step, language))}
          >
            {words.csv}
          </Button>
        )}
      </div>
      <div class="filters">
        <input
          type="search"
          data-field="statisticsClient"
          maxLength={100}
          value={wish.client}
          aria-label={journal.client}
          placeholder={journal.clientHint}
          onInput={(event) => change({ client: event.currentTarget.value })}
        />
        <Choose
          name="statisticsPeriod"
          label={words.period}
          value={wish.period}
          options={PERIODS.map((period) => [period, words.periods[period]])}
          onChoose={(period) => change({ period, step: STEPS_OF[period][0] ?? 'day' })}
        />
        <Choose
          name="step"
          label={words.step}
          value={wish.step}
          options={STEPS_OF[wish.period].map((step) => [step, words.steps[step]])}
          onChoose={(step) => change({ step })}
        />
        {wish.scope === 'department' && (
          <Choose
            name="statisticsPerson"
            label={journal.person}
            value={wish.person}
            options={[['', journal.everybody], ...people.map(({ id, name }): [string, string] => [id, plain(name)])]}
            onChoose={(person) => change({ person })}
          />
        )}
      </div>
      {error !== null && <Notice kind="warning">{errorText(error, language)}</Notice>}
      {found && <Found found={found} step={asked.step} language={language} />}
    </>
  )
}

/** What was found last stays in sight while other figures are on the way. */
function useStatistics(wish: Wish, version: number, online: boolean, source: Props['source']) {
  const [answer, setAnswer] = useState<{ found: Statistics | null; error: unknown; asked: Wish }>({
    found: null,
    error: null,
    asked: wish,
  })
  const settled = useSettled(wish, 250)
  useEffect(() => {
    // Why nothing can be asked is said elsewhere.
    if (!online) return
    let wanted = true
    source.statistics(askedOf(settled, new Date())).then(
      (found) => wanted && setAnswer({ found, error: null, asked: settled }),
      (error: unknown) => wanted && setAnswer((before) => ({ ...before, error })),
    )
    return () => {
      wanted = false
    }
  }, [settled, version, online, source])
  return answer
}

const askedOf = ({ scope, person, client, period, step }: Wish, now: Date): StatisticsWish => ({
  scope,
  step,
  ...timeOf(period, now),
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  ...(scope === 'department' && person !== '' && { person }),
  ...(client.trim() !== '' && { client: client.trim() }),
})

function Found({ found, step, language }: { found: Statistics; step: StatisticsStep; language: Language }) {
  const words = statisticsWords[language]
  const { total, steps, people, serviceSeconds } = found
  if (total.incoming + total.outgoing + total.internal === 0)
    return <Empty title={words.nothing} hint={words.nothingHint} />
  const bars = steps.map(({ at, ...figures }) => {
    const { incoming, missed, outgoing, internal } = figures
    const told = (['incoming', 'missed', 'outgoing', 'internal'] as const).map(
      (each) => `${words.figures[each]} ${figures[each]}`,
    )
    return {
      key: at,
      title: `${stepText(at, step, language)}: ${told.join(', ')}`,
      parts: [
        { kind: 'incoming', value: incoming - missed },
        { kind: 'missed', value: missed },
        { kind: 'outgoing', value: outgoing },
        { kind: 'internal', value: internal },
      ],
    }
  })
  return (
    <>
      <dl class="totals">
        {COLUMNS.map((column) => (
          <div key={column} class={`total-${column}`}>
            <dt>{columnName(column, serviceSeconds, language)}</dt>
            <dd>{shown(column, total)}</dd>
          </div>
        ))}
      </dl>
      <Chart label={words.chart} bars={bars} />
      <FiguresTable
        caption={words.table}
        first={words.when}
        rows={steps.map(({ at, ...figures }) => ({ key: String(at), name: stepText(at, step, language), figures }))}
        serviceSeconds={serviceSeconds}
        language={language}
      />
      {people.length > 0 && (
        <FiguresTable
          caption={words.byPerson}
          first={words.person}
          rows={people.map(({ person, ...figures }) => ({ key: person.id, name: plain(person.name), figures }))}
          serviceSeconds={serviceSeconds}
          language={language}
        />
      )}
    </>
  )
}
