import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type ChatId, departmentChat } from '../../protocol/chat.ts'
import { isSamePerson } from '../../protocol/same-person.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { managerChoices } from '../../ui/choices.ts'
import { Icon } from '../../ui/icons.tsx'
import { STEPS, useMarked } from '../../ui/marked.ts'
import { PersonRow } from '../../ui/PersonRow.tsx'
import { PickerField } from '../../ui/PickerField.tsx'
import { plain } from '../../ui/text.ts'
import { chatWords } from '../../ui/words/chat.ts'
import type { Language } from '../../ui/words/language.ts'
import { chatWith } from './partner.ts'

type Props = {
  state: OperatorState
  language: Language
  onChoose: (chat: ChatId) => void
  onBack: () => void
}

/** Whom to write to: anybody among the colleagues, with a phone or without, or one's own department. */
export function Begin({ state, language, onChoose, onBack }: Props) {
  const words = chatWords[language]
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const others = managerChoices(typed, null, state).filter(({ colleague }) => !isSamePerson(colleague, state.self))
  // One person is one row, however many users they are.
  const found = [...new Map(others.map((choice) => [chatWith(choice.colleague, state), choice])).values()]
  const { at, move, reset } = useMarked(found)
  const { department } = state.self
  useLayoutEffect(() => field.current?.focus(), [])
  useEffect(() => list.current?.querySelector('.marked')?.scrollIntoView?.({ block: 'nearest' }), [at])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const step = STEPS[event.key]
    const choice = found[at]
    if (event.key === 'Escape') onBack()
    else if (step !== undefined && found.length > 0) move(step)
    else if (event.key === 'Enter' && choice && event.target === field.current)
      onChoose(chatWith(choice.colleague, state))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser we support
    <div class="t-picker chat-begin" role="group" aria-label={words.whom} onKeyDown={onKeyDown}>
      <PickerField
        field={field}
        name="whom"
        typed={typed}
        label={words.whom}
        hint={words.whomHint}
        list="chat-people"
        active={at >= 0 ? `chat-person-${at}` : null}
        expanded={found.length > 0}
        onTyped={(text) => {
          setTyped(text)
          reset()
        }}
      >
        <button
          type="button"
          class="t-button plain"
          data-command="chatBack"
          aria-label={words.back}
          title={`${words.back} (Esc)`}
          onClick={onBack}
        >
          <Icon name="close" size={16} />
        </button>
      </PickerField>
      {department !== '' && typed === '' && (
        <button
          type="button"
          class="t-button"
          data-command="writeDepartment"
          onClick={() => onChoose(departmentChat(department))}
        >
          <Icon name="three" />
          <span>{words.department(plain(department))}</span>
        </button>
      )}
      <div
        ref={list}
        id="chat-people"
        role="listbox"
        class="t-people"
        aria-label={words.whom}
        hidden={found.length === 0}
      >
        {found.map((choice, index) => (
          <PersonRow
            key={choice.key}
            id={`chat-person-${index}`}
            choice={choice}
            marked={index === at}
            language={language}
            numberText={(number) => number}
            anyone
            onChoose={() => onChoose(chatWith(choice.colleague, state))}
          />
        ))}
      </div>
      {found.length === 0 && (
        <p class="t-picker-nobody" role="status">
          {words.nobody}
        </p>
      )}
    </div>
  )
}
