import { useEffect, useRef, useState } from 'preact/hooks'
import type { ChatId } from '../../protocol/chat.ts'
import { partnerOf } from '../../protocol/chat.ts'
import type { OwnLines } from '../../protocol/mirror.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Presence } from '../../ui/Presence.tsx'
import { plain } from '../../ui/text.ts'
import { chatWords } from '../../ui/words/chat.ts'
import type { Language } from '../../ui/words/language.ts'
import { Composer } from './Composer.tsx'
import type { ChatDesk } from './desk.ts'
import type { LinkTools } from './LineLink.tsx'
import { Lines } from './Lines.tsx'
import { colleagueOf, nameOf } from './partner.ts'
import type { ChatSource } from './source.ts'
import { useLines } from './use-lines.ts'
import { useOwnLines } from './use-own-lines.ts'

type Props = {
  chat: ChatId
  /** A line that was found: it is shown with what was before it. */
  at: number | null
  state: OperatorState
  own: OwnLines
  desk: ChatDesk
  online: boolean
  source: ChatSource
  tools: LinkTools
  language: Language
}

/** One conversation: with whom, what was written, and where one writes. Esc goes back to the others. */
export function Conversation({ chat, at, state, own, desk, online, source, tools, language }: Props) {
  const words = chatWords[language]
  const summary = state.chats?.find(({ id }) => id === chat) ?? null
  const name = nameOf(chat, state, summary, language)
  const colleague = colleagueOf(chat, state)
  const loaded = useLines({
    chat,
    last: summary?.last.id ?? null,
    upTo: at,
    online,
    ask: (before) => source.history({ chat, ...(before !== null && { before }) }),
  })
  const { waiting, refused } = useOwnLines(own, chat, loaded.lines)
  // What was new when one came here stays marked while one reads.
  const [newAfter] = useState(summary && summary.unread > 0 ? summary.read : null)
  useRead({ chat, newest: at === null ? (loaded.lines.at(-1)?.id ?? 0) : 0, read: summary?.read ?? 0, online, source })
  const typing = state.typing.find(({ id }) => id === chat)?.names ?? []
  const back = () => desk.show({ is: 'list' })
  const partner = partnerOf(chat)
  const mayWrite = partner.kind === 'department' ? partner.name === state.self.department : colleague !== null

  return (
    <section
      class="chat"
      aria-label={name}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        event.stopPropagation()
        back()
      }}
    >
      <header class="chat-top">
        <Button
          kind="plain"
          icon="back"
          command="chatBack"
          label={words.back}
          title={`${words.back} (Esc)`}
          onClick={back}
        />
        {colleague ? (
          <Avatar colleague={colleague} />
        ) : (
          <span class="t-avatar number" aria-hidden="true">
            <Icon name={partner.kind === 'department' ? 'three' : 'person'} size={16} />
          </span>
        )}
        <span class="chat-who">
          <bdi class="chat-name">{name}</bdi>
          {colleague && (
            <span class="soft">
              <Presence
                line={(colleague.number === null ? undefined : state.lines[colleague.number]) ?? null}
                status={state.statuses[colleague.id] ?? null}
                language={language}
              />
            </span>
          )}
        </span>
      </header>
      <Lines
        loaded={loaded}
        waiting={waiting}
        refused={refused}
        summary={summary}
        many={partner.kind === 'department'}
        newAfter={newAfter}
        name={name}
        online={online}
        tools={tools}
        source={source}
        language={language}
      />
      <p class="chat-typing" role="status">
        {typing.length > 0 ? words.typing(typing.map((each) => plain(each))) : ''}
      </p>
      {at !== null && (
        <Button command="newest" onClick={() => desk.show({ is: 'chat', chat, at: null })}>
          {words.toNewest}
        </Button>
      )}
      {mayWrite && (
        <Composer
          chat={chat}
          name={name}
          state={state}
          desk={desk}
          online={online}
          source={source}
          language={language}
          onSent={() => at !== null && desk.show({ is: 'chat', chat, at: null })}
        />
      )}
    </section>
  )
}

type ReadOptions = { chat: ChatId; newest: number; read: number; online: boolean; source: Pick<ChatSource, 'read'> }

/** What stands before a person is read; a page that nobody sees reads nothing. */
function useRead({ chat, newest, read, online, source }: ReadOptions): void {
  const told = useRef({ chat, upTo: 0 })
  const [seen, setSeen] = useState(document.visibilityState === 'visible')
  useEffect(() => {
    const look = () => setSeen(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  useEffect(() => {
    if (told.current.chat !== chat) told.current = { chat, upTo: 0 }
    if (!seen || !online || newest <= Math.max(read, told.current.upTo)) return
    told.current.upTo = newest
    source.read({ chat, upTo: newest }).catch(() => {
      told.current.upTo = 0
    })
  }, [chat, newest, read, seen, online])
}
