import { useState } from 'preact/hooks'

/** Keys that move the mark, and where to. */
export const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

type Row = { key: string }

/** The row of a list that Enter takes: the first until another is marked; then that one, wherever it comes to stand. */
export function useMarked(rows: readonly Row[]): { at: number; move: (by: number) => void; reset: () => void } {
  const [marked, setMarked] = useState<string | null>(null)
  // Gone from the list: nobody else is meant in its place.
  const at = marked === null ? Math.min(0, rows.length - 1) : rows.findIndex(({ key }) => key === marked)
  return {
    at,
    move: (by) => setMarked(rows[(Math.max(at, by > 0 ? -1 : 0) + by + rows.length) % rows.length]?.key ?? null),
    reset: () => setMarked(null),
  }
}

/** `now` in the order of `before`: while somebody looks at a list, nobody moves under the pointer or into another's row. */
export function inPlace<T extends Row>(before: readonly T[], now: readonly T[]): T[] {
  const places = new Map(before.map(({ key }, at) => [key, at]))
  const place = ({ key }: T) => places.get(key) ?? before.length
  return [...now].sort((a, b) => place(a) - place(b))
}
