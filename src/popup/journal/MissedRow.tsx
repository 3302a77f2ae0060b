import { useState } from 'preact/hooks'
import type { MissedCaller } from '../../protocol/journal.ts'
import { Button } from '../../ui/Button.tsx'
import { partyText } from '../../ui/call-party.ts'
import { Icon } from '../../ui/icons.tsx'
import { moment } from '../../ui/moment.ts'
import { Notice } from '../../ui/Notice.tsx'
import type { Opener } from '../../ui/OpenIn1C.tsx'
import { errorText } from '../../ui/words/errors.ts'
import { journalWords } from '../../ui/words/journal.ts'
import type { Language } from '../../ui/words/language.ts'
import { useCallBack } from './CallBack.tsx'
import { staffText } from './CallRow.tsx'
import { useDocument } from './OpenDocument.tsx'
import type { JournalSource } from './source.ts'

type Props = {
  caller: MissedCaller
  language: Language
  call: (to: string) => Promise<unknown>
  mark: (number: string) => Promise<unknown>
  document: JournalSource['document']
  opener: Opener
}

/** Who called in vain: how often, when last, and who has called back already (SPEC A5). */
export function MissedRow({ caller, language, call, mark, document: find, opener }: Props) {
  const words = journalWords[language]
  const callBack = useCallBack(call, language)
  const document = useDocument(find, opener, language)
  const [refusal, setRefusal] = useState<string | null>(null)
  const { party, times, at, returned } = caller
  const text = partyText(party, language)
  const onMark = () => {
    setRefusal(null)
    mark(party.number).catch((error: unknown) => setRefusal(errorText(error, language)))
  }
  return (
    <li class={returned ? 'row returned' : 'row missed'} data-caller={caller.id}>
      <span class="row-icon">
        <Icon name={returned ? 'check' : 'incoming'} size={16} />
      </span>
      <span class="row-who">
        <bdi class="row-title">{text.title}</bdi>
        <span class="row-about">
          {text.number !== '' && <bdi>{text.number}</bdi>}
          <span>{words.times(times)}</span>
          <bdi class="row-result">
            {returned
              ? words.returned[returned.how](staffText(returned.by, language), moment(returned.at, language))
              : words.notReturned}
          </bdi>
        </span>
        {!returned && (
          <Button kind="plain" command="mark" title={words.markHint} onClick={onMark}>
            {words.mark}
          </Button>
        )}
      </span>
      <time class="row-time" dateTime={new Date(at).toISOString()}>
        {moment(at, language)}
      </time>
      <span class="row-buttons">
        {document.button(caller.call, text.title)}
        {callBack.button(party.number, text.title)}
      </span>
      {callBack.notice}
      {document.notice}
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </li>
  )
}
