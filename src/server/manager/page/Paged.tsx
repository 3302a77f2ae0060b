import type { ComponentChildren } from 'preact'
import { Button } from '../../../ui/Button.tsx'
import { usePage } from './context.ts'
import type { Pages } from './use-pages.ts'
import { pageWords } from './words.ts'

type PagedProps<Item> = {
  pages: Pages<Item>
  /** Said where there is nothing to show. */
  empty: string
  children: (items: Item[]) => ComponentChildren
}

/** A list as far as it has been fetched, and the button for more of it. */
export function Paged<Item>({ pages: { list, busy, more }, empty, children }: PagedProps<Item>) {
  const words = pageWords[usePage().language]
  if (!list) return <p class="soft">{words.loading}</p>
  if (list.items.length === 0 && !list.hasMore) return <p class="empty">{empty}</p>
  return (
    <>
      {list.items.length > 0 && children(list.items)}
      {list.hasMore && (
        <Button disabled={busy} onClick={() => void more()}>
          {words.more}
        </Button>
      )}
    </>
  )
}
