import { useState } from 'preact/hooks'
import { Button } from '../../ui/Button.tsx'
import { dialable } from '../../ui/choices.ts'
import { Notice } from '../../ui/Notice.tsx'
import { errorText } from '../../ui/words/errors.ts'
import { journalWords } from '../../ui/words/journal.ts'
import type { Language } from '../../ui/words/language.ts'

/** One press calls back; `notice` says why not. */
export function useCallBack(call: (to: string) => Promise<unknown>, language: Language) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const [calling, setCalling] = useState(false)
  const start = async (number: string) => {
    setRefusal(null)
    setCalling(true)
    try {
      await call(number)
    } catch (error) {
      setRefusal(errorText(error, language, 'make'))
    } finally {
      setCalling(false)
    }
  }
  return {
    notice: refusal === null ? null : <Notice kind="warning">{refusal}</Notice>,
    button: (number: string, whom: string) => {
      const to = dialable(number)
      if (to === null) return null
      return (
        <Button
          kind="plain"
          icon="handset"
          command="callBack"
          label={journalWords[language].callBack(whom)}
          title={journalWords[language].callBack(whom)}
          disabled={calling}
          onClick={() => void start(to)}
        />
      )
    },
  }
}
