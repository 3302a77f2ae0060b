import { useState } from 'preact/hooks'
import type { ChatSummary, FoundMessage } from '../../protocol/chat.ts'
import { partnerOf } from '../../protocol/chat.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Button } from '../../ui/Button.tsx'
import { chatText } from '../../ui/chat-text.ts'
import { Icon } from '../../ui/icons.tsx'
import { moment } from '../../ui/moment.ts'
import { plain } from '../../ui/text.ts'
import { chatWords } from '../../ui/words/chat.ts'
import type { Language } from '../../ui/words/language.ts'
import { EndlessList } from '../EndlessList.tsx'
import { Empty } from '../parts/Empty.tsx'
import { useSettled } from '../parts/use-settled.ts'
import { usePages } from '../use-pages.ts'
import type { ChatDesk } from './desk.ts'
import { colleagueOf, nameOf } from './partner.ts'
import type { ChatSource } from './source.ts'

type Props = {
  state: OperatorState
  desk: ChatDesk
  online: boolean
  source: Pick<ChatSource, 'search'>
  language: Language
}

/** All conversations, the latest first; or the lines that have what is looked for. */
export function ChatList({ state, desk, online, source, language }: Props) {
  const words = chatWords[language]
  const [typed, setTyped] = useState('')
  const { chats } = state
  return (
    <>
      <div class="chat-tools">
        <Button kind="accent" icon="chat" command="beginChat" onClick={() => desk.show({ is: 'begin' })}>
          {words.begin}
        </Button>
        <input
          type="search"
          data-field="chatSearch"
          value={typed}
          maxLength={100}
          aria-label={words.search}
          placeholder={words.searchHint}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || typed === '') return
            event.preventDefault()
            event.stopPropagation()
            setTyped('')
          }}
        />
      </div>
      {typed.trim() !== '' && (
        <Found typed={typed} state={state} desk={desk} online={online} source={source} language={language} />
      )}
      {typed.trim() === '' && chats === null && <p class="soft">{words.loading}</p>}
      {typed.trim() === '' && chats?.length === 0 && <Empty title={words.nothing} hint={words.nothingHint} />}
      {typed.trim() === '' && chats !== null && chats.length > 0 && (
        <ul class="rows" aria-label={words.conversations}>
          {chats.map((chat) => (
            <ChatRow key={chat.id} chat={chat} state={state} language={language} desk={desk} />
          ))}
        </ul>
      )}
    </>
  )
}

function ChatRow({ chat, state, language, desk }: Pick<Props, 'state' | 'language' | 'desk'> & { chat: ChatSummary }) {
  const words = chatWords[language]
  const { id, last, unread } = chat
  const isDepartment = partnerOf(id).kind === 'department'
  const text = plain(chatText(last.text)) || plain(last.link?.title ?? '')
  const who = isDepartment && !last.own ? `${plain(last.name)}: ${text}` : text
  const draft = plain(chatText(desk.draft(id))).trim()
  const writing = (state.typing.find((each) => each.id === id)?.names ?? []).map((each) => plain(each))
  return (
    <li class={unread > 0 ? 'chat-row unread' : 'chat-row'} data-chat={id}>
      <button type="button" onClick={() => desk.show({ is: 'chat', chat: id, at: null })}>
        <Face chat={chat} state={state} />
        <span class="chat-who">
          <bdi class="chat-name">{nameOf(id, state, chat, language)}</bdi>
          <bdi class="soft chat-last">
            {writing.length > 0
              ? words.typing(writing)
              : draft !== ''
                ? words.draft(draft)
                : last.own
                  ? words.own(who)
                  : who}
          </bdi>
        </span>
        <span class="chat-when">
          <time dateTime={new Date(last.at).toISOString()}>{moment(last.at, language)}</time>
          {unread > 0 && (
            <>
              <span class="chat-count" aria-hidden="true">
                {unread > 99 ? '99+' : unread}
              </span>
              <span class="t-only-read">{words.unread(unread)}</span>
            </>
          )}
        </span>
      </button>
    </li>
  )
}

function Face({ chat, state }: { chat: ChatSummary; state: OperatorState }) {
  const colleague = colleagueOf(chat.id, state)
  if (colleague) return <Avatar colleague={colleague} />
  return (
    <span class="t-avatar number" aria-hidden="true">
      <Icon name={partnerOf(chat.id).kind === 'department' ? 'three' : 'person'} size={16} />
    </span>
  )
}

function Found({ typed, state, desk, online, source, language }: Props & { typed: string }) {
  const words = chatWords[language]
  // Not at every letter.
  const text = useSettled(typed.trim(), 250)
  const pages = usePages<FoundMessage, number>(text, 0, online, async (before) => {
    const { messages, next } = await source.search({ text, ...(before !== null && { before }) })
    return { rows: messages, next }
  })
  return (
    <EndlessList pages={pages} label={words.found} language={language} empty={<Empty title={words.nothingFound} />}>
      {pages.rows.map((line) => {
        const name = nameOf(line.chat, state, state.chats?.find(({ id }) => id === line.chat) ?? null, language)
        return (
          <li key={line.id} class="chat-row" data-line={line.id}>
            <button type="button" onClick={() => desk.show({ is: 'chat', chat: line.chat, at: line.id })}>
              <span class="chat-who">
                <bdi class="chat-name">{name}</bdi>
                <bdi class="chat-found">{line.own ? words.own(plain(line.text)) : plain(line.text)}</bdi>
              </span>
              <time class="chat-when" dateTime={new Date(line.at).toISOString()}>
                {moment(line.at, language)}
              </time>
            </button>
          </li>
        )
      })}
    </EndlessList>
  )
}
