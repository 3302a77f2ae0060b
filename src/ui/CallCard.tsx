import { useState } from 'preact/hooks'
import type { Call, CallCommand } from '../protocol/call.ts'
import { Button } from './Button.tsx'
import { partyText } from './call-party.ts'
import { callPhase, callStateText } from './call-state.ts'
import { Icon } from './icons.tsx'
import { Notice } from './Notice.tsx'
import { callWords } from './words/call.ts'
import { errorText } from './words/errors.ts'
import type { Language } from './words/language.ts'

export type CallCardProps = {
  call: Call
  language: Language
  /** Milliseconds since 1970; whoever shows the card lets it tick. */
  now: number
  /** Carries the command out; a `TrubkaError` is shown on the card, and the call stays as it was. */
  onCommand: (command: CallCommand, call: Call) => Promise<void>
}

/** One call: who, what it is doing, and what can be done about it now (SPEC A1, A2). */
export function CallCard({ call, language, now, onCommand }: CallCardProps) {
  const words = callWords[language]
  const [awaited, setAwaited] = useState<CallCommand | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const phase = callPhase(call)
  const who = partyText(call.party, language)

  const command = async (wish: CallCommand) => {
    setAwaited(wish)
    setRefusal(null)
    try {
      await onCommand(wish, call)
    } catch (error) {
      setRefusal(errorText(error, language))
    } finally {
      setAwaited(null)
    }
  }
  const clearWord = phase === 'ringing' ? words.decline : words.clear

  return (
    <section class={`t-call ${phase}`} aria-label={who.title} data-call={call.id}>
      <div class="t-call-state" role={phase === 'ringing' ? 'alert' : undefined}>
        <Icon name={call.direction} size={16} />
        <span>{callStateText(call, language, now)}</span>
      </div>
      <div class="t-call-who">
        <h2 class="t-call-title">
          <bdi>{who.title}</bdi>
        </h2>
        {who.number !== '' && (
          <p class="t-call-line number">
            <bdi>{who.number}</bdi>
          </p>
        )}
        {who.lines.map((line) => (
          <p class="t-call-line" key={line}>
            <bdi>{line}</bdi>
          </p>
        ))}
      </div>
      {call.commands.length > 0 && (
        <div class="t-call-commands">
          {call.commands.includes('answer') && (
            <Button
              kind="accent"
              command="answer"
              icon="handset"
              large
              disabled={awaited !== null}
              onClick={() => void command('answer')}
            >
              {words.answer}
            </Button>
          )}
          {call.commands.includes('clear') && (
            <Button
              kind="warning"
              command="clear"
              icon="hangUp"
              large
              disabled={awaited !== null}
              onClick={() => void command('clear')}
            >
              {clearWord}
            </Button>
          )}
        </div>
      )}
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </section>
  )
}
