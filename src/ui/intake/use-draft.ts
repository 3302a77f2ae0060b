import { useEffect, useRef, useState } from 'preact/hooks'
import type { Intake, IntakeForm } from '../../protocol/intake.ts'
import { TrubkaError } from '../../protocol/trubka-error.ts'
import type { Ask } from '../wishes.ts'
import { draftOf, type Field, heard, typed } from './draft.ts'

const AGAIN_MS = 2000

export type FormChanges = Partial<IntakeForm>

/**
 * The form, and what changes it: each keystroke is kept at once, elsewhere than in this page. `suggest` is for what comes
 * late: it is asked what is still wanted of the form as it stands then, which may be another than the one drawn.
 */
export function useDraft(
  intake: Intake,
  ask: Ask,
  typing: () => Field | null,
): {
  form: IntakeForm
  change: (changes: FormChanges) => void
  suggest: (wanted: (form: IntakeForm) => FormChanges | null) => void
} {
  // A ref, since keys come quicker than drawings.
  const draft = useRef(draftOf(intake))
  const [, draw] = useState(0)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const say = () => {
    clearTimeout(timer.current)
    const { form, version } = draft.current
    ask('intake.keep', { id: intake.id, form, version }).catch((error: unknown) => {
      if (error instanceof TrubkaError && error.code === 'noSuchIntake') return
      timer.current = setTimeout(say, AGAIN_MS)
    })
  }
  const put = (now: typeof draft.current) => {
    draft.current = now
    draw((count) => count + 1)
  }
  useEffect(() => {
    const news = heard(draft.current, intake, typing())
    if (news.draft === draft.current) return
    put(news.draft)
    if (news.say) say()
  }, [intake])

  const change = (changes: FormChanges) => {
    put(typed(draft.current, changes))
    say()
  }
  return {
    form: draft.current.form,
    change,
    suggest: (wanted) => {
      const changes = wanted(draft.current.form)
      if (changes) change(changes)
    },
  }
}
