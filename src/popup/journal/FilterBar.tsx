import { useState } from 'preact/hooks'
import type { Colleague } from '../../protocol/people.ts'
import { Button } from '../../ui/Button.tsx'
import { plain } from '../../ui/text.ts'
import { journalWords } from '../../ui/words/journal.ts'
import type { Language } from '../../ui/words/language.ts'
import { Choose } from '../parts/Choose.tsx'
import { type Filters, KINDS, PERIODS } from './filters.ts'

type Props = {
  filters: Filters
  /** Of the department; empty = the operator has none. */
  people: readonly Colleague[]
  language: Language
  onChange: (changes: Partial<Filters>) => void
}

export function FilterBar({ filters, people, language, onChange }: Props) {
  const words = journalWords[language]
  const [open, setOpen] = useState(false)
  return (
    <div class="filters">
      <input
        type="search"
        data-field="client"
        maxLength={100}
        value={filters.client}
        aria-label={words.client}
        placeholder={words.clientHint}
        onInput={(event) => onChange({ client: event.currentTarget.value })}
      />
      <Button command="filters" pressed={open} onClick={() => setOpen(!open)}>
        {words.conditions}
      </Button>
      {open && <Conditions filters={filters} people={people} language={language} onChange={onChange} />}
    </div>
  )
}

function Conditions({ filters, people, language, onChange }: Props) {
  const words = journalWords[language]
  return (
    <>
      <Choose
        name="kind"
        label={words.kind}
        value={filters.kind}
        options={KINDS.map((kind) => [kind, words.kinds[kind]])}
        onChoose={(kind) => onChange({ kind })}
      />
      <Choose
        name="period"
        label={words.period}
        value={filters.period}
        options={PERIODS.map((period) => [period, words.periods[period]])}
        onChoose={(period) => onChange({ period })}
      />
      {filters.scope === 'department' && (
        <Choose
          name="person"
          label={words.person}
          value={filters.person}
          options={[['', words.everybody], ...people.map(({ id, name }): [string, string] => [id, plain(name)])]}
          onChoose={(person) => onChange({ person })}
        />
      )}
      {filters.period === 'dates' && (
        <span class="filter-dates">
          <Day label={words.from} value={filters.since} onChange={(since) => onChange({ since })} />
          <Day label={words.until} value={filters.until} onChange={(until) => onChange({ until })} />
        </span>
      )}
    </>
  )
}

function Day({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  return (
    <label>
      {label} <input type="date" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </label>
  )
}
