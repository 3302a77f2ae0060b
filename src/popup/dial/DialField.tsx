import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { format } from '../../phone/format.ts'
import { ask } from '../../platform/page.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { choices, redialChoice, withContacts } from '../../ui/choices.ts'
import { newCommandId } from '../../ui/command-id.ts'
import { Icon } from '../../ui/icons.tsx'
import { STEPS, useMarked } from '../../ui/marked.ts'
import { Notice } from '../../ui/Notice.tsx'
import { PersonRow } from '../../ui/PersonRow.tsx'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { panelWords } from '../../ui/words/panel.ts'
import { useContacts } from './use-contacts.ts'

type Props = {
  state: OperatorState | null
  /** The latest first. */
  dialled: string[]
  /** Whether one types here as soon as the panel is open. */
  focused: boolean
  language: Language
}

/**
 * A name, a number or its part; Enter dials the first (LOOK, «Panel» 2). The combobox pattern of WAI-ARIA. In an empty
 * field ↑ and Enter bring back the numbers that were dialled last, as shells and old telephones do.
 */
export function DialField({ state, dialled, focused, language }: Props) {
  const words = panelWords[language]
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [dialling, setDialling] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  /** The last numbers are listed below the empty field. */
  const [recalling, setRecalling] = useState(false)
  const { contacts, waits } = useContacts(typed, state)
  const found = recalling
    ? dialled.map((number) => redialChoice(number, state))
    : withContacts(choices(typed, state), contacts, typed)
  /** Enter was quicker than the server: the first of the books is meant. */
  const hurried = useRef<string | null>(null)
  const { at, move, reset } = useMarked(found)
  const [lastDialled = null] = dialled

  useLayoutEffect(() => {
    if (focused) field.current?.focus()
  }, [])

  const type = (text: string) => {
    setTyped(text)
    reset()
    setRecalling(false)
    setRefusal(null)
    hurried.current = null
  }
  const dial = async (to: string | null) => {
    if (to === null || dialling) return
    setDialling(true)
    setRefusal(null)
    try {
      await ask('call.make', { commandId: newCommandId(), to })
      type('')
    } catch (error) {
      setRefusal(errorText(error, language, 'make'))
    } finally {
      setDialling(false)
      field.current?.focus()
    }
  }
  useEffect(() => {
    if (waits || hurried.current !== typed) return
    hurried.current = null
    void dial(found[0]?.to ?? null)
  }, [waits])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    const choice = found[at]
    const recalls = event.key === 'ArrowUp' || (event.key === 'Enter' && !event.repeat)
    if (recalls && typed === '' && !recalling && lastDialled !== null) setRecalling(true)
    else if (step !== undefined && found.length > 0) move(step)
    else if (event.key === 'Enter' && choice && !event.isComposing && !event.repeat) void dial(choice.to)
    else if (event.key === 'Enter' && waits && !event.isComposing && !event.repeat) hurried.current = typed
    else if (event.key === 'Escape' && (typed !== '' || recalling)) type('')
    // Escape in an empty field closes the popup, as anywhere.
    else return
    event.preventDefault()
  }

  return (
    <section class="dial" aria-busy={dialling}>
      <div class="dial-field">
        <Icon name="search" />
        <input
          ref={field}
          data-field="dial"
          role="combobox"
          type="text"
          inputMode="search"
          autoComplete="off"
          spellcheck={false}
          maxLength={100}
          value={typed}
          aria-label={words.dialLabel}
          aria-expanded={found.length > 0}
          aria-controls="dial-choices"
          aria-autocomplete="list"
          aria-keyshortcuts="/"
          {...(at >= 0 && { 'aria-activedescendant': `choice-${at}` })}
          placeholder={words.dialHint}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {typed === '' && lastDialled !== null && (
          <button
            type="button"
            class="t-button plain redial"
            data-command="redial"
            aria-label={words.redial(format(lastDialled))}
            title={`${words.redial(format(lastDialled))} (↑, Enter)`}
            disabled={dialling}
            onClick={() => void dial(lastDialled)}
          >
            <Icon name="redial" />
          </button>
        )}
        <span class="key" aria-hidden="true">
          /
        </span>
      </div>
      <div
        id="dial-choices"
        role="listbox"
        class="choices"
        aria-label={recalling ? words.redialled : words.results}
        hidden={found.length === 0}
      >
        {found.map((choice, index) => (
          <PersonRow
            key={choice.key}
            id={`choice-${index}`}
            choice={choice}
            marked={index === at}
            language={language}
            numberText={recalling ? words.redial : words.dialCall}
            onChoose={() => void dial(choice.to)}
          />
        ))}
      </div>
      {typed.trim().length > 1 && found.length === 0 && !waits && (
        <p class="dial-nothing" role="status">
          {words.dialNothing}
        </p>
      )}
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}
