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
 * A list that goes on as one scrolls. Another `key` begins it anew; a `version` that is another one reads its first page
 * again beneath what is shown.
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

  const read = async (before: Place | null, kept: readonly Page<Row, Place>[]) => {
    const mine = ++asked.current
    setLoading(true)
    setError(null)
    try {
      const page = await ask(before)
      if (mine === asked.current) setPages([...kept, page])
    } catch (fault) {
      if (mine === asked.current) setError(fault)
    }
    if (mine === asked.current) setLoading(false)
  }
  useEffect(() => {
    if (shown.current !== key) setPages([])
    shown.current = key
    if (online) void read(null, [])
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
