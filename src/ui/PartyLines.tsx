import type { Party } from '../protocol/call.ts'
import { Avatar } from './Avatar.tsx'
import { partyText } from './call-party.ts'
import type { Language } from './words/language.ts'

/** Who the other side is: a client (SPEC A1), or a colleague with avatar, department and number (SPEC A3). */
export function PartyLines({ party, language }: { party: Party; language: Language }) {
  const who = partyText(party, language)
  const lines = (
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
  )
  if (!party.colleague) return lines
  return (
    <div class="t-call-colleague">
      <Avatar colleague={party.colleague} />
      {lines}
    </div>
  )
}
