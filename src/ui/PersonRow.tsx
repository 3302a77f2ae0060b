import { format } from '../phone/format.ts'
import type { Choice, ContactChoice } from '../protocol/choice.ts'
import { Avatar } from './Avatar.tsx'
import { Icon } from './icons.tsx'
import { Presence } from './Presence.tsx'
import { plain } from './text.ts'
import { contactsWords } from './words/contacts.ts'
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
  /** Where it stands in a list of which only a part is there; the first is 1. */
  place?: { at: number; of: number }
  /** Among the operator's favourites. */
  starred?: boolean
  onChoose: (event: MouseEvent) => void
}

/** Somebody who can be called: who, department, what their line is doing and with whom, number (SPEC A8). */
export function PersonRow({
  id,
  choice,
  marked,
  language,
  numberText,
  anyone = false,
  place,
  starred,
  onChoose,
}: Props) {
  return (
    // The keyboard's way is in the field above; an option is never focused itself.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      id={id}
      role="option"
      class={marked ? 't-person marked' : 't-person'}
      aria-selected={marked}
      {...(place && { 'aria-posinset': place.at, 'aria-setsize': place.of })}
      aria-disabled={choice.to === null && !anyone}
      onClick={onChoose}
    >
      {starred && (
        <span class="t-star">
          <Icon name="star" size={16} />
          <span class="t-only-read">{contactsWords[language].favourite}</span>
        </span>
      )}
      {choice.kind === 'contact' && <ContactLines choice={choice} />}
      {choice.kind === 'number' && (
        <>
          <span class="t-avatar number" aria-hidden="true">
            <Icon name="handset" size={16} />
          </span>
          <span class="t-person-name">{numberText(choice.text)}</span>
        </>
      )}
      {choice.kind === 'colleague' && (
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

function ContactLines({ choice: { contact, to } }: { choice: ContactChoice }) {
  const { id, name, company, department, position } = contact
  const about = [company, department, position].filter((text) => text !== '').join(' · ')
  return (
    <>
      <Avatar colleague={{ id, name, department, number: null }} />
      <span class="t-person-name">
        <bdi>{plain(name)}</bdi>
        <span class="t-person-about">
          <bdi>{plain(about)}</bdi>
        </span>
      </span>
      <span class="t-person-number">{to === null ? '' : format(to)}</span>
    </>
  )
}
