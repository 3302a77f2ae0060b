import { useEffect, useRef, useState } from 'preact/hooks'

export type Page<Row, Place> = { rows: Row[]; next: Place | null }
export type Pages<Row> = {
  rows: readonly Row[]
  /** Nothing has been answered yet. */
  first: boolean
  loading: boolean
  /** The server is away, and nothing is asked until it is back. */
  waits: boolean
  error: unknown
  more: boolean
  /** The next page, or the one that failed once more. */
  load: () => void
}

/**
 * A list that goes on as one scrolls. Another `key` begins it anew; a `version` that is another one reads what is shown
 * again beneath it.
 */
export function usePages<Row, Place>(
  key: string,
  version: unknown,
  /** Without the server nothing is asked: why is said elsewhere, and what is shown stays. */
  online: boolean,
  ask: (before: Place | null) => Promise<Page<Row, Place>>,
): Pages<Row> {
  const [pages, setPages] = useState<Page<Row, Place>[]>([])
  const [loading, setLoading] = useState(false)
  const [error, setError] = useState<unknown>(null)
  /** Of the newest question: what comes for an older one is of no use any more. */
  const asked = useRef(0)
  const shown = useRef('')
  const next = pages.at(-1)?.next ?? null

  /** Goes on from a page, or begins anew with as many pages as are shown: nobody loses their place. */
  const read = async (before: Place | null, kept: readonly Page<Row, Place>[], count = 1) => {
    const mine = ++asked.current
    setLoading(true)
    setError(null)
    try {
      const found = [...kept]
      let from = before
      do {
        const page = await ask(from)
        found.push(page)
        from = page.next
      } while (from !== null && found.length < count && mine === asked.current)
      if (mine === asked.current) setPages(found)
    } catch (fault) {
      if (mine === asked.current) setError(fault)
    }
    if (mine === asked.current) setLoading(false)
  }
  useEffect(() => {
    const isOther = shown.current !== key
    if (isOther) setPages([])
    shown.current = key
    if (online) void read(null, [], isOther ? 1 : pages.length)
    return () => {
      asked.current++
      // What was under way is not waited for any more: it is asked anew, or once the server is back.
      setLoading(false)
    }
  }, [key, version, online])

  return {
    rows: pages.flatMap(({ rows }) => rows),
    first: pages.length === 0,
    loading,
    waits: !online,
    error,
    more: next !== null,
    load: () => {
      if (loading) return
      if (pages.length === 0) void read(null, [])
      else if (next !== null) void read(next, pages)
    },
  }
}
