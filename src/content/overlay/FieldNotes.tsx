import { format } from '../../phone/format.ts'
import type { RefusedLine } from '../../protocol/routing.ts'
import { Icon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { plain } from '../../ui/text.ts'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import { ruleFaultWords } from '../../ui/words/rules.ts'
import type { CommandNote } from '../forward-command.ts'
import type { FieldNote } from '../forwarding.ts'
import { ForwardPicker } from './ForwardPicker.tsx'
import type { NotePlace } from './note-place.ts'

export type ShownNote = {
  form: number
  note: FieldNote | CommandNote
  /** Under its field, or above it at the window's end; null where the card has been closed meanwhile: then at the window's corner. */
  at: NotePlace | null
}

const MOST_LINES = 2
const MOST_LETTERS = 20

type Props = { notes: ShownNote[]; language: Language; onClose: (form: number) => void }

/** What is wrong with the user in «Переключение звонков на», beside the field (SPEC C6). */
export function FieldNotes({ notes, language, onClose }: Props) {
  const words = overlayWords[language]
  return notes.map(({ form, note, at }) => {
    const style = at ? styleOf(at) : {}
    if (note.kind === 'command')
      return at && <Command key={`command${form}`} note={note} style={style} language={language} />
    if (note.kind === 'picker') {
      return (
        <div key={`picker${form}`} class="note picker" style={style}>
          <ForwardPicker id={`forward-${form}`} note={note} language={language} />
        </div>
      )
    }
    return (
      <div key={form} class={at ? 'note' : 'note loose'} style={style}>
        <Notice kind={note.kind === 'chosen' ? 'accent' : 'warning'}>
          {noteText(note, language)}
          {note.kind === 'sharedName' && <Namesakes note={note} language={language} />}
          <button
            type="button"
            class="close"
            aria-label={words.close}
            onClick={() => {
              if (note.kind === 'sharedName') note.choose(null)
              onClose(form)
            }}
          >
            <Icon name="close" size={16} />
          </button>
        </Notice>
      </div>
    )
  })
}

/** Our own command beside the field (SPEC C7). */
function Command({
  note,
  style,
  language,
}: {
  note: Extract<CommandNote, { kind: 'command' }>
  style: Record<string, string>
  language: Language
}) {
  const words = overlayWords[language]
  return (
    <button
      type="button"
      class="forward"
      style={style}
      aria-label={words.forwardCalls}
      title={words.forwardCalls}
      onClick={(event) => event.isTrusted && note.open()}
    >
      <Icon name="transfer" size={16} />
    </button>
  )
}

/** Who of several people of one name is meant: their numbers and departments tell them apart. */
function Namesakes({ note, language }: { note: Extract<FieldNote, { kind: 'sharedName' }>; language: Language }) {
  return (
    <span class="namesakes">
      {note.colleagues.map(({ id, number, department }) => (
        <button
          key={id}
          type="button"
          class="t-button"
          aria-label={overlayWords[language].forwardTo(number ?? '', plain(department))}
          onClick={(event) => event.isTrusted && note.choose(number)}
        >
          {[number, plain(department)].filter((part) => part !== '').join(', ')}
        </button>
      ))}
    </span>
  )
}

const styleOf = (at: NotePlace) => Object.fromEntries(Object.entries(at).map(([side, pixels]) => [side, `${pixels}px`]))

export function noteText(note: FieldNote | Extract<CommandNote, { kind: 'chosen' }>, language: Language): string {
  const words = overlayWords[language]
  switch (note.kind) {
    case 'chosen':
      return note.copied ? words.chosenCopied(plain(note.user)) : words.chosen(plain(note.user))
    case 'later':
      return words.later
    case 'ruleNotSent':
      return words.ruleNotSent
    case 'notLoaded':
      return words.notLoaded
    case 'notConnected':
      return words.notConnected
    case 'refused':
      return words.ruleRefused(refusedText(note.lines, language))
    case 'noNumber':
      return words.noNumber(plain(note.user))
    case 'sharedName':
      return words.sharedName(plain(note.user))
    case 'unknownUser':
      return words.unknownUser(plain(note.user))
  }
}

/** The first few, with the reason of each; the number before the `=` is what the operator knows it by. */
function refusedText(lines: RefusedLine[], language: Language): string {
  const some = lines.slice(0, MOST_LINES).map(({ line, fault }) => {
    const [number = ''] = line.split('=')
    return `${format(plain(number, MOST_LETTERS))} (${ruleFaultWords[language][fault]})`
  })
  if (lines.length > MOST_LINES) some.push(overlayWords[language].more(lines.length - MOST_LINES))
  return some.join(', ')
}
