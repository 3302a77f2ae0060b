import type { ComponentChildren } from 'preact'
import { contactsWords } from '../../ui/words/contacts.ts'
import type { Language } from '../../ui/words/language.ts'

type Props = {
  name: string
  typed: string
  /** Id of the list below: ↓ goes there. */
  list: string
  /** Whether it is there: where nobody is found, something else stands in its place. */
  listed: boolean
  language: Language
  onTyped: (text: string) => void
  children?: ComponentChildren
}

/** Whom one looks for in the list below, and what it is narrowed to. */
export function SearchLine({ name, typed, list, listed, language, onTyped, children }: Props) {
  const words = contactsWords[language]
  return (
    <div class="filters">
      <input
        type="search"
        data-field={name}
        autoComplete="off"
        spellcheck={false}
        maxLength={100}
        value={typed}
        aria-label={words.search}
        {...(listed && { 'aria-controls': list })}
        placeholder={words.searchHint}
        onInput={(event) => onTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
          const rows = document.getElementById(list)
          if (!rows) return
          event.preventDefault()
          rows.focus()
          // The first is marked, as by the key itself.
          rows.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
        }}
      />
      {children}
    </div>
  )
}
