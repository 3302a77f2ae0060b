import type { CSSProperties, TargetedPointerEvent } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Call, CallCommand } from '../../protocol/call.ts'
import { CallCard } from '../../ui/CallCard.tsx'
import { partyText } from '../../ui/call-party.ts'
import { callStateText } from '../../ui/call-state.ts'
import { Icon } from '../../ui/icons.tsx'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'

export type Point = { left: number; top: number }

export type CallPopupProps = {
  calls: readonly Call[]
  language: Language
  now: number
  /** Where 1C's own header ends. */
  below: number
  onCommand: (command: CallCommand, call: Call) => Promise<void>
}

/** As many cards as an operator can take in; the rest is a number (LOOK, «Inline popup»). */
const MAX_CARDS = 3
const MARGIN = 16
const WIDTH = 360

/** Who is calling, above the 1C page: stays where it was put, goes when closed, comes back for a new call. */
export function CallPopup({ calls, language, now, below, onCommand }: CallPopupProps) {
  const words = overlayWords[language]
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [put, setPut] = useState<Point | null>(null)
  const grabbed = useRef<Point | null>(null)
  const shown = calls.filter(({ id }) => !closed.has(id))
  const news = useNews(shown, language)

  const onGrab = (event: TargetedPointerEvent<HTMLElement>) => {
    if (event.button !== 0 || (event.target as Element).closest('button')) return
    const box = event.currentTarget.closest('.popup')?.getBoundingClientRect()
    if (!box) return
    grabbed.current = { left: event.clientX - box.left, top: event.clientY - box.top }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onMove = (event: TargetedPointerEvent<HTMLElement>) => {
    const at = grabbed.current
    if (at) setPut(within({ left: event.clientX - at.left, top: event.clientY - at.top }))
  }
  const onLetGo = () => {
    grabbed.current = null
  }

  return (
    <>
      <div class="unseen" role="status" aria-live="polite">
        {news}
      </div>
      {shown.length > 0 && (
        <div class="popup" role="dialog" aria-label={words.calls} style={position(put, below)}>
          <header
            class="grip"
            title={words.move}
            onPointerDown={onGrab}
            onPointerMove={onMove}
            onPointerUp={onLetGo}
            onPointerCancel={onLetGo}
          >
            <span>{words.calls}</span>
            <button
              type="button"
              class="close"
              aria-label={words.close}
              title={words.close}
              onClick={() => setClosed(new Set(calls.map(({ id }) => id)))}
            >
              <Icon name="close" size={16} />
            </button>
          </header>
          {shown.slice(0, MAX_CARDS).map((call) => (
            <CallCard key={call.id} call={call} language={language} now={now} onCommand={onCommand} />
          ))}
          {shown.length > MAX_CARDS && <p class="more">{words.more(shown.length - MAX_CARDS)}</p>}
        </div>
      )}
    </>
  )
}

/** Words for a screen reader, once a call: the seconds of a talk are nobody's news. */
function useNews(calls: Call[], language: Language): string {
  const [news, setNews] = useState('')
  const last = calls.at(-1)
  const id = last?.id
  useEffect(() => {
    const who = last && partyText(last.party, language)
    const words = overlayWords[language]
    setNews(who ? words.announce(callStateText(last, language, 0), `${who.title} ${who.number}`.trim()) : '')
  }, [id])
  return news
}

function position(put: Point | null, below: number): CSSProperties {
  if (!put) return { right: `${MARGIN}px`, top: `${below + MARGIN / 2}px` }
  const { left, top } = within(put)
  return { left: `${left}px`, top: `${top}px` }
}

/** The grip can always be reached again, whatever has become of the window. */
function within({ left, top }: Point): Point {
  return {
    left: Math.min(Math.max(0, left), Math.max(0, innerWidth - WIDTH)),
    top: Math.min(Math.max(0, top), Math.max(0, innerHeight - 2 * MARGIN)),
  }
}
