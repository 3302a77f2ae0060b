import { useEffect, useRef, useState } from 'preact/hooks'

export type Answer<T> = { state: 'loading' } | { state: 'known'; value: T } | { state: 'failed'; error: unknown }
type Options = {
  /** A pause between keys. */
  delayMs?: number
  /** Asked again when this is another; the last answer stands meanwhile. */
  version?: unknown
}

const LOADING = { state: 'loading' } as const

/**
 * What is asked whenever `key` is another; null asks nothing. An answer about another key is nobody's; of those about one
 * key the latest question's counts, and until that is answered, the one before: on a slow machine each comes late.
 */
export function useAnswer<T>(key: string | null, question: () => Promise<T>, options: Options = {}): Answer<T> {
  const { delayMs = 0, version } = options
  const [answer, setAnswer] = useState<{ key: string | null; answer: Answer<T> }>({ key, answer: LOADING })
  const wanted = useRef<string | null>(null)
  const asked = useRef(0)
  const shown = useRef(0)
  useEffect(() => {
    wanted.current = key
    return () => {
      wanted.current = null
    }
  }, [key])
  useEffect(() => {
    if (key === null) return
    asked.current += 1
    const turn = asked.current
    const put = (now: Answer<T>) => {
      if (wanted.current !== key || turn <= shown.current) return
      shown.current = turn
      setAnswer({ key, answer: now })
    }
    const pose = () =>
      question().then(
        (value) => put({ state: 'known', value }),
        (error: unknown) => put({ state: 'failed', error }),
      )
    const timer = delayMs > 0 ? setTimeout(() => void pose(), delayMs) : undefined
    if (timer === undefined) void pose()
    return () => clearTimeout(timer)
  }, [key, version])
  return answer.key === key ? answer.answer : LOADING
}
