import { Icon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { plain } from '../../ui/text.ts'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import type { FieldNote } from '../forwarding.ts'

export type ShownNote = {
  form: number
  note: FieldNote
  /** Under its field; null where the card has been closed meanwhile: then at the window's corner. */
  at: { left: number; top: number } | null
}

type Props = { notes: ShownNote[]; language: Language; onClose: (form: number) => void }

/** What is wrong with the user in «Переключение звонков на», beside the field (SPEC C6). */
export function FieldNotes({ notes, language, onClose }: Props) {
  const words = overlayWords[language]
  return notes.map(({ form, note, at }) => (
    <div key={form} class={at ? 'note' : 'note loose'} style={at ? { left: `${at.left}px`, top: `${at.top}px` } : {}}>
      <Notice kind="warning">
        {noteText(note, language)}
        <button type="button" class="close" aria-label={words.close} onClick={() => onClose(form)}>
          <Icon name="close" size={16} />
        </button>
      </Notice>
    </div>
  ))
}

export function noteText(note: FieldNote, language: Language): string {
  const words = overlayWords[language]
  switch (note.kind) {
    case 'ruleNotSent':
      return words.ruleNotSent
    case 'notConnected':
      return words.notConnected
    case 'noNumber':
      return words.noNumber(plain(note.user))
    case 'sharedName':
      return words.sharedName(plain(note.user))
    case 'unknownUser':
      return words.unknownUser(plain(note.user))
  }
}
