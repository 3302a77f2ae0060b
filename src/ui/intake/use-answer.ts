import { useEffect, useState } from 'preact/hooks'

export type Answer<T> = { state: 'loading' } | { state: 'known'; value: T } | { state: 'failed'; error: unknown }
type Options = {
  /** A pause between keys. */
  delayMs?: number
  /** Asked again when this is another; the last answer stands meanwhile. */
  version?: unknown
}

const LOADING = { state: 'loading' } as const

/** What is asked whenever `key` is another; null asks nothing. A late answer to an earlier question is nobody's. */
export function useAnswer<T>(key: string | null, question: () => Promise<T>, options: Options = {}): Answer<T> {
  const { delayMs = 0, version } = options
  const [answer, setAnswer] = useState<{ key: string | null; answer: Answer<T> }>({ key, answer: LOADING })
  useEffect(() => {
    if (key === null) return
    let wanted = true
    const put = (now: Answer<T>) => wanted && setAnswer({ key, answer: now })
    const pose = () =>
      question().then(
        (value) => put({ state: 'known', value }),
        (error: unknown) => put({ state: 'failed', error }),
      )
    const timer = delayMs > 0 ? setTimeout(() => void pose(), delayMs) : undefined
    if (timer === undefined) void pose()
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [key, version])
  return answer.key === key ? answer.answer : LOADING
}
