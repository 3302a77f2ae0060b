import { ask } from '../../platform/page.ts'
import { type ChatId, type ChatWish, MOST_DRAFT } from '../../protocol/chat.ts'
import type { Params, Result } from '../../protocol/methods.ts'

/** What the chat asks of the background. */
export type ChatSource = {
  /** Resolves when it is kept in this browser. */
  send: (wish: ChatWish) => Promise<unknown>
  /** Resolves when it is kept in this browser, until it is sent. */
  draft: (chat: ChatId, text: string) => Promise<unknown>
  again: (message: string) => Promise<unknown>
  drop: (message: string) => Promise<unknown>
  history: (wish: Params<'chat.history'>) => Promise<Result<'chat.history'>>
  search: (wish: Params<'chat.search'>) => Promise<Result<'chat.search'>>
  read: (wish: Params<'chat.read'>) => Promise<unknown>
  typing: (wish: Params<'chat.typing'>) => Promise<unknown>
  /** The conversation that a notification was pressed for is open. */
  opened: () => Promise<unknown>
}

export const chatSource: ChatSource = {
  send: (wish) => ask('chat.send', wish),
  draft: (chat, text) => ask('chat.draft', { chat, text: text.slice(0, MOST_DRAFT) }),
  again: (message) => ask('chat.again', { message }),
  drop: (message) => ask('chat.drop', { message }),
  history: (wish) => ask('chat.history', wish),
  search: (wish) => ask('chat.search', wish),
  read: (wish) => ask('chat.read', wish),
  typing: (wish) => ask('chat.typing', wish),
  opened: () => ask('chat.opened', {}),
}
