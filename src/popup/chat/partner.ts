import { type ChatId, type ChatSummary, partnerOf, personChat } from '../../protocol/chat.ts'
import type { Colleague } from '../../protocol/people.ts'
import { mainUserOf } from '../../protocol/same-person.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { plain } from '../../ui/text.ts'
import { chatWords } from '../../ui/words/chat.ts'
import type { Language } from '../../ui/words/language.ts'

export type People = Pick<OperatorState, 'self' | 'colleagues'>

/** One person is one conversation, whichever of their users was chosen. */
export const chatWith = (colleague: Colleague, { colleagues }: People): ChatId =>
  personChat(mainUserOf(colleague, colleagues))

/** Whoever it is with; null for a department, and for who has left. */
export function colleagueOf(chat: ChatId, { colleagues }: People): Colleague | null {
  const partner = partnerOf(chat)
  if (partner.kind === 'department') return null
  return colleagues.find(({ id }) => id === partner.id) ?? null
}

export function nameOf(chat: ChatId, people: People, summary: ChatSummary | null, language: Language): string {
  const partner = partnerOf(chat)
  const words = chatWords[language]
  if (partner.kind === 'department') return words.department(plain(partner.name))
  return plain(colleagueOf(chat, people)?.name ?? summary?.name ?? '') || words.somebody
}
