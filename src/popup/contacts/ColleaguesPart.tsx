import { useMemo, useState } from 'preact/hooks'
import type { ColleagueChoice, ContactChoice } from '../../protocol/choice.ts'
import { NameIndex } from '../../protocol/name-index.ts'
import type { Colleague } from '../../protocol/people.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { colleagueChoice, contactChoice } from '../../ui/choices.ts'
import { Notice } from '../../ui/Notice.tsx'
import { contactsWords } from '../../ui/words/contacts.ts'
import type { Language } from '../../ui/words/language.ts'
import { Choose } from '../parts/Choose.tsx'
import { Empty } from '../parts/Empty.tsx'
import { Details } from './Details.tsx'
import { type Mark, PeopleList } from './PeopleList.tsx'
import { SearchLine } from './SearchLine.tsx'
import type { ContactsSource } from './source.ts'
import { usePeople } from './use-people.ts'

type Props = { state: OperatorState; source: ContactsSource; language: Language }
type Row = ColleagueChoice | ContactChoice

/** «Сотрудники»: favourites first, then everybody 1C knows, with what their lines do (SPEC A4, A8). */
export function ColleaguesPart({ state, source, language }: Props) {
  const words = contactsWords[language]
  const [typed, setTyped] = useState('')
  const [department, setDepartment] = useState('')
  const [mark, setMark] = useState<Mark>(null)
  const { refusal, call, consult, starred, star, tried } = usePeople(state, source, language)
  const people = usePeopleIndex(state)
  const departments = useMemo(() => departmentsOf(people.all()), [people])

  const everyone = typed.trim() === '' && department === ''
  const favourites = everyone ? favouritesOf(state, people) : []
  const others = useMemo(() => {
    const found = typed.trim() === '' ? [...people.all()] : people.search(typed, people.size).found
    return department === '' ? found : found.filter((each) => each.department === department)
  }, [people, typed, department])
  const favouriteColleagues = new Set(favourites.map(({ key }) => key))
  const rest = everyone ? others.filter(({ id }) => !favouriteColleagues.has(id)) : others
  const count = favourites.length + rest.length
  const at = (index: number): Row | null => {
    const favourite = favourites[index]
    if (favourite) return favourite
    const colleague = rest[index - favourites.length]
    return colleague ? colleagueChoice(colleague, state) : null
  }
  const current = placeOf(mark, at, count)
  const chosen = current === null ? null : at(current.at)

  const move = (from: number, to: number) => {
    const keys = favourites.map(favouriteKeyOfRow)
    const key = keys[from]
    // Down is behind the one that stands there now.
    const before = keys[to > from ? to + 1 : to] ?? null
    if (key !== undefined) void tried(source.place({ key, before }))
  }
  if (people.size === 0) return <Empty title={words.noColleagues} hint={words.noColleaguesHint} />
  return (
    <>
      <SearchLine
        name="colleagues"
        typed={typed}
        list="colleagues-list"
        listed={count > 0}
        language={language}
        onTyped={(text) => {
          setTyped(text)
          setMark(null)
        }}
      >
        {departments.length > 1 && (
          <Choose
            name="department"
            label={words.department}
            value={department}
            options={[['', words.everyone], ...departments.map((each) => [each, each] as const)]}
            onChoose={(chosen) => {
              setDepartment(chosen)
              setMark(null)
            }}
          />
        )}
      </SearchLine>
      {count === 0 ? (
        <Empty title={words.nobody} hint={words.nobodyHint} />
      ) : (
        <PeopleList
          id="colleagues-list"
          label={words.colleagues}
          count={count}
          at={at}
          mark={current}
          language={language}
          onMark={setMark}
          onEnter={(choice, other) => {
            if (other && consult && choice.to !== null) consult(choice.to)
            else call(choice.to)
          }}
          movable={favourites.length}
          onMove={move}
          starred={new Set(favouriteColleagues)}
        />
      )}
      <p class="people-count" role="status">
        {words.people(count)}. {words.pickOne}
      </p>
      {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
      {chosen && current && (
        <Details
          choice={chosen}
          people={state}
          language={language}
          onCall={call}
          onConsult={consult}
          starred={starred.has(favouriteKeyOfRow(chosen))}
          onStar={(on) => star(chosen, on)}
          onMove={
            current.at < favourites.length && favourites.length > 1
              ? (by) => {
                  const to = current.at + by
                  if (to < 0 || to >= favourites.length) return
                  move(current.at, to)
                  setMark({ at: to, key: chosen.key })
                }
              : null
          }
          onChange={null}
          onRemove={null}
        />
      )}
    </>
  )
}

/** Made anew for other people, and not whenever a line changes. */
function usePeopleIndex({ self, colleagues }: OperatorState): NameIndex<Colleague> {
  return useMemo(() => {
    const others = colleagues.filter(({ id }) => id !== self.id)
    return new NameIndex<Colleague>(
      ({ id, name, department, number, mobile = '' }) => ({
        id,
        name,
        about: department,
        numbers: [number ?? '', mobile].filter((each) => each !== ''),
      }),
      others,
    )
  }, [self.id, colleagues])
}

const favouriteKeyOfRow = (row: Row): string => (row.kind === 'contact' ? row.key : `colleague:${row.colleague.id}`)

/** In the operator's order; an employee who has left 1C is not shown. */
function favouritesOf(state: OperatorState, people: NameIndex<Colleague>): Row[] {
  return state.favourites.flatMap(({ key, contact }): Row[] => {
    if (contact) return [contactChoice(contact)]
    const colleague = people.get(key.slice('colleague:'.length))
    return colleague ? [colleagueChoice(colleague, state)] : []
  })
}

const departmentsOf = (people: Iterable<Colleague>): string[] =>
  [...new Set(Array.from(people, ({ department }) => department))]
    .filter((each) => each !== '')
    .sort((a, b) => a.localeCompare(b, 'ru'))

/** Others may have come before whoever is marked. */
function placeOf(mark: Mark, at: (index: number) => Row | null, count: number): Mark {
  if (mark === null || at(mark.at)?.key === mark.key) return mark
  for (let index = 0; index < count; index++) if (at(index)?.key === mark.key) return { at: index, key: mark.key }
  return null
}
