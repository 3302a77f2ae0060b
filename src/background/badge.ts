import type { Badge } from '../platform/badge.ts'
import type { Mirror } from '../protocol/mirror.ts'
import { callPhase } from '../ui/call-state.ts'
import { chatWords } from '../ui/words/chat.ts'
import type { Language } from '../ui/words/language.ts'
import { panelWords } from '../ui/words/panel.ts'

const WARNING = '#c2271e'
const ACCENT = '#157347'

/**
 * A warning outweighs a call: without a connection what is known of calls is old. While nobody calls, it counts those who
 * have called in vain (SPEC A5), else the lines of chats that are not read (SPEC A7).
 */
export function badgeOf({ connection, state }: Mirror, language: Language): Badge {
  const words = panelWords[language]
  const title = (text: string) => `${words.name}: ${text}`
  if (connection !== 'online' && connection !== 'connecting')
    return { text: '!', colour: WARNING, title: title(words.connectionShort[connection]) }
  if (connection === 'connecting')
    return { text: '…', colour: '#59626b', title: title(words.connectionShort.connecting) }
  if (state?.pbxFault === 'loginRefused') return { text: '!', colour: WARNING, title: title(words.pbxRefusesShort) }
  if (state?.pbx === 'down') return { text: '!', colour: WARNING, title: title(words.pbxDownShort) }
  const ringing = state?.calls.some((call) => callPhase(call) === 'ringing')
  if (ringing) return { text: '☎', colour: ACCENT, title: title(words.incoming) }
  if (state?.acceptances.some((each) => each.state === 'refused'))
    return { text: '!', colour: WARNING, title: title(words.requestRefusedShort) }
  const calls = state?.calls.length ?? 0
  const missed = state?.missed ?? 0
  const unread = (state?.chats ?? []).reduce((sum, chat) => sum + chat.unread, 0)
  if (calls === 0 && missed > 0)
    return { text: missed > 99 ? '99+' : String(missed), colour: WARNING, title: title(words.missed(missed)) }
  if (calls === 0 && unread > 0)
    return {
      text: unread > 99 ? '99+' : String(unread),
      colour: ACCENT,
      title: title(chatWords[language].unreadOf(unread)),
    }
  return { text: calls === 0 ? '' : String(calls), colour: ACCENT, title: title(words.connectionShort.online) }
}
