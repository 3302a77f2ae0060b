import { format } from '../../phone/format.ts'
import type { Call } from '../../protocol/call.ts'
import { Notice } from '../../ui/Notice.tsx'
import type { Transfers } from '../../ui/TransferPicker.tsx'
import type { OnWish } from '../../ui/wishes.ts'
import { callWords } from '../../ui/words/call.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import type { Area } from '../onec/typing.ts'
import { CallPopup } from './CallPopup.tsx'
import { DialButton, type DialButtonProps } from './DialButton.tsx'
import type { Dial } from './dials.ts'
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
  transfers: Transfers
  onWish: OnWish
  /** What was dialled from a link, until its call is there. */
  linked: Dial | null
  onCloseNote: (form: number) => void
  onCloseMenu: () => void
}

/** All that is drawn above a page of 1C. */
export function Layer(props: LayerProps) {
  const { buttons, notes, calls, reason, language, now, below, fault, typed, onCloseNote, onCloseMenu } = props
  const { transfers, onWish, linked } = props
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
        transfers={transfers}
        onWish={onWish}
      />
      {linked && linked.state !== 'live' && linked.state !== 'over' && <Linked dial={linked} language={language} />}
    </div>
  )
}

/** A link has no button that could say it: which number is dialled, or why it is not. */
function Linked({ dial, language }: { dial: Dial; language: Language }) {
  const failed = dial.state === 'failed'
  const what = failed ? errorText(dial.error, language, 'make') : callWords[language].dialling
  return (
    <div class="note loose">
      <Notice kind={failed ? 'warning' : 'accent'}>{`${format(dial.number)}: ${what}`}</Notice>
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
