import { useState } from 'preact/hooks'
import * as v from 'valibot'
import { type Contact, Entry, OWN_BOOK } from '../../protocol/address-book.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { Button } from '../../ui/Button.tsx'
import { contactChoice } from '../../ui/choices.ts'
import { Notice } from '../../ui/Notice.tsx'
import { plain } from '../../ui/text.ts'
import { contactsWords } from '../../ui/words/contacts.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { Choose } from '../parts/Choose.tsx'
import { Empty } from '../parts/Empty.tsx'
import { ContactForm } from './ContactForm.tsx'
import { Details } from './Details.tsx'
import { OwnBookTools } from './OwnBookTools.tsx'
import { type Mark, PeopleList } from './PeopleList.tsx'
import { SearchLine } from './SearchLine.tsx'
import type { ContactsSource } from './source.ts'
import { useBook } from './use-book.ts'
import { usePeople } from './use-people.ts'

type Props = {
  state: OperatorState
  online: boolean
  source: ContactsSource
  language: Language
  save: (name: string, text: string, type: string) => void
}

/** «Книга»: shared address books and one's own (SPEC A4). */
export function BooksPart({ state, online, source, language, save }: Props) {
  const words = contactsWords[language]
  const { books } = state
  const [chosen, setChosen] = useState<string | null>(null)
  const book =
    books.shared.find(({ id }) => id === chosen)?.id ??
    (chosen === OWN_BOOK ? OWN_BOOK : (books.shared[0]?.id ?? OWN_BOOK))
  const [typed, setTyped] = useState('')
  const [mark, setMark] = useState<Mark>(null)
  const [editing, setEditing] = useState<{ contact: Contact | null } | null>(null)
  const [removed, setRemoved] = useState<Contact | null>(null)
  const { refusal, call, consult, starred, star, tried } = usePeople(state, source, language)
  const list = useBook(source, { book, typed, version: books.version, online })
  const at = (index: number) => {
    const contact = list.at(index)
    return contact && contactChoice(contact, typed)
  }
  const marked = mark === null ? null : at(mark.at)
  const current = marked?.key === mark?.key ? marked : null

  const remove = async (contact: Contact) => {
    if (await tried(source.remove({ id: contact.id }))) setRemoved(contact)
  }
  const keep = (contact: Contact) => tried(source.keep({ contact: v.parse(Entry, contact) }))
  if (editing)
    return (
      <>
        <ContactForm
          contact={editing.contact}
          language={language}
          onSave={async (entry) => {
            const saved = await tried(source.keep({ contact: entry }))
            if (saved) setEditing(null)
            return saved
          }}
          onCancel={() => setEditing(null)}
        />
        {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
      </>
    )
  return (
    <>
      <SearchLine
        name="contacts"
        typed={typed}
        list="contacts-list"
        listed={list.count > 0}
        language={language}
        onTyped={(text) => {
          setTyped(text)
          setMark(null)
        }}
      >
        <Choose
          name="book"
          label={words.book}
          value={book}
          options={[
            ...books.shared.map(({ id, name, count }) => [id, `${plain(name)} (${count})`] as const),
            [OWN_BOOK, `${words.own} (${books.own})`],
          ]}
          onChoose={(next) => {
            setChosen(next)
            setMark(null)
          }}
        />
      </SearchLine>
      {!online && <p class="people-count">{words.offline}</p>}
      {list.count > 0 ? (
        <PeopleList
          id="contacts-list"
          label={words.books}
          count={list.count}
          at={at}
          mark={mark}
          language={language}
          onMark={setMark}
          onEnter={(choice, other) => {
            if (other && consult && choice.to !== null) consult(choice.to)
            else call(choice.to)
          }}
          movable={0}
          onMove={() => {}}
          onSight={list.want}
          starred={starred}
        />
      ) : (
        list.ready && <NobodyHere typed={typed} own={book === OWN_BOOK} language={language} />
      )}
      {list.ready && list.count > 0 && (
        <p class="people-count" role="status">
          {list.total > list.count
            ? words.more(list.count, list.total)
            : `${words.people(list.total)}. ${words.pickOne}`}
        </p>
      )}
      {list.error !== null && online && <Notice kind="warning">{errorText(list.error, language)}</Notice>}
      {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
      {removed && (
        <div class="undo" role="status">
          <span>{words.removed(plain(removed.name))}</span>
          <Button
            icon="back"
            command="undo-remove"
            onClick={() => void keep(removed).then((done) => done && setRemoved(null))}
          >
            {words.back}
          </Button>
        </div>
      )}
      {current && (
        <Details
          choice={current}
          people={state}
          language={language}
          onCall={call}
          onConsult={consult}
          starred={starred.has(current.key)}
          onStar={(on) => star(current, on)}
          onMove={null}
          onChange={current.contact.book === OWN_BOOK ? () => setEditing({ contact: current.contact }) : null}
          onRemove={current.contact.book === OWN_BOOK ? () => void remove(current.contact) : null}
        />
      )}
      {book === OWN_BOOK && (
        <OwnBookTools
          source={source}
          language={language}
          some={books.own > 0}
          save={save}
          onAdd={() => setEditing({ contact: null })}
        />
      )}
    </>
  )
}

function NobodyHere({ typed, own, language }: { typed: string; own: boolean; language: Language }) {
  const words = contactsWords[language]
  if (typed.trim() !== '') return <Empty title={words.nobody} hint={words.nobodyHint} />
  return own ? <Empty title={words.ownEmpty} hint={words.ownEmptyHint} /> : <Empty title={words.bookEmpty} />
}
