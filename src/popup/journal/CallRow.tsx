import { useContext, useState } from 'preact/hooks'
import type { JournalCall, Staff } from '../../protocol/journal.ts'
import { Button } from '../../ui/Button.tsx'
import { partyText } from '../../ui/call-party.ts'
import { Icon } from '../../ui/icons.tsx'
import { moment } from '../../ui/moment.ts'
import type { Opener } from '../../ui/OpenIn1C.tsx'
import { plain } from '../../ui/text.ts'
import { duration } from '../../ui/time.ts'
import { chatWords } from '../../ui/words/chat.ts'
import { journalWords } from '../../ui/words/journal.ts'
import type { Language } from '../../ui/words/language.ts'
import { recordingWords } from '../../ui/words/recording.ts'
import { OpenChat } from '../chat/desk.ts'
import { callLinkOf } from '../chat/links.ts'
import type { People } from '../chat/partner.ts'
import { WriteButton } from '../chat/WriteButton.tsx'
import { Player } from '../recording/Player.tsx'
import { useCallBack } from './CallBack.tsx'
import { useDocument } from './OpenDocument.tsx'
import type { JournalSource } from './source.ts'

type Props = {
  entry: JournalCall
  /** Of the operator, who is not named; null = everybody is. */
  own: string | null
  language: Language
  source: Pick<JournalSource, 'call' | 'listen' | 'document'>
  opener: Opener
  people: People
}

/** One call of the past: with whom, when, what came of it, who of ours took part, and one press that calls back. */
export function CallRow({ entry, own, language, source, opener, people }: Props) {
  const words = journalWords[language]
  const listenWords = recordingWords[language]
  const openChat = useContext(OpenChat)
  const callBack = useCallBack(source.call, language)
  const document = useDocument(source.document, opener, language)
  const [listening, setListening] = useState(false)
  const { direction, party, result, talkMs, at } = entry
  const text = partyText(party, language)
  const isMissed = direction === 'incoming' && result !== 'answered'
  const what = result === 'answered' ? words.talked(duration(talkMs)) : words.result[result]
  const staff = entry.staff.filter(({ number }) => number !== own).map((each) => staffText(each, language))
  return (
    <li class={isMissed ? 'row missed' : 'row'} data-entry={entry.id}>
      <span class="row-icon" title={words[direction]}>
        <Icon name={direction === 'internal' ? 'person' : direction} size={16} />
        <span class="t-only-read">{words[direction]}</span>
      </span>
      <span class="row-who">
        <bdi class="row-title">{text.title}</bdi>
        <span class="row-about">
          {text.number !== '' && <bdi>{text.number}</bdi>}
          <span class="row-result">{what}</span>
          {staff.length > 0 && <bdi>{staff.join(', ')}</bdi>}
        </span>
      </span>
      <time class="row-time" dateTime={new Date(at).toISOString()}>
        {moment(at, language)}
      </time>
      <span class="row-buttons">
        {entry.listen && (
          <Button
            kind="plain"
            icon={listening ? 'close' : 'sound'}
            command="listen"
            label={listening ? listenWords.stopListening : listenWords.listen}
            title={listening ? listenWords.stopListening : listenWords.listen}
            onClick={() => setListening(!listening)}
          />
        )}
        {party.colleague && <WriteButton colleague={party.colleague} people={people} language={language} />}
        {openChat && !party.colleague && (
          <Button
            kind="plain"
            icon="chat"
            command="toChat"
            label={chatWords[language].toChat}
            title={chatWords[language].toChat}
            onClick={() => openChat.send(callLinkOf(entry, text.title))}
          />
        )}
        {document.button(entry.id, text.title)}
        {callBack.button(party.number, text.title)}
      </span>
      {callBack.notice}
      {document.notice}
      {listening && <Player open={() => source.listen(entry.id)} language={language} />}
    </li>
  )
}

export const staffText = ({ name, number }: Staff, language: Language): string =>
  plain(name) || plain(number, 40) || journalWords[language].somebody
