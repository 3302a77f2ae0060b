import { format } from '../phone/format.ts'
import type { Line } from '../protocol/state.ts'
import { plain } from './text.ts'
import type { Language } from './words/language.ts'
import { peopleWords } from './words/people.ts'

/** A colleague's line in words: «свободен», «говорит с +7 903 567-78-76», «не в сети»; empty when it is not known. */
export function lineText(line: Line | null, language: Language): string {
  if (!line) return ''
  const words = peopleWords[language]
  if (line.state !== 'talking') return words[line.state]
  const whom = plain(line.with ?? '', 60)
  if (whom === '') return words.talking
  return words.talkingWith(/^\+?\d+$/.test(whom) ? format(whom) : whom)
}
