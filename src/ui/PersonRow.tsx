import type { Choice } from '../protocol/choice.ts'
import { Avatar } from './Avatar.tsx'
import { Icon } from './icons.tsx'
import { Presence } from './Presence.tsx'
import { plain } from './text.ts'
import type { Language } from './words/language.ts'
import { peopleWords } from './words/people.ts'

type Props = {
  id: string
  choice: Choice
  marked: boolean
  language: Language
  /** What is written for a number that is nobody's. */
  numberText: (number: string) => string
  /** Also who has no number can be chosen. */
  anyone?: boolean
  onChoose: (event: MouseEvent) => void
}

/** Somebody who can be called: who, department, what their line is doing and with whom, number (SPEC A8). */
export function PersonRow({ id, choice, marked, language, numberText, anyone = false, onChoose }: Props) {
  return (
    // The keyboard's way is in the field above; an option is never focused itself.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      id={id}
      role="option"
      class={marked ? 't-person marked' : 't-person'}
      aria-selected={marked}
      aria-disabled={choice.to === null && !anyone}
      onClick={onChoose}
    >
      {choice.kind === 'number' ? (
        <>
          <span class="t-avatar number" aria-hidden="true">
            <Icon name="handset" size={16} />
          </span>
          <span class="t-person-name">{numberText(choice.text)}</span>
        </>
      ) : (
        <>
          <Avatar colleague={choice.colleague} />
          <span class="t-person-name">
            <bdi>{plain(choice.colleague.name)}</bdi>
            <span class="t-person-about">
              <Presence line={choice.line} status={choice.status} language={language} />
              <bdi>{plain(choice.colleague.department)}</bdi>
            </span>
          </span>
          <span class="t-person-number">{choice.to ?? peopleWords[language].noInternalNumber}</span>
        </>
      )}
    </div>
  )
}
