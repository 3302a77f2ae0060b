import { format } from '../../phone/format.ts'
import type { Intake } from '../../protocol/intake.ts'
import { plain } from '../text.ts'
import { callWords } from '../words/call.ts'
import type { Language } from '../words/language.ts'

/** Whose request it is: a name where one is known, else the number. */
export function nameOf({ form, number }: Pick<Intake, 'form' | 'number'>, language: Language): string {
  const name = form.client ? form.client.contact || form.client.counterparty : form.name || form.company
  if (name !== '') return plain(name, 40)
  return number === '' ? callWords[language].hiddenNumber : format(plain(number, 40))
}
