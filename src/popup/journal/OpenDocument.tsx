import { useState } from 'preact/hooks'
import { TrubkaError } from '../../protocol/trubka-error.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { type Opener, useOpening } from '../../ui/OpenIn1C.tsx'
import { errorText } from '../../ui/words/errors.ts'
import { journalWords } from '../../ui/words/journal.ts'
import type { Language } from '../../ui/words/language.ts'
import type { JournalSource } from './source.ts'

/** A call's «Телефонный звонок» in 1C: the button that opens it, and what is to be said when it does not come up. */
export function useDocument(find: JournalSource['document'], opener: Opener, language: Language) {
  const words = journalWords[language]
  const opening = useOpening(opener, language)
  const [looking, setLooking] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const open = async (call: number) => {
    setLooking(true)
    setRefusal(null)
    try {
      const { document } = await find(call)
      if (document === null) setRefusal(words.notInOneC)
      else opening.start(document)
    } catch (error) {
      const isAway = error instanceof TrubkaError && error.code === 'baseDown'
      setRefusal(isAway ? words.oneCAway : errorText(error, language))
    } finally {
      setLooking(false)
    }
  }
  const button = (call: number, title: string) => (
    <Button
      kind="plain"
      icon="window"
      command="openDocument"
      title={words.openDocument}
      label={`${words.openDocument}: ${title}`}
      disabled={looking || opening.opening}
      onClick={() => void open(call)}
    />
  )
  return { button, notice: refusal === null ? opening.notice : <Notice kind="warning">{refusal}</Notice> }
}
