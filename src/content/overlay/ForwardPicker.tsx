import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../../ui/icons.tsx'
import { STEPS, useMarked } from '../../ui/marked.ts'
import { PersonRow } from '../../ui/PersonRow.tsx'
import { PickerField } from '../../ui/PickerField.tsx'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import { peopleWords } from '../../ui/words/people.ts'
import type { CommandNote, ForwardChoice } from '../forward-command.ts'

type Props = { id: string; note: Extract<CommandNote, { kind: 'picker' }>; language: Language }

const NOBODY: ForwardChoice[] = []

/** Who gets this client's calls (SPEC C7): only those who have a number, each with their line. */
export function ForwardPicker({ id, note, language }: Props) {
  const words = peopleWords[language]
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<{ typed: string; choices: ForwardChoice[] } | null>(null)
  const choices = found?.choices ?? NOBODY
  const { at, move, reset } = useMarked(choices)

  useLayoutEffect(() => field.current?.focus(), [])
  useEffect(() => {
    let wanted = true
    const show = (choices: ForwardChoice[]) => wanted && setFound({ typed, choices })
    note.find(typed).then(show, () => show(NOBODY))
    return () => {
      wanted = false
    }
  }, [typed])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const step = STEPS[event.key]
    const choice = choices[at]
    if (event.key === 'Escape') note.close()
    else if (step !== undefined && choices.length > 0) move(step)
    // What is marked belongs to what has been typed only once it has been found.
    else if (event.key === 'Enter' && event.isTrusted && !event.repeat && choice && found?.typed === typed) {
      note.choose(choice.colleague)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser we support
    <div class="t-picker" role="group" aria-label={overlayWords[language].forwardCalls} onKeyDown={onKeyDown}>
      <PickerField
        field={field}
        name="forward"
        typed={typed}
        label={overlayWords[language].forwardWhom}
        hint={words.searchHint}
        list={`${id}-people`}
        active={at >= 0 ? `${id}-person-${at}` : null}
        expanded={choices.length > 0}
        onTyped={(text) => {
          setTyped(text)
          reset()
        }}
      >
        <button type="button" class="t-button plain" aria-label={overlayWords[language].close} onClick={note.close}>
          <Icon name="close" size={16} />
        </button>
      </PickerField>
      <div id={`${id}-people`} role="listbox" class="t-people" aria-label={words.found}>
        {choices.map((choice, index) => (
          <PersonRow
            key={choice.key}
            id={`${id}-person-${index}`}
            choice={choice}
            marked={index === at}
            language={language}
            numberText={words.freeNumber}
            onChoose={(event) => event.isTrusted && note.choose(choice.colleague)}
          />
        ))}
      </div>
      {found?.typed === typed && choices.length === 0 && (
        <p class="t-picker-nobody" role="status">
          {overlayWords[language].nobodyToForward}
        </p>
      )}
    </div>
  )
}
