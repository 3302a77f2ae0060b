import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { callWords } from './words/call.ts'
import type { Language } from './words/language.ts'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']

type Props = {
  language: Language
  /** Sends one digit; they are asked for in the order of the presses. */
  onDigit: (digit: string) => Promise<void>
  onClose: () => void
}

/** Tones for «наберите добавочный номер»: by mouse, or by the digits of the keyboard (CSTA «Generate digits»). */
export function Keypad({ language, onDigit, onClose }: Props) {
  const words = callWords[language]
  const pad = useRef<HTMLDivElement>(null)
  const last = useRef<Promise<void>>(Promise.resolve())
  const [sent, setSent] = useState('')
  useLayoutEffect(() => pad.current?.focus(), [])

  const press = (digit: string) => {
    last.current = last.current.then(() => onDigit(digit))
    setSent((before) => (before + digit).slice(-24))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') onClose()
    else if (KEYS.includes(event.key)) press(event.key)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot take the focus
    <div class="t-keypad" role="group" aria-label={words.keypad} ref={pad} tabIndex={-1} onKeyDown={onKeyDown}>
      <output class="t-keypad-sent" aria-label={words.digits}>
        {sent}
      </output>
      {KEYS.map((digit) => (
        <button key={digit} type="button" class="t-button" data-digit={digit} onClick={() => press(digit)}>
          {digit}
        </button>
      ))}
    </div>
  )
}
