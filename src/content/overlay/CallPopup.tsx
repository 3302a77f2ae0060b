import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Call } from '../../protocol/call.ts'
import { CallCard } from '../../ui/CallCard.tsx'
import { partyText } from '../../ui/call-party.ts'
import { callStateText } from '../../ui/call-state.ts'
import { Notice } from '../../ui/Notice.tsx'
import type { Opener } from '../../ui/OpenIn1C.tsx'
import type { Transfers } from '../../ui/TransferPicker.tsx'
import type { OnWish } from '../../ui/wishes.ts'
import type { Language } from '../../ui/words/language.ts'
import { overlayWords } from '../../ui/words/overlay.ts'
import type { Area } from '../onec/typing.ts'
import { inOrder, MAX_CARDS } from './call-order.ts'
import { Grip } from './Grip.tsx'
import { inside, type Point, popupPlace, type Size, within } from './popup-place.ts'

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
  /** What is left of the page beside what must not be covered; null = all of it. */
  room: Size | null
  transfers: Transfers
  opener: Opener
  onWish: OnWish
  /** Opens a wizard for a call; null = there is one, or it is not for one. */
  onIntake: (call: Call) => (() => Promise<void>) | null
}

const MARGIN = 16
const WIDTH = 360
/** Of one card, until it has been measured. */
const HEIGHT = 200

/** Who is calling, above the 1C page: stays where it was put, goes when closed, comes back for a new call. */
export function CallPopup(props: CallPopupProps) {
  const { calls, language, now, below, fault, typed, room, transfers, opener, onWish, onIntake } = props
  const words = overlayWords[language]
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [put, setPut] = useState<Point | null>(null)
  const [held, setHeld] = useState(false)
  /** One types in the popup itself, and so in no field of the page. */
  const [writing, setWriting] = useState(false)
  const [height, setHeight] = useState(HEIGHT)
  const popup = useRef<HTMLDivElement>(null)
  const shown = calls.filter(({ id }) => !closed.has(id))
  const news = useNews(shown, language)

  const page = room ?? { width: document.documentElement.clientWidth, height: innerHeight }
  const size = { width: Math.min(WIDTH, page.width), height }
  const wished = put ?? { left: page.width - size.width - MARGIN, top: below + MARGIN / 2 }
  const home = room === null ? wished : inside(wished, size, room)
  const place = popupPlace(home, size, held || writing ? null : typed, page)
  const strip = place?.strip === true
  useLayoutEffect(() => setHeight(HEIGHT), [shown.length])
  // A strip says nothing of how much room the whole would take.
  useLayoutEffect(() => {
    if (popup.current && !strip) setHeight(popup.current.offsetHeight)
  })

  const ordered = inOrder(shown, strip ? 1 : MAX_CARDS)
  const more = shown.length - (strip ? 1 : MAX_CARDS)
  const card = (call: Call, compact: boolean) => (
    <CallCard
      key={call.id}
      call={call}
      language={language}
      now={now}
      compact={compact}
      transfers={transfers}
      opener={opener}
      onWish={onWish}
      onIntake={onIntake(call)}
    />
  )

  return (
    <>
      <div class="unseen" role="status" aria-live="polite">
        {news}
      </div>
      {shown.length > 0 && place && (
        <div
          ref={popup}
          class={strip ? 'popup strip' : 'popup'}
          role="dialog"
          aria-label={words.calls}
          style={{
            left: `${place.left}px`,
            top: `${place.top}px`,
            ...(room && { maxHeight: `${room.height - place.top}px` }),
          }}
          onFocusIn={(event) => setWriting(event.target instanceof HTMLInputElement)}
          onFocusOut={() => setWriting(false)}
        >
          <Grip
            at={place}
            language={language}
            onPut={(point) => setPut(point && within(point, size, page))}
            onHold={setHeld}
            onClose={() => setClosed(new Set(calls.map(({ id }) => id)))}
          />
          {[
            ...ordered.slice(0, MAX_CARDS).map((call) => card(call, strip)),
            more > 0 && (
              <p key="more" class="more">
                {words.more(more)}
              </p>
            ),
            ...ordered.slice(MAX_CARDS).map((call) => card(call, true)),
          ]}
          {fault !== null && <Notice kind="warning">{fault}</Notice>}
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
