import type { Found } from '../../phone/find.ts'
import { format } from '../../phone/format.ts'
import type { Language } from '../../ui/words/language.ts'
import { markWords } from '../../ui/words/marks.ts'

/** `+7 903 567-78-76`, `+7 499 555-01-23 доб. 123` */
export function numberText({ digits, ext }: Found, language: Language): string {
  return ext === undefined ? format(digits) : `${format(digits)} ${markWords[language].extension(ext)}`
}
