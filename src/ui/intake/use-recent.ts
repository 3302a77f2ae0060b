import { useEffect, useState } from 'preact/hooks'

/** Whether less than `forMs` has gone by since then. */
export function useRecent(at: number | null, forMs: number): boolean {
  const [, draw] = useState(0)
  const left = at === null ? 0 : at + forMs - Date.now()
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => draw((count) => count + 1), left)
    return () => clearTimeout(timer)
  }, [at, forMs])
  return left > 0
}
