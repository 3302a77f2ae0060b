import type { JournalCall, Staff } from '../../protocol/journal.ts'
import { partyText } from '../../ui/call-party.ts'
import { Icon } from '../../ui/icons.tsx'
import { moment } from '../../ui/moment.ts'
import { plain } from '../../ui/text.ts'
import { duration } from '../../ui/time.ts'
import { journalWords } from '../../ui/words/journal.ts'
import type { Language } from '../../ui/words/language.ts'
import { useCallBack } from './CallBack.tsx'

type Props = {
  entry: JournalCall
  /** Of the operator, who is not named; null = everybody is. */
  own: string | null
  language: Language
  call: (to: string) => Promise<unknown>
}

/** One call of the past: with whom, when, what came of it, who of ours took part, and one press that calls back. */
export function CallRow({ entry, own, language, call }: Props) {
  const words = journalWords[language]
  const callBack = useCallBack(call, language)
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
      {callBack.button(party.number, text.title)}
      {callBack.notice}
    </li>
  )
}

export const staffText = ({ name, number }: Staff, language: Language): string =>
  plain(name) || plain(number, 40) || journalWords[language].somebody
