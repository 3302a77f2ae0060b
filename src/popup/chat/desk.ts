import { createContext } from 'preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import type { ChatId, ChatLink } from '../../protocol/chat.ts'

/** What is before the operator: the list, the choice of whom to write to, or a conversation, maybe at a line of it. */
export type ChatView = { is: 'list' } | { is: 'begin' } | { is: 'chat'; chat: ChatId; at: number | null }

/** What outlives a look at another part of the panel: where one was, and what was typed and not sent, which outlives the panel. */
export type ChatDesk = {
  view: ChatView
  show: (view: ChatView) => void
  /** To go with the next line. */
  link: ChatLink | null
  attach: (link: ChatLink | null) => void
  draft: (chat: ChatId) => string
  setDraft: (chat: ChatId, text: string) => void
}

/** @param kept what was typed before the panel was opened, or in another one */
export function useChatDesk(
  kept: Readonly<Record<ChatId, string>>,
  keep: (chat: ChatId, text: string) => Promise<unknown>,
): ChatDesk {
  const [view, show] = useState<ChatView>({ is: 'list' })
  const [link, attach] = useState<ChatLink | null>(null)
  /** The background may not have heard of the last keystroke yet. */
  const typed = useRef(new Map<ChatId, string>())
  const before = useRef(kept)
  before.current = kept
  return useMemo(
    () => ({
      view,
      show,
      link,
      attach,
      draft: (chat) => typed.current.get(chat) ?? before.current[chat] ?? '',
      setDraft: (chat, text) => {
        typed.current.set(chat, text)
        // It stays in the field; a browser that is full is told of when the line is sent.
        keep(chat, text).catch(() => {})
      },
    }),
    [view, link],
  )
}

/** Opens the chat from another part of the panel: with somebody, or to send a link to whomever is chosen then. */
export type OpenChat = { with: (chat: ChatId) => void; send: (link: ChatLink) => void }

/** Null where there is no chat. */
export const OpenChat = createContext<OpenChat | null>(null)
