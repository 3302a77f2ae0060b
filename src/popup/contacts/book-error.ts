import { TrubkaError } from '../../protocol/errors.ts'
import { contactsWords } from '../../ui/words/contacts.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'

/** Why something was not written down: here too many are not questions, but entries. */
export const bookErrorText = (error: unknown, language: Language): string =>
  error instanceof TrubkaError && error.code === 'tooMany'
    ? contactsWords[language].tooMany
    : errorText(error, language, 'make')
