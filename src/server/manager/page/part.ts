import { useEffect, useState } from 'preact/hooks'

export const PART_NAMES = ['state', 'rules', 'people', 'books', 'access', 'settings', 'journal'] as const
export type PartName = (typeof PART_NAMES)[number]

const current = (): PartName => PART_NAMES.find((name) => location.hash === `#${name}`) ?? 'state'

/** The part that the address names, so that the browser's «back» and bookmarks work. */
export function usePart(): [PartName, (part: PartName) => void] {
  const [part, setPart] = useState(current)
  useEffect(() => {
    const look = () => setPart(current())
    window.addEventListener('hashchange', look)
    return () => window.removeEventListener('hashchange', look)
  }, [])
  return [
    part,
    (next) => {
      location.hash = next
    },
  ]
}
