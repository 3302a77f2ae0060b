import { useEffect, useRef, useState } from 'preact/hooks'
import type { ShownStatus } from '../../protocol/status.ts'
import { presenceLook, statusText } from '../../ui/presence.ts'
import type { Language } from '../../ui/words/language.ts'
import { statusWords } from '../../ui/words/status.ts'
import { StatusForm } from './StatusForm.tsx'

type Props = { status: ShownStatus | null; showIdle: boolean; online: boolean; language: Language }

/** Own presence: dot, word, until when; a click changes it (LOOK, «Panel» 1; SPEC A8). */
export function OwnStatus({ status, showIdle, online, language }: Props) {
  const words = statusWords[language]
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const text = statusText(status, language)
  const kind = status?.kind ?? 'available'
  const shown = kind === 'available' ? [words.kinds.available, text].filter(Boolean).join(': ') : text

  useEffect(() => {
    if (!online) setOpen(false)
  }, [online])
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        class={`own-status ${presenceLook(null, status) ?? 'free'}`}
        data-command="status"
        aria-expanded={open}
        aria-label={words.own(shown)}
        title={shown}
        disabled={!online}
        onClick={() => setOpen(!open)}
      >
        <span class="own-status-dot" aria-hidden="true" />
        <bdi>{shown}</bdi>
      </button>
      {open && <StatusForm status={status} showIdle={showIdle} language={language} onClose={close} />}
    </>
  )
}
