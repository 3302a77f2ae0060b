import { useContext } from 'preact/hooks'
import type { Colleague } from '../../protocol/people.ts'
import { isSamePerson } from '../../protocol/same-person.ts'
import { Button } from '../../ui/Button.tsx'
import { plain } from '../../ui/text.ts'
import { chatWords } from '../../ui/words/chat.ts'
import type { Language } from '../../ui/words/language.ts'
import { OpenChat } from './desk.ts'
import { chatWith, type People } from './partner.ts'

type Props = { colleague: Colleague; people: People; language: Language }

/** Beside a colleague: opens the conversation with them. Nothing where there is no chat, and beside oneself. */
export function WriteButton({ colleague, people, language }: Props) {
  const open = useContext(OpenChat)
  if (!open || isSamePerson(colleague, people.self)) return null
  const text = chatWords[language].writeTo(plain(colleague.name))
  return (
    <Button
      kind="plain"
      icon="chat"
      command="writeTo"
      label={text}
      title={text}
      onClick={() => open.with(chatWith(colleague, people))}
    />
  )
}
