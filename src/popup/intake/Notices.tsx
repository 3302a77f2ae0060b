import { useState } from 'preact/hooks'
import { format } from '../../phone/format.ts'
import { ask } from '../../platform/page.ts'
import type { Notice as Request } from '../../protocol/intake.ts'
import { Button } from '../../ui/Button.tsx'
import { dialable } from '../../ui/choices.ts'
import { newCommandId } from '../../ui/command-id.ts'
import { moment } from '../../ui/moment.ts'
import { Notice } from '../../ui/Notice.tsx'
import { useOpening } from '../../ui/OpenIn1C.tsx'
import { plain } from '../../ui/text.ts'
import { errorText } from '../../ui/words/errors.ts'
import { intakeWords } from '../../ui/words/intake.ts'
import type { Language } from '../../ui/words/language.ts'
import { opener } from '../opener.ts'

type Props = { notices: readonly Request[]; language: Language }

/** Requests that colleagues have accepted for this operator, until they are seen (SPEC B6). The latest first. */
export function Notices({ notices, language }: Props) {
  const words = intakeWords[language]
  if (notices.length === 0) return null
  return (
    <section class="notices" aria-label={words.notices}>
      <h2>{words.notices}</h2>
      {notices
        .toSorted((a, b) => b.at - a.at)
        .map((notice) => (
          <One key={notice.id} notice={notice} language={language} />
        ))}
    </section>
  )
}

function One({ notice, language }: { notice: Request; language: Language }) {
  const words = intakeWords[language]
  const [refusal, setRefusal] = useState<string | null>(null)
  const { id, base, link } = notice
  const opening = useOpening(opener, language)
  const number = dialable(notice.number)
  const shownNumber = notice.number === '' ? '' : format(plain(notice.number, 40))
  const press = (done: Promise<unknown>, asked?: 'make') => {
    setRefusal(null)
    done.catch((error: unknown) => setRefusal(errorText(error, language, asked)))
  }
  return (
    <article class="notice" data-notice={id}>
      <strong>
        <bdi>{plain(notice.client) || shownNumber}</bdi>
      </strong>
      {notice.client !== '' && shownNumber !== '' && <span class="notice-about">{shownNumber}</span>}
      {notice.topic !== '' && <bdi>{plain(notice.topic)}</bdi>}
      {notice.whatToDo !== '' && <bdi>{plain(notice.whatToDo, 500)}</bdi>}
      <span class="notice-about">{words.noticeFrom(plain(notice.from), moment(notice.at, language))}</span>
      {link === '' && <span class="notice-about">{words.noticeNotYet}</span>}
      <span class="notice-buttons">
        {link !== '' && (
          <Button
            kind="accent"
            command="noticeOpen"
            disabled={opening.opening}
            onClick={() => opening.start({ base, link })}
          >
            {words.noticeOpen}
          </Button>
        )}
        {number !== null && (
          <Button
            icon="handset"
            command="noticeCall"
            onClick={() => press(ask('call.make', { commandId: newCommandId(), to: number }), 'make')}
          >
            {words.noticeCall}
          </Button>
        )}
        <Button command="noticeSeen" onClick={() => press(ask('notice.seen', { id }))}>
          {words.seen}
        </Button>
      </span>
      {opening.notice}
      {refusal && <Notice kind="warning">{refusal}</Notice>}
    </article>
  )
}
