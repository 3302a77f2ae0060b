import { useEffect, useRef, useState } from 'preact/hooks'
import type { Contact } from '../../protocol/address-book.ts'
import { useSettled } from '../parts/use-settled.ts'
import type { ContactsSource } from './source.ts'

/** So many are asked for at once. */
const PAGE = 100
/** What a search shows; who looks for somebody types on. */
export const MOST_FOUND = 200
/** Somebody who types quickly is not asked for at every letter. */
const SETTLED_MS = 60

type Pages = { key: string; total: number; pages: Map<number, Contact[]> }

/**
 * A book, of which only what is in sight is asked for, or whom the typed text may mean in it (`book` null: in all of them).
 * What was there stays until what it is now has come.
 */
export function useBook(
  source: ContactsSource,
  wish: { book: string | null; typed: string; version: number; online: boolean },
) {
  const { book, version, online } = wish
  const typed = useSettled(wish.typed.trim(), SETTLED_MS)
  const searching = typed !== '' || book === null
  const key = JSON.stringify([book, typed, version, online])
  const [shown, setShown] = useState<Pages | null>(null)
  const [error, setError] = useState<unknown>(null)
  const sight = useRef({ from: 0, to: 0 })
  const asked = useRef({ key: '', pages: new Set<number>() })

  const load = async (page: number) => {
    if (asked.current.key !== key) asked.current = { key, pages: new Set() }
    if (!online || asked.current.pages.has(page)) return
    asked.current.pages.add(page)
    try {
      const { contacts, total } = searching
        ? await source.search({ typed, book, limit: MOST_FOUND })
        : await source.list({ book: book ?? '', from: page * PAGE, count: PAGE })
      if (asked.current.key !== key) return
      setError(null)
      setShown((before) => ({
        key,
        total,
        pages: new Map([...(before?.key === key ? before.pages : []), [page, contacts]]),
      }))
    } catch (failed) {
      asked.current.pages.delete(page)
      if (asked.current.key === key) setError(failed)
    }
  }
  const want = (from: number, to: number) => {
    sight.current = { from, to }
    if (searching) return
    for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page++) void load(page)
  }
  // Also what is in sight of a book that has changed, wherever in it one is.
  useEffect(() => {
    void load(0)
    want(sight.current.from, sight.current.to)
  }, [key])

  const pages = shown?.pages ?? new Map<number, Contact[]>()
  const found = shown?.total ?? 0
  return {
    /** What stands there now; null while nothing has come yet. */
    ready: shown !== null,
    count: searching ? Math.min(found, pages.get(0)?.length ?? 0) : found,
    total: found,
    error,
    at: (index: number): Contact | null =>
      (searching ? pages.get(0)?.[index] : pages.get(Math.floor(index / PAGE))?.[index % PAGE]) ?? null,
    want,
  }
}
