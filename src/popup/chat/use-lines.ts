import { useEffect, useRef, useState } from 'preact/hooks'
import type { ChatId, ChatMessage, ChatPage } from '../../protocol/chat.ts'

type Shown = { key: string; lines: ChatMessage[]; next: number | null }
export type Lines = {
  /** The oldest first. */
  lines: readonly ChatMessage[]
  /** Nothing has been answered yet. */
  first: boolean
  loading: boolean
  error: unknown
  more: boolean
  /** Older ones, or what failed once more. */
  load: () => void
}

type Options = {
  chat: ChatId
  /** The newest line there is; another one is asked for. */
  last: number | null
  /** Only up to this line: it was found, and is looked at. */
  upTo: number | null
  online: boolean
  ask: (before: number | null) => Promise<ChatPage>
}

/** The lines of a conversation, as far back as one has scrolled; new ones come to those that are there. */
export function useLines({ chat, last, upTo, online, ask }: Options): Lines {
  const key = `${chat} ${upTo ?? ''}`
  const [shown, setShown] = useState<Shown | null>(null)
  const [loading, setLoading] = useState(false)
  const [error, setError] = useState<unknown>(null)
  /** What comes for an older question is of no use any more. */
  const asked = useRef(0)
  const now = shown?.key === key ? shown : null

  const read = async (before: number | null) => {
    const mine = ++asked.current
    setLoading(true)
    setError(null)
    try {
      const page = await ask(before)
      if (mine === asked.current)
        setShown((known) => merged(known?.key === key ? known : null, page, key, before !== null && known !== null))
    } catch (fault) {
      if (mine === asked.current) setError(fault)
    }
    if (mine === asked.current) setLoading(false)
  }
  const newest = upTo === null ? null : upTo + 1
  useEffect(() => {
    if (online) void read(newest)
    return () => {
      asked.current++
      setLoading(false)
    }
  }, [key, upTo === null ? last : null, online])

  return {
    lines: now === null ? [] : now.lines,
    first: now === null,
    loading,
    error,
    more: now?.next != null,
    load: () => {
      if (!loading) void read(now === null ? newest : (now.next ?? newest))
    },
  }
}

/** What is known with a page of it; lines between which there may be others are not put beside each other. */
function merged(known: Shown | null, { messages, next }: ChatPage, key: string, older: boolean): Shown {
  const page = [...messages].reverse()
  if (known === null) return { key, lines: page, next }
  const ids = new Set(page.map(({ id }) => id))
  if (older) return { key, lines: [...page, ...known.lines.filter(({ id }) => !ids.has(id))], next }
  const [oldest] = page
  const touches = next === null || known.lines.some(({ id }) => ids.has(id))
  if (!touches || oldest === undefined) return { key, lines: page, next }
  return { key, lines: [...known.lines.filter(({ id }) => id < oldest.id), ...page], next: known.next }
}
