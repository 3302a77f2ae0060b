import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { RECORDING_LINK } from '../../protocol/recording.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { recordingWords } from '../../ui/words/recording.ts'
import type { JournalSource } from '../journal/source.ts'
import { Player } from './Player.tsx'

type Props = { link: string; source: Pick<JournalSource, 'find' | 'listen'>; language: Language; onDone: () => void }

/** The recording that a link in a document of 1C leads to (SPEC A10); nothing is played before somebody presses. */
export function LinkedRecording({ link, source, language, onDone }: Props) {
  const words = recordingWords[language]
  const section = useRef<HTMLElement>(null)
  const [call, setCall] = useState<number | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  useLayoutEffect(() => section.current?.focus(), [link])
  useEffect(() => {
    source.find(link.slice(RECORDING_LINK.length)).then(
      (found) => setCall(found.call),
      (error: unknown) => setRefusal(errorText(error, language)),
    )
  }, [link])
  return (
    <section class="offer" ref={section} tabIndex={-1} aria-label={words.title}>
      <p class="offer-title">{words.title}</p>
      {refusal !== null && <Notice kind="warning">{refusal}</Notice>}
      {refusal === null && call === null && <Notice kind="plain">{words.opening}</Notice>}
      {call !== null && <Player open={() => source.listen(call)} language={language} />}
      <div class="offer-buttons">
        <Button command="offer-close" onClick={onDone}>
          {words.close}
        </Button>
      </div>
    </section>
  )
}
