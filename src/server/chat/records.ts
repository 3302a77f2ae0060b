import * as v from 'valibot'
import { ChatLink, type ChatWish, partnerOf } from '../../protocol/chat.ts'
import type { LedgerEntry, LedgerRecord } from '../ledger/ledger.ts'
import type { ChatEntry, Pair } from './book.ts'
import { type ChatKeys, dayOf } from './keys.ts'

type Sent = Extract<LedgerRecord, { type: 'chat.sent' }>

/** What only the members of a conversation may read. */
const Sealed = v.object({ name: v.string(), text: v.string(), link: v.nullable(ChatLink) })

export const CHAT_RECORDS = ['chat.sent', 'chat.read'] as const

export function pairOf(from: string, chat: string): Pair {
  const partner = partnerOf(chat)
  if (partner.kind === 'department') return { kind: 'department', one: partner.name, other: '' }
  const [one = '', other = ''] = [from, partner.id].sort()
  return { kind: 'person', one, other }
}

/** Of a line that was written by this person now. */
export async function sentRecord(
  { message, chat, text, link }: ChatWish,
  { id: from, name }: { id: string; name: string },
  keys: ChatKeys,
  now: number,
): Promise<Sent> {
  const day = dayOf(now)
  const sealed = await keys.seal(day, boundTo({ message, from, chat }), JSON.stringify({ name, text, link }))
  return { type: 'chat.sent', message, from, chat, day, sealed }
}

/** Null for what nobody can read any more. */
export function entryOf({ seq, at, record }: LedgerEntry, keys: ChatKeys): ChatEntry | null {
  if (record.type === 'chat.read') {
    const { by, chat, upTo } = record
    return { seq, at, is: 'read', pair: pairOf(by, chat), who: by, upTo }
  }
  if (record.type !== 'chat.sent') return null
  const { message, from, chat, day, sealed } = record
  const opened = keys.open(day, boundTo(record), sealed)
  if (opened === null) return null
  return {
    seq,
    at,
    is: 'line',
    pair: pairOf(from, chat),
    author: from,
    message,
    ...v.parse(Sealed, JSON.parse(opened)),
  }
}

/** What is sealed cannot be put under another's name, nor into another conversation. */
const boundTo = ({ message, from, chat }: Pick<Sent, 'message' | 'from' | 'chat'>): string =>
  JSON.stringify([message, from, chat])
