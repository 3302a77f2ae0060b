import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { type Undo, usePage } from './context.ts'
import { pageWords } from './words.ts'

/** Long enough to read it and to reach «undo»; it stays while it is pointed at or has the focus. */
const STAYS_MS = 15_000

type Told = { text: string; warning: boolean; undo: Undo | null; id: number }

export function Toast({ told, onClose }: { told: Told | null; onClose: () => void }) {
  const { language, fail } = usePage()
  const words = pageWords[language]
  const element = useRef<HTMLDivElement>(null)
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (!told || held || told.warning) return
    const timer = setTimeout(onClose, STAYS_MS)
    return () => clearTimeout(timer)
  }, [told?.id, held])
  const undo = async () => {
    const { run } = told?.undo ?? {}
    onClose()
    try {
      await run?.()
    } catch (error) {
      fail(error)
    }
  }
  return (
    <div class="toasts" role={told?.warning ? 'alert' : 'status'}>
      {told && (
        <div
          ref={element}
          class={told.warning ? 'toast warning' : 'toast'}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocusIn={() => setHeld(true)}
          onFocusOut={() => setHeld(false)}
        >
          <Icon name={told.warning ? 'warning' : 'check'} />
          <span>{told.text}</span>
          {told.undo && (
            <Button icon="back" onClick={() => void undo()}>
              {words.undo}
            </Button>
          )}
          <Button kind="plain" icon="close" label={words.close} onClick={onClose} />
        </div>
      )}
    </div>
  )
}
