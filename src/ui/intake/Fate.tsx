import { useState } from 'preact/hooks'
import type { Acceptance } from '../../protocol/intake.ts'
import type { Base } from '../../protocol/state.ts'
import { Button } from '../Button.tsx'
import { Notice } from '../Notice.tsx'
import type { Opener } from '../OpenIn1C.tsx'
import { plain } from '../text.ts'
import { intakeWords } from '../words/intake.ts'
import type { Language } from '../words/language.ts'
import { acceptanceAsText } from './as-text.ts'

type Props = { acceptance: Acceptance; bases: readonly Base[]; language: Language; copy: Opener['copy'] }

/** What becomes of an accepted intake that is not in 1C yet, and what its operator can do where 1C will not have it. */
export function Fate({ acceptance, bases, language, copy }: Props) {
  const words = intakeWords[language]
  const [copied, setCopied] = useState(false)
  const { state, why, form } = acceptance
  const take = async () => setCopied(await copy(acceptanceAsText(acceptance, language)))
  if (state === 'refused')
    return (
      <Notice kind="warning">
        <p>{words.refused(plain(why, 300))}</p>
        <Button command="copyIntake" onClick={() => void take()}>
          {copied ? words.copied : words.copy}
        </Button>
      </Notice>
    )
  if (state === 'unsent') return <Notice kind="plain">{words.unsent}</Notice>
  const isDown = bases.some(({ id, state: of }) => id === form.base && of === 'down')
  return <Notice kind="plain">{state === 'delayed' || isDown ? words.delayed : words.saving}</Notice>
}
