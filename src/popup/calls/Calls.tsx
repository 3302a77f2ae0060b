import { ask } from '../../platform/page.ts'
import type { Mirror } from '../../protocol/mirror.ts'
import { CallCard } from '../../ui/CallCard.tsx'
import { transferTargets } from '../../ui/choices.ts'
import { type HangUps, mayHaveIntake } from '../../ui/intake/hang-up.ts'
import type { Transfers } from '../../ui/TransferPicker.tsx'
import { useNow } from '../../ui/use-now.ts'
import { carryOut } from '../../ui/wishes.ts'
import type { Language } from '../../ui/words/language.ts'
import { panelWords } from '../../ui/words/panel.ts'
import { opener } from '../opener.ts'

type Props = { mirror: Mirror; hangUps: HangUps; language: Language }

/** Without a connection the last known calls stay in sight, but nothing can be done about them from here. */
export function Calls({ mirror, hangUps, language }: Props) {
  const words = panelWords[language]
  const calls = mirror.state?.calls ?? []
  const online = mirror.connection === 'online'
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
  const transfers: Transfers = {
    // Before anything is typed, from the mirror, at once.
    find: async (typed) => (typed.trim() === '' ? transferTargets('', mirror.state) : ask('people.search', { typed })),
    usual: mirror.preferences.transfer,
    setUsual: (kind) => void ask('preferences.transfer', { kind }).catch(() => {}),
    version: mirror,
  }
  return (
    <section class={online ? 'calls' : 'calls stale'} aria-label={words.calls}>
      {calls.map((call) => (
        <CallCard
          key={call.id}
          call={online ? call : { ...call, commands: [] }}
          language={language}
          now={now}
          keys
          transfers={transfers}
          opener={opener}
          onWish={async (wish, { id }) => {
            if (wish.command === 'clear' && hangUps.listener?.(id)) return
            await carryOut(wish, { id }, ask)
          }}
          onIntake={
            online &&
            mirror.preferences.wizard &&
            mayHaveIntake(call) &&
            !mirror.state?.intakes.some(({ callId }) => callId === call.id)
              ? async () => void (await ask('intake.open', { callId: call.id }))
              : null
          }
        />
      ))}
    </section>
  )
}
