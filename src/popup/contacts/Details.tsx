import { format } from '../../phone/format.ts'
import type { Choice } from '../../protocol/choice.ts'
import { Button } from '../../ui/Button.tsx'
import { dialable } from '../../ui/choices.ts'
import { plain } from '../../ui/text.ts'
import { contactsWords } from '../../ui/words/contacts.ts'
import type { Language } from '../../ui/words/language.ts'
import type { People } from '../chat/partner.ts'
import { WriteButton } from '../chat/WriteButton.tsx'

type Props = {
  choice: Exclude<Choice, { kind: 'number' }>
  /** Among whom a colleague is known to the chat. */
  people: People
  language: Language
  onCall: (to: string) => void
  /** Gives the call one is in to them, after a word; null = there is none to give. */
  onConsult: ((to: string) => void) | null
  starred: boolean
  onStar: (on: boolean) => void
  /** Of a favourite that stands among others: by one place. */
  onMove: ((by: 1 | -1) => void) | null
  /** Of an entry of one's own. */
  onChange: (() => void) | null
  onRemove: (() => void) | null
}

/** What can be done with whoever is marked in the list. */
export function Details(props: Props) {
  const { choice, people, language, onCall, onConsult, starred, onStar, onMove, onChange, onRemove } = props
  const words = contactsWords[language]
  const name = choice.kind === 'contact' ? choice.contact.name : choice.colleague.name
  const { email, note } = choice.kind === 'contact' ? choice.contact : { email: '', note: '' }
  return (
    <section class="details" aria-label={words.actions(plain(name))}>
      <p class="details-name">
        <bdi>{plain(name)}</bdi>
      </p>
      {(email !== '' || note !== '') && (
        <p class="details-more">
          <bdi>{plain(email)}</bdi> <bdi>{plain(note, 500)}</bdi>
        </p>
      )}
      <div class="details-buttons">
        {numbersOf(choice).map((number, i) => (
          <Button
            key={number}
            icon="handset"
            {...(i === 0 && { kind: 'accent' as const, command: 'call-marked' })}
            onClick={() => onCall(number)}
          >
            {words.call(format(number))}
          </Button>
        ))}
        {onConsult && choice.to !== null && (
          <Button icon="transfer" command="consult-marked" onClick={() => choice.to !== null && onConsult(choice.to)}>
            {words.consult}
          </Button>
        )}
        {choice.kind === 'colleague' && (
          <WriteButton colleague={choice.colleague} people={people} language={language} />
        )}
        <Button icon="star" pressed={starred} command="star" onClick={() => onStar(!starred)}>
          {starred ? words.unstar : words.star}
        </Button>
        {onMove && (
          <>
            <Button command="up" title="Alt+↑" onClick={() => onMove(-1)}>
              {words.up}
            </Button>
            <Button command="down" title="Alt+↓" onClick={() => onMove(1)}>
              {words.down}
            </Button>
          </>
        )}
        {onChange && (
          <Button command="change-contact" onClick={onChange}>
            {words.change}
          </Button>
        )}
        {onRemove && (
          <Button command="remove-contact" onClick={onRemove}>
            {words.remove}
          </Button>
        )}
      </div>
    </section>
  )
}

/** The first is dialled by Enter. */
function numbersOf(choice: Props['choice']): string[] {
  if (choice.kind === 'contact') {
    const others = choice.contact.numbers.map(({ number }) => number).filter((number) => number !== choice.to)
    return choice.to === null ? others : [choice.to, ...others]
  }
  const mobile = choice.colleague.mobile === undefined ? null : dialable(choice.colleague.mobile)
  return [choice.to, mobile].filter((number) => number !== null)
}
