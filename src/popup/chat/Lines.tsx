import { useEffect, useRef } from 'preact/hooks'
import type { ChatMessage, ChatSummary, OwedMessage } from '../../protocol/chat.ts'
import { TrubkaError } from '../../protocol/errors.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { plain } from '../../ui/text.ts'
import { chatWords } from '../../ui/words/chat.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { LineLink, type LinkTools } from './LineLink.tsx'
import { LineText } from './LineText.tsx'
import type { ChatSource } from './source.ts'
import type { Lines as Loaded } from './use-lines.ts'
import type { Refused } from './use-own-lines.ts'

type Props = {
  loaded: Loaded
  waiting: readonly OwedMessage[]
  refused: readonly Refused[]
  summary: ChatSummary | null
  /** With several people: who wrote it stands above each line. */
  many: boolean
  /** Lines after this one are new. */
  newAfter: number | null
  name: string
  online: boolean
  tools: LinkTools
  source: Pick<ChatSource, 'again' | 'drop'>
  language: Language
}

/** What was written, the oldest on top; the list stands at its end, and its past comes as one scrolls up. */
export function Lines(props: Props) {
  const { loaded, waiting, refused, summary, many, newAfter, name, online, tools, source, language } = props
  const words = chatWords[language]
  const box = useRef<HTMLDivElement>(null)
  const top = useRef<HTMLDivElement>(null)
  const load = useRef(loaded.load)
  load.current = loaded.load
  useEffect(() => {
    if (!top.current || !loaded.more) return
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) load.current()
      },
      { root: box.current, rootMargin: '400px' },
    )
    watch.observe(top.current)
    return () => watch.disconnect()
  }, [loaded.more, loaded.lines.length])
  const last = loaded.lines.at(-1)

  return (
    <div class="lines" ref={box}>
      {/* The keyboard scrolls it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <div class="lines-inside" role="log" aria-label={words.lines(name)} aria-busy={loaded.loading} tabIndex={0}>
        <div ref={top} class="lines-top">
          {loaded.loading && loaded.first ? words.loading : ''}
          {loaded.more && !loaded.first && (
            <Button kind="plain" command="earlier" onClick={loaded.load}>
              {words.earlier}
            </Button>
          )}
        </div>
        {loaded.error !== null && (
          <Notice kind="warning">
            <p>{errorText(loaded.error, language)}</p>
            <Button command="again" onClick={loaded.load}>
              {words.again}
            </Button>
          </Notice>
        )}
        {!loaded.first && loaded.lines.length + waiting.length + refused.length === 0 && (
          <div class="empty">
            <p class="empty-title">{words.begins}</p>
            <p>{words.begunWith}</p>
          </div>
        )}
        {loaded.lines.map((line, i) => {
          const before = loaded.lines[i - 1]
          const isNew = newAfter !== null && line.id > newAfter && !line.own && (before?.id ?? 0) <= newAfter
          return (
            <Line
              key={line.id}
              line={line}
              before={before}
              isNew={isNew}
              many={many}
              state={line === last && line.own && waiting.length === 0 ? stateText(line, summary, language) : null}
              tools={tools}
              language={language}
            />
          )
        })}
        {waiting.map(({ message, text, link }) => (
          <div key={message} class="line own owed" data-message={message}>
            <div class="bubble">
              <LineText text={text} />
              {link && <LineLink link={link} tools={tools} language={language} />}
            </div>
            <span class="line-state">{online ? words.state.owed : words.state.waits}</span>
          </div>
        ))}
        {refused.map(({ message, text, code }) => (
          <div key={message} class="line own refused" data-message={message}>
            <div class="bubble">
              <LineText text={text} />
            </div>
            <Notice kind="warning">
              <p>
                {words.refused} {errorText(new TrubkaError(code), language)}
              </p>
              <Button command="sendAgain" onClick={() => void source.again(message)}>
                {words.again}
              </Button>{' '}
              <Button command="dropLine" onClick={() => void source.drop(message)}>
                {words.drop}
              </Button>
            </Notice>
          </div>
        ))}
      </div>
    </div>
  )
}

type LineProps = {
  line: ChatMessage
  before: ChatMessage | undefined
  isNew: boolean
  many: boolean
  state: string | null
  tools: LinkTools
  language: Language
}

function Line({ line, before, isNew, many, state, tools, language }: LineProps) {
  const words = chatWords[language]
  const { id, at, from, name, own, text, link } = line
  const day = dayText(at, before?.at ?? null, language)
  const time = new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' })
  const isNamed = many && !own && (before?.from !== from || day !== null)
  return (
    <>
      {day !== null && <p class="line-day">{day}</p>}
      {isNew && <p class="line-new">{words.newLines}</p>}
      <div class={own ? 'line own' : 'line'} data-line={id}>
        {isNamed && <bdi class="line-name">{plain(name) || words.somebody}</bdi>}
        <div class="bubble">
          <LineText text={text} />
          {link && <LineLink link={link} tools={tools} language={language} />}
          <time class="line-time" dateTime={new Date(at).toISOString()}>
            {time}
          </time>
        </div>
        {state !== null && <span class="line-state">{state}</span>}
      </div>
    </>
  )
}

/** Of the operator's last line, when it is the conversation's. */
function stateText({ id }: ChatMessage, summary: ChatSummary | null, language: Language): string {
  const { state } = chatWords[language]
  const own = summary?.own
  if (!own || own.id !== id) return state.sent
  const { others, got, read } = own
  if (read > 0) return others > 1 ? state.readBy(read, others) : state.read
  if (got > 0) return others > 1 ? state.gotBy(got, others) : state.got
  return state.sent
}

/** Above the first line of a day; null elsewhere. */
function dayText(at: number, before: number | null, language: Language, now = Date.now()): string | null {
  const words = chatWords[language]
  const day = new Date(at)
  if (before !== null && new Date(before).toDateString() === day.toDateString()) return null
  const today = new Date(now)
  if (day.toDateString() === today.toDateString()) return words.today
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1)
  if (day.toDateString() === yesterday.toDateString()) return words.yesterday
  const year = day.getFullYear() === today.getFullYear() ? {} : { year: 'numeric' as const }
  return day.toLocaleDateString(language, { day: 'numeric', month: 'long', ...year })
}
