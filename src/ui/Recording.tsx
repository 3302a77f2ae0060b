import type { Call } from '../protocol/call.ts'
import type { Wish } from './wishes.ts'
import { callWords } from './words/call.ts'
import type { Language } from './words/language.ts'

type Props = { call: Call; language: Language; keys: boolean; disabled: boolean; onWish: (wish: Wish) => void }

/** Whether what is said is kept, and the way to change that: card numbers are no business of a recording. */
export function Recording({ call, language, keys, disabled, onWish }: Props) {
  const words = callWords[language]
  const { recording, commands } = call
  const on = recording === 'on'
  const command = on ? 'suspendRecording' : 'resumeRecording'
  // Before there is a conversation, nothing of it is kept.
  if (!commands.includes(command)) return null
  const state = on ? words.recording : words.recordingSuspended
  return (
    <button
      type="button"
      class={on ? 't-recording on' : 't-recording'}
      data-command={command}
      title={keys ? words.key(words[command], 'R') : words[command]}
      aria-label={`${state}. ${words[command]}`}
      disabled={disabled}
      onClick={() => onWish({ command })}
    >
      {state}
    </button>
  )
}
