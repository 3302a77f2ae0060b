import { useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../Button.tsx'
import { intakeWords } from '../words/intake.ts'
import type { Language } from '../words/language.ts'

type Props = {
  language: Language
  disabled: boolean
  /** Only who works in the sheet already has the keyboard moved to the answer. */
  focused: boolean
  onYes: () => void
  onNo: () => void
}

/** «Принять обращение? ДА, ОТМЕНА» (SPEC B5). */
export function AskToAccept({ language, disabled, focused, onYes, onNo }: Props) {
  const words = intakeWords[language]
  const group = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (focused) group.current?.querySelector<HTMLButtonElement>('[data-command="acceptYes"]')?.focus()
  }, [])
  return (
    <div
      ref={group}
      class="t-ask"
      role="alertdialog"
      aria-label={words.ask}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onNo()
      }}
    >
      <strong>{words.ask}</strong>
      <span class="t-row">
        <Button kind="accent" command="acceptYes" disabled={disabled} onClick={onYes}>
          {words.yes}
        </Button>
        <Button command="acceptNo" disabled={disabled} onClick={onNo}>
          {words.no}
        </Button>
      </span>
    </div>
  )
}
