import { useEffect, useState } from 'preact/hooks'
import type { Acceptance } from '../../protocol/intake.ts'
import type { Base } from '../../protocol/state.ts'
import { Notice } from '../Notice.tsx'
import type { Opener } from '../OpenIn1C.tsx'
import { intakeWords } from '../words/intake.ts'
import type { Language } from '../words/language.ts'
import { Fate } from './Fate.tsx'

type Props = {
  /** Null once it is in 1C, and for the moment until the acceptance is heard of. */
  acceptance: Acceptance | null
  bases: readonly Base[]
  language: Language
  copy: Opener['copy']
  onDone: () => void
}

const SAID_MS = 15_000

/** What has become of the intake that was accepted just now; what 1C refuses stays until it is put away. */
export function Said({ acceptance, bases, language, copy, onDone }: Props) {
  const words = intakeWords[language]
  const [heard, setHeard] = useState(false)
  const state = acceptance?.state ?? null
  useEffect(() => {
    if (state !== null) setHeard(true)
    if (state === 'refused') return
    const timer = setTimeout(onDone, SAID_MS)
    return () => clearTimeout(timer)
  }, [state])
  if (acceptance) return <Fate acceptance={acceptance} bases={bases} language={language} copy={copy} />
  return <Notice kind="accent">{heard ? words.registered : words.accepted}</Notice>
}
