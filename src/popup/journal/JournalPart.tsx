import { useState } from 'preact/hooks'
import type { JournalCall, JournalPlace, MissedCaller } from '../../protocol/journal.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { departmentOf } from '../../ui/department.ts'
import type { Opener } from '../../ui/OpenIn1C.tsx'
import { journalWords } from '../../ui/words/journal.ts'
import type { Language } from '../../ui/words/language.ts'
import { EndlessList } from '../EndlessList.tsx'
import { Switch } from '../parts/Choose.tsx'
import { Empty } from '../parts/Empty.tsx'
import { useSettled } from '../parts/use-settled.ts'
import { usePages } from '../use-pages.ts'
import { CallRow } from './CallRow.tsx'
import { FilterBar } from './FilterBar.tsx'
import { type Filters, historyWish, NO_FILTERS } from './filters.ts'
import { MissedRow } from './MissedRow.tsx'
import type { JournalSource } from './source.ts'

type Props = {
  state: OperatorState
  online: boolean
  source: JournalSource
  opener: Opener
  language: Language
}

/** «Звонки»: who called in vain first, while there is anybody, then all calls of the past (SPEC A5). */
export function JournalPart({ state, online, source, opener, language }: Props) {
  const words = journalWords[language]
  const [chosen, setChosen] = useState<'missed' | 'all' | null>(null)
  const [filters, setFilters] = useState(NO_FILTERS)
  const people = departmentOf(state)
  const list = chosen ?? (state.missed > 0 ? 'missed' : 'all')
  const shared = { state, online, source, opener, language }
  const change = (changes: Partial<Filters>) => setFilters((before) => ({ ...before, ...changes }))
  return (
    <>
      <div class="part-top">
        <Switch
          name="what"
          label={words.what}
          value={list}
          options={[
            ['missed', state.missed > 0 ? `${words.missed} ${state.missed}` : words.missed],
            ['all', words.all],
          ]}
          onChoose={setChosen}
        />
        {people.length > 0 && (
          <Switch
            name="scope"
            label={words.whose}
            value={filters.scope}
            options={[
              ['own', words.own],
              ['department', words.department],
            ]}
            onChoose={(scope) => change({ scope })}
          />
        )}
      </div>
      {list === 'missed' ? (
        <Missed scope={filters.scope} {...shared} />
      ) : (
        <>
          <FilterBar filters={filters} people={people} language={language} onChange={change} />
          <History filters={filters} {...shared} />
        </>
      )}
    </>
  )
}

/** Another one when other calls are there, or when 1C has been read, which knows whose the numbers are. */
const versionOf = ({ history, bases }: OperatorState): string =>
  `${history} ${bases.filter(({ loadedAt }) => loadedAt !== null).length}`

function Missed({ scope, state, online, source, opener, language }: Props & Pick<Filters, 'scope'>) {
  const words = journalWords[language]
  const [marked, setMarked] = useState(0)
  const version = `${state.missed} ${versionOf(state)} ${marked}`
  const pages = usePages<MissedCaller, JournalPlace>(scope, version, online, async (before) => {
    const { callers, next } = await source.missed({ scope, ...(before && { before }) })
    return { rows: callers, next }
  })
  const mark = async (number: string) => {
    await source.mark(number)
    setMarked((count) => count + 1)
  }
  const empty = <Empty title={words.nothingMissed} hint={words.nothingMissedHint} />
  return (
    <EndlessList pages={pages} label={words.missed} language={language} empty={empty}>
      {pages.rows.map((caller) => (
        <MissedRow
          key={caller.id}
          caller={caller}
          language={language}
          call={source.call}
          mark={mark}
          document={source.document}
          opener={opener}
        />
      ))}
    </EndlessList>
  )
}

function History({ filters, state, online, source, opener, language }: Props & { filters: Filters }) {
  const words = journalWords[language]
  // Not at every letter.
  const settled = useSettled(filters, 250)
  const key = JSON.stringify(settled)
  const pages = usePages<JournalCall, JournalPlace>(key, versionOf(state), online, async (before) => {
    const { calls, next } = await source.history({ ...historyWish(settled), ...(before && { before }) })
    return { rows: calls, next }
  })
  const isFiltered = key !== JSON.stringify({ ...NO_FILTERS, scope: settled.scope })
  const empty = isFiltered ? (
    <Empty title={words.nothingFound} />
  ) : (
    <Empty title={words.nothing} hint={words.nothingHint} />
  )
  const own = settled.scope === 'own' ? state.self.number : null
  return (
    <EndlessList pages={pages} label={words.calls} language={language} empty={empty}>
      {pages.rows.map((entry) => (
        <CallRow
          key={entry.id}
          entry={entry}
          own={own}
          language={language}
          source={source}
          opener={opener}
          people={state}
        />
      ))}
    </EndlessList>
  )
}
