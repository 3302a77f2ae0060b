import type { ComponentChildren, Ref } from 'preact'
import { Icon } from './icons.tsx'

type Props = {
  field: Ref<HTMLInputElement>
  /** Names it to keys and tests, whatever the language. */
  name: string
  typed: string
  label: string
  hint: string
  /** Id of the list below, and of the row in it that Enter would take. */
  list: string
  active: string | null
  expanded: boolean
  onTyped: (text: string) => void
  /** The button that closes the picker. */
  children: ComponentChildren
}

/** The line of a picker in which one types whom one looks for; the rows stand below it (ARIA «combobox»). */
export function PickerField({ field, name, typed, label, hint, list, active, expanded, onTyped, children }: Props) {
  return (
    <div class="t-picker-field">
      <Icon name="search" />
      <input
        ref={field}
        data-field={name}
        role="combobox"
        type="text"
        autoComplete="off"
        spellcheck={false}
        maxLength={100}
        value={typed}
        aria-label={label}
        aria-expanded={expanded}
        aria-controls={list}
        aria-autocomplete="list"
        {...(active !== null && { 'aria-activedescendant': active })}
        placeholder={hint}
        onInput={(event) => onTyped(event.currentTarget.value)}
      />
      {children}
    </div>
  )
}
