import type { Call, CallCommand } from '../protocol/call.ts'
import { Button, type ButtonProps } from './Button.tsx'
import { partyText } from './call-party.ts'
import { callPhase } from './call-state.ts'
import type { IconName } from './icons.tsx'
import type { Wish } from './wishes.ts'
import { callWords } from './words/call.ts'
import type { Language } from './words/language.ts'

type Props = {
  call: Call
  language: Language
  /** Whether the letters work here, and may be promised. */
  keys: boolean
  disabled: boolean
  keypadOpen: boolean
  onWish: (wish: Wish) => void
  onPick: () => void
  onKeypad: () => void
}

type Shown = {
  name: string
  word: string
  icon: IconName
  /** The panel's key that does the same. */
  letter?: string
  kind?: NonNullable<ButtonProps['kind']>
  hint?: string
  /** Said on the button itself. */
  below?: string
  press: () => void
}

/** Commands that need to be told more than the call. */
type WithMore = 'consult' | 'singleStepTransfer' | 'generateDigits'

/**
 * What is possible now, and nothing else. The order never changes, and ending a call is always the last: what stood
 * under a finger a moment ago must not become something worse.
 */
export function CallCommands({ call, language, keys, disabled, keypadOpen, onWish, onPick, onKeypad }: Props) {
  const words = callWords[language]
  const can = (command: CallCommand) => call.commands.includes(command)
  const ringing = callPhase(call) === 'ringing'
  const consulting = call.consultation !== null
  const joined = call.consultation?.joined ? call.consultation.party : null
  const shown: Shown[] = []
  const add = (
    command: Exclude<CallCommand, WithMore | 'suspendRecording' | 'resumeRecording'>,
    look: Omit<Shown, 'name' | 'press'>,
  ) => {
    if (can(command)) shown.push({ name: command, ...look, press: () => onWish({ command }) })
  }

  add('answer', {
    word: words.answer,
    icon: 'handset',
    letter: 'A',
    kind: 'accent',
    ...(call.answerBy === 'autoAnswer' && { hint: words.answerAgain, below: words.ringsAgain }),
  })
  add('transfer', {
    word: words.complete,
    icon: 'join',
    letter: 'T',
    kind: 'accent',
    ...(call.consultation && call.consultation.remote !== 'connected' && { hint: words.completeUnanswered }),
  })
  add('alternate', { word: words.alternate, icon: 'swap', letter: 'H' })
  add('conference', { word: words.conference, icon: 'three' })
  // Esc goes back, and never sends a colleague out of a conversation.
  if (joined && can('reconnect')) {
    const hint = words.dropWhom(partyText(joined, language).title)
    shown.push({ name: 'drop', word: words.drop, icon: 'close', hint, press: () => onWish({ command: 'reconnect' }) })
  } else add('reconnect', { word: words.reconnect, icon: 'back', letter: 'Esc' })
  if (!consulting) {
    add('hold', { word: words.hold, icon: 'hold', letter: 'H' })
    add('retrieve', { word: words.retrieve, icon: 'retrieve', letter: 'H', kind: 'accent' })
  }
  if (can('consult') || can('singleStepTransfer'))
    shown.push({ name: 'pick', word: words.transfer, icon: 'transfer', letter: 'T', press: onPick })
  add('clear', {
    word: ringing ? words.decline : joined ? words.leave : words.clear,
    icon: 'hangUp',
    letter: 'E',
    kind: 'warning',
    ...(joined ? { hint: words.leaveOthers } : consulting && { hint: words.clearAll }),
  })

  if (shown.length === 0) return null
  return (
    <div class={shown.length > 2 ? 't-call-commands many' : 't-call-commands'}>
      {can('generateDigits') && (
        <Button
          kind="plain"
          icon="keypad"
          command="keypad"
          label={words.keypad}
          title={words.keypad}
          pressed={keypadOpen}
          large
          onClick={onKeypad}
        />
      )}
      {shown.map(({ name, word, icon, letter, kind, hint, below, press }) => (
        <Button
          key={name}
          command={name}
          icon={icon}
          title={keys && letter !== undefined ? words.key(hint ?? word, letter) : (hint ?? word)}
          {...(kind && { kind })}
          {...(hint && { description: hint })}
          {...(below && { below })}
          large
          disabled={disabled}
          onClick={press}
        >
          {word}
        </Button>
      ))}
    </div>
  )
}
