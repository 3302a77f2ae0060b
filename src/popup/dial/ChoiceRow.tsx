import { Icon } from '../../ui/icons.tsx'
import { plain } from '../../ui/text.ts'
import type { Language } from '../../ui/words/language.ts'
import { panelWords } from '../../ui/words/panel.ts'
import type { Choice } from './choices.ts'

type Props = { id: string; choice: Choice; marked: boolean; language: Language; onDial: () => void }

export function ChoiceRow({ id, choice, marked, language, onDial }: Props) {
  const words = panelWords[language]
  return (
    // The keyboard's way is in the field above; an option is never focused itself.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      id={id}
      role="option"
      class={marked ? 'choice marked' : 'choice'}
      aria-selected={marked}
      aria-disabled={choice.to === null}
      onClick={onDial}
    >
      {choice.kind === 'number' ? (
        <>
          <Icon name="handset" />
          <span class="choice-name">{words.dialCall(choice.text)}</span>
        </>
      ) : (
        <>
          <Icon name="person" />
          <span class="choice-name">
            <bdi>{plain(choice.colleague.name)}</bdi>
            <bdi class="choice-department">{plain(choice.colleague.department)}</bdi>
          </span>
          <span class="choice-number">{choice.to ?? words.noInternalNumber}</span>
        </>
      )}
    </div>
  )
}
