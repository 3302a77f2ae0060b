import type { TargetedPointerEvent } from 'preact'
import { useState } from 'preact/hooks'
import { Icon } from '../../ui/icons.tsx'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import type { Point } from './popup-place.ts'

type Props = {
  /** Where the popup stands now. */
  at: Point
  language: Language
  /** Null = back to where it stands by itself. */
  onPut: (point: Point | null) => void
  onHold: (held: boolean) => void
  onClose: () => void
}

const STEP = 24
const ARROWS: Record<string, Point> = {
  ArrowLeft: { left: -STEP, top: 0 },
  ArrowRight: { left: STEP, top: 0 },
  ArrowUp: { left: 0, top: -STEP },
  ArrowDown: { left: 0, top: STEP },
}

/** Moves the popup: dragged by the mouse, stepped by the arrows; Home takes it back. */
export function Grip({ at, language, onPut, onHold, onClose }: Props) {
  const words = overlayWords[language]
  const [grabbed, setGrabbed] = useState<Point | null>(null)

  const onGrab = (event: TargetedPointerEvent<HTMLElement>) => {
    if (event.button !== 0 || (event.target as Element).closest('.close')) return
    setGrabbed({ left: event.clientX - at.left, top: event.clientY - at.top })
    onHold(true)
    onPut(at)
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onMove = (event: TargetedPointerEvent<HTMLElement>) => {
    if (grabbed) onPut({ left: event.clientX - grabbed.left, top: event.clientY - grabbed.top })
  }
  const onLetGo = () => {
    setGrabbed(null)
    onHold(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ARROWS[event.key]
    if (step) onPut({ left: at.left + step.left, top: at.top + step.top })
    else if (event.key === 'Home') onPut(null)
    else return
    event.preventDefault()
  }

  return (
    <header
      class="grip"
      title={words.move}
      onPointerDown={onGrab}
      onPointerMove={onMove}
      onPointerUp={onLetGo}
      onPointerCancel={onLetGo}
    >
      <button
        type="button"
        class="move"
        aria-label={words.move}
        aria-description={words.moveHow}
        title={words.moveHow}
        onKeyDown={onKeyDown}
      />
      <button type="button" class="close" aria-label={words.close} title={words.close} onClick={onClose}>
        <Icon name="close" size={16} />
      </button>
    </header>
  )
}
