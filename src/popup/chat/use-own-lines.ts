import { useRef } from 'preact/hooks'
import type { ChatId, ChatMessage, OwedMessage } from '../../protocol/chat.ts'
import type { OwnLines } from '../../protocol/mirror.ts'

export type Refused = OwnLines['refused'][number]

/**
 * The operator's lines that are not among the conversation's yet. One that the server has just taken is still shown so, until
 * it is there: it must not go away for a moment.
 */
export function useOwnLines(
  { owed, refused }: OwnLines,
  chat: ChatId,
  lines: readonly ChatMessage[],
): { waiting: OwedMessage[]; refused: Refused[] } {
  const before = useRef<{ chat: ChatId; waiting: OwedMessage[] }>({ chat, waiting: [] })
  const there = new Set(lines.filter(({ own }) => own).map(({ message }) => message))
  const mine = refused.filter((each) => each.chat === chat)
  for (const { message } of mine) there.add(message)
  const known = new Map<string, OwedMessage>()
  for (const each of before.current.chat === chat ? before.current.waiting : []) known.set(each.message, each)
  for (const each of owed) if (each.chat === chat) known.set(each.message, each)
  const waiting = [...known.values()].filter(({ message }) => !there.has(message))
  before.current = { chat, waiting }
  return { waiting, refused: mine }
}
