import { format } from '../../phone/format.ts'
import type { Acceptance } from '../../protocol/intake.ts'
import { plain } from '../text.ts'
import { intakeWords } from '../words/intake.ts'
import type { Language } from '../words/language.ts'

/** What was typed, a line a field, for whoever has to write it into 1C by hand. */
export function acceptanceAsText({ form, number }: Pick<Acceptance, 'form' | 'number'>, language: Language): string {
  const words = intakeWords[language]
  const { client } = form
  const lines: [string, string][] = [
    [words.name, client?.contact || form.name],
    [words.company, client?.counterparty || form.company],
    [words.phone, form.phone || format(plain(number, 40))],
    [words.email, form.email],
    [words.topic, form.topic],
    [words.whatToDo, form.whatToDo],
    [words.description, form.description],
  ]
  return lines
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}: ${text}`)
    .join('\n')
}
