import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { usePage } from './context.ts'
import { pageWords } from './words.ts'

type DialogProps = { title: string; wide?: boolean; onClose: () => void; children: ComponentChildren }

/** The browser's own modal: it keeps the focus inside, gives it back, and closes by Esc. */
export function Dialog({ title, wide = false, onClose, children }: DialogProps) {
  const { language } = usePage()
  const element = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const dialog = element.current
    const before = document.activeElement
    dialog?.showModal()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog ref={element} class={wide ? 'wide' : ''} aria-labelledby={id} onCancel={onClose} onClose={onClose}>
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <Button kind="plain" icon="close" label={pageWords[language].close} onClick={onClose} />
      </div>
      {children}
    </dialog>
  )
}
