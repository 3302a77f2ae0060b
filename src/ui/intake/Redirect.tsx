import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ColleagueChoice } from '../../protocol/choice.ts'
import { Icon } from '../icons.tsx'
import { inPlace, STEPS, useMarked } from '../marked.ts'
import { PersonRow } from '../PersonRow.tsx'
import { PickerField } from '../PickerField.tsx'
import { plain } from '../text.ts'
import { intakeWords } from '../words/intake.ts'
import type { Language } from '../words/language.ts'
import { peopleWords } from '../words/people.ts'
import type { Managers } from './managers.ts'
import { useAnswer } from './use-answer.ts'

type Props = {
  id: string
  managers: Managers
  /** Only these fit the «Тип услуги»; null = all. */
  departments: readonly string[] | null
  service: string
  language: Language
  onChoose: (user: string) => void
  onClose: () => void
}

const NOBODY: ColleagueChoice[] = []

/** «Перенаправить» (SPEC B7): managers by department, each with presence and line. */
export function Redirect({ id, managers, departments, service, language, onChoose, onClose }: Props) {
  const words = intakeWords[language]
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [all, setAll] = useState(false)
  const wanted = all ? null : departments
  const found = useAnswer(`${typed}\n${wanted?.join('\n') ?? '*'}`, () => managers.find(typed, wanted), {
    version: managers.version,
  })
  const before = useRef<{ typed: string; all: boolean; rows: ColleagueChoice[] }>({ typed: '', all, rows: NOBODY })
  const now = found.state === 'known' ? found.value : NOBODY
  const same = before.current.typed === typed && before.current.all === all
  const rows = same ? inPlace(before.current.rows, now) : now
  before.current = { typed, all, rows }
  const { at, move, reset } = useMarked(rows)

  useLayoutEffect(() => field.current?.focus(), [])
  useEffect(() => list.current?.querySelector('.marked')?.scrollIntoView?.({ block: 'nearest' }), [at])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey) return
    const step = STEPS[event.key]
    const choice = rows[at]
    if (event.key === 'Escape') onClose()
    else if (step !== undefined && rows.length > 0) move(step)
    else if (event.key === 'Enter' && event.target === field.current && !event.repeat) {
      if (choice && found.state === 'known') onChoose(choice.colleague.id)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const byDepartment = new Map<string, { choice: ColleagueChoice; index: number }[]>()
  for (const [index, choice] of rows.entries()) {
    const department = plain(choice.colleague.department)
    byDepartment.set(department, [...(byDepartment.get(department) ?? []), { choice, index }])
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser we support
    <div class="t-picker" role="group" aria-label={words.redirectTitle} onKeyDown={onKeyDown}>
      <PickerField
        field={field}
        name="redirect"
        typed={typed}
        label={words.redirectTitle}
        hint={words.redirectHint}
        list={`${id}-managers`}
        active={at >= 0 ? `${id}-manager-${at}` : null}
        expanded={rows.length > 0}
        onTyped={(text) => {
          setTyped(text)
          reset()
        }}
      >
        <button type="button" class="t-button plain" aria-label={peopleWords[language].cancel} onClick={onClose}>
          <Icon name="close" size={16} />
        </button>
      </PickerField>
      {wanted !== null && (
        <div class="t-row">
          <span class="t-hint">{words.redirectFits(service)}</span>
          <button type="button" class="t-button plain" data-command="allManagers" onClick={() => setAll(true)}>
            {words.redirectAll}
          </button>
        </div>
      )}
      <div ref={list} id={`${id}-managers`} role="listbox" class="t-people" aria-label={peopleWords[language].found}>
        {[...byDepartment].map(([department, members]) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox (WAI-ARIA)
          <div key={department} role="group" aria-label={department || words.noDepartment}>
            <div class="t-department" aria-hidden="true">
              {department || words.noDepartment}
            </div>
            {members.map(({ choice, index }) => (
              <PersonRow
                key={choice.key}
                id={`${id}-manager-${index}`}
                choice={choice}
                marked={index === at}
                language={language}
                anyone
                numberText={peopleWords[language].freeNumber}
                onChoose={() => onChoose(choice.colleague.id)}
              />
            ))}
          </div>
        ))}
      </div>
      {found.state !== 'loading' && rows.length === 0 && (
        <p class="t-picker-nobody" role="status">
          {words.redirectNobody}
        </p>
      )}
    </div>
  )
}
