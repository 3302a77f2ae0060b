import type { Line } from '../protocol/state.ts'
import type { ShownStatus } from '../protocol/status.ts'
import { presenceLook, presenceText } from './presence.ts'
import type { Language } from './words/language.ts'

type Props = { line: Line | null; status: ShownStatus | null; language: Language }

/** What a colleague's line does, and what they say of themselves; nothing when neither is known. */
export function Presence({ line, status, language }: Props) {
  const look = presenceLook(line, status)
  const text = presenceText(line, status, language)
  return text === '' ? null : (
    <bdi class={`t-line ${look}`} title={text}>
      {text}
    </bdi>
  )
}
