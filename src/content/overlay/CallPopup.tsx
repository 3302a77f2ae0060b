import type { TargetedPointerEvent } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Call } from '../../protocol/call.ts'
import { CallCard } from '../../ui/CallCard.tsx'
import { partyText } from '../../ui/call-party.ts'
import { callStateText } from '../../ui/call-state.ts'
import { Icon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/Notice.tsx'
import type { Transfers } from '../../ui/TransferPicker.tsx'
import type { OnWish } from '../../ui/wishes.ts'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import type { Area } from '../onec/typing.ts'
import { type Point, popupPlace, within } from './popup-place.ts'

export type CallPopupProps = {
  calls: readonly Call[]
  language: Language
  now: number
  /** Where 1C's own header ends. */
  below: number
  /** Why what is shown may be old, and why commands may fail; null = all is well. */
  fault: string | null
  /** The field being typed in, which is never covered. */
  typed: Area | null
  transfers: Transfers
  onWish: OnWish
}

/** As many cards as an operator can take in; the rest is a number (LOOK, «Inline popup»). */
const MAX_CARDS = 3
const MARGIN = 16
const WIDTH = 360
/** Of one card, until it has been measured. */
const HEIGHT = 200

/** Who is calling, above the 1C page: stays where it was put, goes when closed, comes back for a new call. */
export function CallPopup({ calls, language, now, below, fault, typed, transfers, onWish }: CallPopupProps) {
  const words = overlayWords[language]
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [put, setPut] = useState<Point | null>(null)
  const [grabbed, setGrabbed] = useState<Point | null>(null)
  const [height, setHeight] = useState(HEIGHT)
  const popup = useRef<HTMLDivElement>(null)
  const shown = calls.filter(({ id }) => !closed.has(id))
  const news = useNews(shown, language)
  useLayoutEffect(() => setHeight(popup.current?.offsetHeight ?? HEIGHT))

  const size = { width: WIDTH, height }
  const page = { width: document.documentElement.clientWidth, height: innerHeight }
  const home = put ?? { left: page.width - WIDTH - MARGIN, top: below + MARGIN / 2 }
  const { left, top } = grabbed ? home : popupPlace(home, size, typed, page)

  const onGrab = (event: TargetedPointerEvent<HTMLElement>) => {
    if (event.button !== 0 || (event.target as Element).closest('button')) return
    setGrabbed({ left: event.clientX - left, top: event.clientY - top })
    setPut({ left, top })
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onMove = (event: TargetedPointerEvent<HTMLElement>) => {
    if (grabbed) setPut(within({ left: event.clientX - grabbed.left, top: event.clientY - grabbed.top }, size, page))
  }
  const onLetGo = () => setGrabbed(null)

  return (
    <>
      <div class="unseen" role="status" aria-live="polite">
        {news}
      </div>
      {shown.length > 0 && (
        <div
          ref={popup}
          class="popup"
          role="dialog"
          aria-label={words.calls}
          style={{ left: `${left}px`, top: `${top}px` }}
        >
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
              class="close"
              aria-label={words.close}
              title={words.close}
              onClick={() => setClosed(new Set(calls.map(({ id }) => id)))}
            >
              <Icon name="close" size={16} />
            </button>
          </header>
          {shown.slice(0, MAX_CARDS).map((call) => (
            <CallCard key={call.id} call={call} language={language} now={now} transfers={transfers} onWish={onWish} />
          ))}
          {fault !== null && <Notice kind="warning">{fault}</Notice>}
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
