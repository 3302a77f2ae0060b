import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { journalWords } from '../../ui/words/journal.ts'
import type { Language } from '../../ui/words/language.ts'

export type Part = { id: string; name: string; count?: number; show: () => ComponentChildren }
type Props = {
  parts: readonly Part[]
  language: Language
  /** The part that was asked for elsewhere; again with another `at`. */
  wanted?: { part: string; at: number } | null
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

/** The parts of the panel (LOOK, «Panel» 4), as tabs by WAI-ARIA: arrows, Home and End go from one to the other. */
export function Parts({ parts, language, wanted = null }: Props) {
  const [chosen, setChosen] = useState(parts[0]?.id)
  useEffect(() => {
    if (wanted) setChosen(wanted.part)
  }, [wanted?.part, wanted?.at])
  const at = Math.max(
    0,
    parts.findIndex(({ id }) => id === chosen),
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    const to =
      step !== undefined ? (at + step + parts.length) % parts.length : { Home: 0, End: parts.length - 1 }[event.key]
    const part = to === undefined ? undefined : parts[to]
    if (!part || !(event.currentTarget instanceof HTMLElement)) return
    event.preventDefault()
    setChosen(part.id)
    event.currentTarget.querySelector<HTMLElement>(`[data-part="${part.id}"]`)?.focus()
  }
  return (
    <section class="parts">
      <div class="tabs" role="tablist" aria-label={journalWords[language].parts} onKeyDown={onKeyDown}>
        {parts.map(({ id, name, count }, i) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            data-part={id}
            aria-selected={i === at}
            aria-controls={`part-${id}`}
            tabIndex={i === at ? 0 : -1}
            onClick={() => setChosen(id)}
          >
            {name}
            {count !== undefined && count > 0 && <span class="tab-count">{count}</span>}
          </button>
        ))}
      </div>
      {parts.map(
        ({ id, show }, i) =>
          i === at && (
            <div key={id} role="tabpanel" id={`part-${id}`} aria-labelledby={`tab-${id}`} class="part">
              {show()}
            </div>
          ),
      )}
    </section>
  )
}
