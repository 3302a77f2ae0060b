import { useEffect, useState } from 'preact/hooks'
import type { Mirror } from '../protocol/mirror.ts'

/** The mirror as it changes; null until the first has come. `watch` is the platform's and has to stay the same. */
export function useMirror(watch: (listener: (mirror: Mirror) => void, signal: AbortSignal) => void): Mirror | null {
  const [mirror, setMirror] = useState<Mirror | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    watch(setMirror, stop.signal)
    return () => stop.abort()
  }, [watch])
  return mirror
}
