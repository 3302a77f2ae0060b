import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Choice } from '../protocol/choice.ts'
import type { TransferKind } from '../protocol/preferences.ts'
import { Icon } from './icons.tsx'
import { inPlace, STEPS, useMarked } from './marked.ts'
import { Notice } from './Notice.tsx'
import { PersonRow } from './PersonRow.tsx'
import { PickerField } from './PickerField.tsx'
import { callWords } from './words/call.ts'
import type { Language } from './words/language.ts'
import { peopleWords } from './words/people.ts'

/** Where whoever shows a card finds people, and what the operator's habit is. */
export type Transfers = {
  /** Whom the typed text may mean; everybody for nothing typed. */
  find: (typed: string) => Promise<Choice[]>
  /** What Enter does. */
  usual: TransferKind
  setUsual: (kind: TransferKind) => void
  /** Changes whenever `find` would answer otherwise: lines change while one looks. */
  version: unknown
}

export type TransferPickerProps = {
  id: string
  transfers: Transfers
  /** The ways that are possible now. */
  kinds: TransferKind[]
  language: Language
  /** What was last refused. */
  refusal: string | null
  busy: boolean
  onChoose: (to: string, kind: TransferKind) => void
  onCancel: () => void
}

const NOTHING: Choice[] = []

/** Who takes the call: a name, a department or a number; Enter transfers the usual way, Shift+Enter the other, Esc goes back. */
export function TransferPicker(props: TransferPickerProps) {
  const { id, transfers, kinds, language, refusal, busy, onChoose, onCancel } = props
  const words = peopleWords[language]
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<{ typed: string; choices: Choice[] } | null>(null)
  /** Enter was quicker than the search: its first answer is meant. */
  const hurried = useRef<{ typed: string; other: boolean } | null>(null)
  const choices = found?.choices ?? NOTHING
  const { at, move, reset } = useMarked(choices)

  // Before the next key is pressed: the first letter must not go to 1C.
  useLayoutEffect(() => field.current?.focus(), [])
  useEffect(() => {
    let wanted = true
    transfers.find(typed).then(
      (now) =>
        wanted &&
        setFound((before) => ({ typed, choices: before?.typed === typed ? inPlace(before.choices, now) : now })),
      () => wanted && setFound({ typed, choices: NOTHING }),
    )
    return () => {
      wanted = false
    }
  }, [typed, transfers.version])
  useEffect(() => list.current?.querySelector('.marked')?.scrollIntoView?.({ block: 'nearest' }), [at])

  const wayOf = (other: boolean): TransferKind | null => {
    const wanted = other ? otherKind(transfers.usual) : transfers.usual
    if (kinds.includes(wanted)) return wanted
    // Where only one way is possible, Enter goes it; the other key does not go a way nobody asked for.
    return other ? null : (kinds[0] ?? null)
  }
  const choose = (choice: Choice | undefined, other: boolean) => {
    const kind = wayOf(other)
    if (busy || kind === null || !choice || choice.to === null) return
    onChoose(choice.to, kind)
  }
  useEffect(() => {
    const wish = hurried.current
    if (!wish || found?.typed !== wish.typed) return
    hurried.current = null
    choose(choices[0], wish.other)
  }, [found])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const step = STEPS[event.key]
    if (event.key === 'Escape') onCancel()
    else if (step !== undefined && choices.length > 0) move(step)
    else if (event.key === 'Enter' && event.target === field.current) {
      if (event.repeat) return
      // What stands in the field, which may not have been drawn yet.
      const now = field.current?.value ?? typed
      if (found?.typed === now) choose(choices[at], event.shiftKey)
      else hurried.current = { typed: now, other: event.shiftKey }
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser we support
    <div class="t-picker" role="group" aria-label={words.pickerTitle} aria-busy={busy} onKeyDown={onKeyDown}>
      <PickerField
        field={field}
        name="transfer"
        typed={typed}
        label={words.search}
        hint={words.searchHint}
        list={`${id}-people`}
        active={at >= 0 ? `${id}-person-${at}` : null}
        expanded={choices.length > 0}
        onTyped={(text) => {
          hurried.current = null
          setTyped(text)
          reset()
        }}
      >
        <button
          type="button"
          class="t-button plain"
          data-command="cancel"
          aria-label={words.cancel}
          title={callWords[language].key(words.cancel, 'Esc')}
          onClick={onCancel}
        >
          <Icon name="close" size={16} />
        </button>
      </PickerField>
      <div ref={list} id={`${id}-people`} role="listbox" class="t-people" aria-label={words.found}>
        {choices.map((choice, index) => (
          <PersonRow
            key={choice.key}
            id={`${id}-person-${index}`}
            choice={choice}
            marked={index === at}
            language={language}
            numberText={words.freeNumber}
            onChoose={(event) => choose(choice, event.shiftKey)}
          />
        ))}
      </div>
      {found?.typed === typed && choices.length === 0 && (
        <p class="t-picker-nobody" role="status">
          {words.nobody}
        </p>
      )}
      {refusal && <Notice kind="warning">{refusal}</Notice>}
      {kinds.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: see above
        <div class="t-kinds" role="group" aria-label={words.usual} title={words.usual}>
          {kinds.map((kind) => (
            <button
              key={kind}
              type="button"
              class="t-button"
              data-kind={kind}
              aria-pressed={kind === wayOf(false)}
              onClick={() => {
                transfers.setUsual(kind)
                field.current?.focus()
              }}
            >
              <span>{words[kind]}</span>
              <span class="t-key" aria-hidden="true">
                {kind === wayOf(false) ? 'Enter' : 'Shift+Enter'}
              </span>
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

const otherKind = (kind: TransferKind): TransferKind => (kind === 'consult' ? 'singleStepTransfer' : 'consult')
