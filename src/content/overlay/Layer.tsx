import type { Call, CallCommand } from '../../protocol/call.ts'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import type { Area } from '../onec/typing.ts'
import { CallPopup } from './CallPopup.tsx'
import { DialButton, type DialButtonProps } from './DialButton.tsx'
import { FieldNotes, type ShownNote } from './FieldNotes.tsx'

export type ShownButton = Pick<
  DialButtonProps,
  'numbers' | 'spot' | 'dial' | 'underWay' | 'menuOpen' | 'onPress' | 'onChoose'
> & { key: number }

export type LayerProps = {
  buttons: ShownButton[]
  notes: ShownNote[]
  calls: readonly Call[]
  reason: string | null
  language: Language
  now: number
  below: number
  fault: string | null
  typed: Area | null
  onCommand: (command: CallCommand, call: Call) => Promise<void>
  onCloseNote: (form: number) => void
  onCloseMenu: () => void
}

/** All that is drawn above a page of 1C. */
export function Layer(props: LayerProps) {
  const { buttons, notes, calls, reason, language, now, below, fault, typed, onCommand, onCloseNote, onCloseMenu } =
    props
  return (
    <div class="layer" lang={language}>
      <div role="toolbar" aria-label={overlayWords[language].name} onKeyDown={(event) => onKey(event, onCloseMenu)}>
        {buttons.map(({ key, ...button }, at) => (
          <DialButton key={key} {...button} reason={reason} inTabOrder={at === 0} language={language} now={now} />
        ))}
      </div>
      <FieldNotes notes={notes} language={language} onClose={onCloseNote} />
      <CallPopup
        calls={calls}
        language={language}
        now={now}
        below={below}
        fault={fault}
        typed={typed}
        onCommand={onCommand}
      />
    </div>
  )
}

/** Arrows lead from button to button and through a menu; Tab comes by only once. */
function onKey(event: KeyboardEvent, closeMenu: () => void): void {
  const from = event.target as HTMLElement
  const group = event.currentTarget as HTMLElement
  const menu = from.closest('.menu')
  if (event.key === 'Escape') {
    from.closest('.place')?.querySelector<HTMLElement>('[data-dial]')?.focus()
    closeMenu()
    return
  }
  const step =
    event.key === 'ArrowDown' || event.key === 'ArrowRight'
      ? 1
      : event.key === 'ArrowUp' || event.key === 'ArrowLeft'
        ? -1
        : 0
  if (step === 0) return
  event.preventDefault()
  const own = from.closest('.place')?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []
  const list = menu || own.length > 0 ? [...own] : [...group.querySelectorAll<HTMLElement>('[data-dial]')]
  const at = list.indexOf(from)
  list[(at + step + list.length) % list.length]?.focus()
}
