import type { Call } from '../protocol/call.ts'
import type { Wish } from './wishes.ts'
import { callWords } from './words/call.ts'
import type { Language } from './words/language.ts'

type Props = { call: Call; language: Language; disabled: boolean; onWish: (wish: Wish) => void }

/** Whether what is said is kept, and the way to change that: card numbers are no business of a recording. */
export function Recording({ call, language, disabled, onWish }: Props) {
  const words = callWords[language]
  const { recording, commands } = call
  if (recording === 'none') return null
  const on = recording === 'on'
  const state = on ? words.recording : words.recordingSuspended
  const command = on ? 'suspendRecording' : 'resumeRecording'
  const classes = on ? 't-recording on' : 't-recording'
  if (!commands.includes(command)) return <span class={classes}>{state}</span>
  return (
    <button
      type="button"
      class={classes}
      data-command={command}
      title={words.key(words[command], 'R')}
      aria-label={`${state}. ${words[command]}`}
      disabled={disabled}
      onClick={() => onWish({ command })}
    >
      {state}
    </button>
  )
}
