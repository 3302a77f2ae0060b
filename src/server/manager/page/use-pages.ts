import { useEffect, useRef, useState } from 'preact/hooks'
import { usePage } from './context.ts'

type Loaded<Item, Place> = { items: Item[]; next: Place | null; found: number | null }
type Load<Item, Place> = (after: Place | null) => Promise<Loaded<Item, Place>>

/** What is shown of it. */
export type Pages<Item> = {
  list: { items: Item[]; hasMore: boolean; found: number | null } | null
  busy: boolean
  more: () => Promise<void>
  refresh: () => Promise<void>
}

/** After the last key: a list is not asked for at each of them. */
const TYPING_MS = 200

/**
 * A list that is fetched page by page; anew from the beginning when `key` changes, and as far as it was shown when
 * `version` does, without a jump.
 */
export function usePages<Item, Place>(key: string, version: string, load: Load<Item, Place>): Pages<Item> {
  const { fail } = usePage()
  const [list, setList] = useState<(Loaded<Item, Place> & { key: string }) | null>(null)
  const [busy, setBusy] = useState(false)
  /** Whoever is late has been overtaken. */
  const turn = useRef(0)

  const fetchUpTo = async (count: number) => {
    const mine = ++turn.current
    try {
      let all = await load(null)
      while (all.next !== null && all.items.length < count) {
        const more = await load(all.next)
        all = { ...more, items: [...all.items, ...more.items] }
      }
      if (mine === turn.current) setList({ ...all, key })
    } catch (error) {
      if (mine === turn.current) fail(error)
    }
  }
  useEffect(() => {
    const again = list?.key === key
    const timer = setTimeout(() => void fetchUpTo(again ? list.items.length : 1), again || !list ? 0 : TYPING_MS)
    return () => clearTimeout(timer)
  }, [key, version])

  const more = async () => {
    if (!list || list.next === null || busy) return
    const mine = ++turn.current
    setBusy(true)
    try {
      const next = await load(list.next)
      if (mine === turn.current) setList({ ...next, items: [...list.items, ...next.items], key: list.key })
    } catch (error) {
      fail(error)
    } finally {
      setBusy(false)
    }
  }
  const shown = list && { items: list.items, hasMore: list.next !== null, found: list.found }
  return { list: shown, busy, more, refresh: () => fetchUpTo(list?.items.length ?? 1) }
}
