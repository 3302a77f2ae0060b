import { useEffect, useState } from 'preact/hooks'
import { ask } from '../../platform/page.ts'
import { openReport } from '../../platform/pages.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { errorText } from '../../ui/words/errors.ts'
import { fieldsWords } from '../../ui/words/fields.ts'
import type { Language } from '../../ui/words/language.ts'

type Props = {
  language: Language
  /** The page is in front now, and is to be seen. */
  onPointing: () => void
}

/** Of the page of 1C one has come from: pointing at a field, and what is seen there (SPEC D5). */
export function PageTools({ language, onPointing }: Props) {
  const words = fieldsWords[language]
  const [base, setBase] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const look = () =>
      void ask('fields.front', {}).then(
        (front) => setBase(front.base),
        () => setBase(null),
      )
    look()
    // A panel at the side stays while pages come and go.
    addEventListener('focus', look, { signal: stop.signal })
    document.addEventListener('visibilitychange', look, { signal: stop.signal })
    return () => stop.abort()
  }, [])
  if (base === null) return null
  const refuse = (error: unknown) => setFault(errorText(error, language))
  const point = async () => {
    const { begun } = await ask('fields.point', { base })
    setFault(begun ? null : words.noPage)
    if (begun) onPointing()
  }
  return (
    <section aria-label={words.title}>
      <div class="page-tools">
        <Button command="point" onClick={() => void point().catch(refuse)}>
          {words.point}
        </Button>
        <Button command="report" onClick={() => void openReport(base).catch(refuse)}>
          {words.look}
        </Button>
      </div>
      {fault !== null && <Notice kind="warning">{fault}</Notice>}
    </section>
  )
}
