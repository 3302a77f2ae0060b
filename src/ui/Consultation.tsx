import type { Call } from '../protocol/call.ts'
import { Avatar } from './Avatar.tsx'
import { partyText } from './call-party.ts'
import { Icon } from './icons.tsx'
import { callWords } from './words/call.ts'
import type { Language } from './words/language.ts'

type Props = { call: Call; consultation: NonNullable<Call['consultation']>; language: Language }

/** Both sides one under the other (LOOK, «Panel» 3), each with what it hears now. */
export function Consultation({ call, consultation, language }: Props) {
  const words = callWords[language]
  const { active, remote, joined } = consultation
  const consulted = consultedText(consultation, language)
  return (
    <ul class="t-sides">
      <Side
        party={call.party}
        role={words.caller}
        state={joined ? words.hearsAll : active ? words.waits : words.talkingNow}
        heard={joined || !active}
        language={language}
      />
      <Side
        party={consultation.party}
        role={words.consulted}
        state={consulted}
        heard={active && remote === 'connected'}
        language={language}
      />
    </ul>
  )
}

function consultedText({ active, remote, joined, cause }: Props['consultation'], language: Language): string {
  const words = callWords[language]
  if (joined) return words.hearsAll
  if (remote === 'fail' && cause) return words.remoteCause[cause]
  if (!active && (remote === 'connected' || remote === 'hold')) return words.waits
  return remote === 'connected' ? words.talkingNow : words.consulting[remote]
}

type SideProps = { party: Call['party']; role: string; state: string; heard: boolean; language: Language }

function Side({ party, role, state, heard, language }: SideProps) {
  const who = partyText(party, language)
  return (
    <li class={heard ? 't-side heard' : 't-side'} aria-label={`${role}: ${who.title}`}>
      {party.colleague ? (
        <Avatar colleague={party.colleague} />
      ) : (
        <span class="t-avatar number" aria-hidden="true">
          <Icon name="person" size={16} />
        </span>
      )}
      <div class="t-side-who">
        <bdi class="t-side-title">{who.title}</bdi>
        {who.number !== '' && <bdi class="t-side-number">{who.number}</bdi>}
        <span class="t-side-state" role="status">
          {state}
        </span>
      </div>
    </li>
  )
}
