import { ask } from '../../platform/page.ts'
import type { Call, CallCommand } from '../../protocol/call.ts'
import { CallCard } from '../../ui/CallCard.tsx'
import { useNow } from '../../ui/use-now.ts'
import type { Language } from '../../ui/words/language.ts'
import { panelWords } from '../../ui/words/panel.ts'

/** Without a connection the last known calls stay in sight, but nothing can be done about them from here. */
export function Calls({ calls, online, language }: { calls: Call[]; online: boolean; language: Language }) {
  const words = panelWords[language]
  const now = useNow(calls.some((call) => call.answeredAt !== null))
  if (calls.length === 0) {
    if (!online) return null
    return (
      <section class="empty" aria-label={words.calls}>
        <p class="empty-title">{words.noCalls}</p>
        <p>{words.noCallsHint}</p>
      </section>
    )
  }
  return (
    <section class={online ? 'calls' : 'calls stale'} aria-label={words.calls}>
      {calls.map((call) => (
        <CallCard
          key={call.id}
          call={online ? call : { ...call, commands: [] }}
          language={language}
          now={now}
          onCommand={command}
        />
      ))}
    </section>
  )
}

async function command(wish: CallCommand, { id: callId }: Call): Promise<void> {
  await ask(wish === 'answer' ? 'call.answer' : 'call.clear', { callId })
}
