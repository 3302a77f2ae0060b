import { format } from '../../phone/format.ts'
import { TrubkaError } from '../../protocol/trubka-error.ts'
import { Notice } from '../../ui/Notice.tsx'
import { callWords } from '../../ui/words/call.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import type { Dial } from './dials.ts'

/** A link has no button that could say it: which number is dialled, or why it is not. */
export function Linked({ dial, language }: { dial: Dial; language: Language }) {
  const what =
    dial.fault === null ? callWords[language].dialling : errorText(new TrubkaError(dial.fault), language, 'make')
  return (
    <div class="note loose">
      <Notice kind={dial.fault === null ? 'accent' : 'warning'}>{`${format(dial.number)}: ${what}`}</Notice>
    </div>
  )
}
