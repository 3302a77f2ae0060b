import { useEffect, useRef } from 'preact/hooks'
import type { OwnLines } from '../../protocol/mirror.ts'
import type { OperatorState } from '../../protocol/state.ts'
import type { Language } from '../../ui/words/language.ts'
import { Begin } from './Begin.tsx'
import { ChatList } from './ChatList.tsx'
import { Conversation } from './Conversation.tsx'
import type { ChatDesk, ChatView } from './desk.ts'
import type { LinkTools } from './LineLink.tsx'
import type { ChatSource } from './source.ts'

type Props = {
  state: OperatorState
  own: OwnLines
  desk: ChatDesk
  online: boolean
  source: ChatSource
  tools: LinkTools
  language: Language
}

/** «Чат»: the conversations, or the one that is open (SPEC A7). */
export function ChatPart({ state, own, desk, online, source, tools, language }: Props) {
  const root = useRef<HTMLDivElement>(null)
  const before = useRef<ChatView>(desk.view)
  const { view } = desk
  useEffect(() => {
    const from = before.current
    before.current = view
    if (view.is !== 'list' || from.is === 'list') return
    // Whoever comes back is where they were.
    const rows = [...(root.current?.querySelectorAll<HTMLElement>('[data-chat]') ?? [])]
    const row = from.is === 'chat' ? rows.find((each) => each.dataset.chat === from.chat) : undefined
    const button =
      row?.querySelector('button') ?? root.current?.querySelector<HTMLElement>('[data-command="beginChat"]')
    button?.focus()
  }, [view])
  return (
    <div ref={root} class="chat-part">
      {view.is === 'list' && <ChatList state={state} desk={desk} online={online} source={source} language={language} />}
      {view.is === 'begin' && (
        <Begin
          state={state}
          language={language}
          onChoose={(chat) => desk.show({ is: 'chat', chat, at: null })}
          onBack={() => {
            desk.attach(null)
            desk.show({ is: 'list' })
          }}
        />
      )}
      {view.is === 'chat' && (
        <Conversation
          key={view.chat}
          chat={view.chat}
          at={view.at}
          state={state}
          own={own}
          desk={desk}
          online={online}
          source={source}
          tools={tools}
          language={language}
        />
      )}
    </div>
  )
}
