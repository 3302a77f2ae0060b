import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { errorText } from '../ui/words/errors.ts'
import { journalWords } from '../ui/words/journal.ts'
import type { Language } from '../ui/words/language.ts'
import type { Pages } from './use-pages.ts'

type Props = {
  pages: Pages<unknown>
  label: string
  language: Language
  empty: ComponentChildren
  children: ComponentChildren
}

/** Its next page is asked for before one comes to its end; rows out of sight cost the browser nothing (`content-visibility`). */
export function EndlessList({ pages, label, language, empty, children }: Props) {
  const words = journalWords[language]
  const end = useRef<HTMLDivElement>(null)
  const load = useRef(pages.load)
  load.current = pages.load
  useEffect(() => {
    const { current } = end
    if (!current || !pages.more) return
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) load.current()
      },
      { rootMargin: '600px' },
    )
    watch.observe(current)
    return () => watch.disconnect()
  }, [pages.more, pages.rows.length])

  return (
    <>
      {pages.rows.length > 0 && (
        <ul class="rows" aria-label={label}>
          {children}
        </ul>
      )}
      {pages.error !== null && (
        <Notice kind="warning">
          <p>{errorText(pages.error, language)}</p>
          <Button command="again" onClick={pages.load}>
            {words.again}
          </Button>
        </Notice>
      )}
      {pages.rows.length === 0 && !pages.first && pages.error === null && empty}
      <div ref={end} class="rows-end" aria-live="polite">
        {pages.first && pages.error === null && ((pages.waits && words.waits) || (pages.loading && words.loading))}
      </div>
    </>
  )
}
