import type { RuleFault } from '../../protocol/routing.ts'
import { pair } from './language.ts'

/** Why a rule line was refused (SPEC C3). */
export const ruleFaultWords = pair<Record<RuleFault, string>>(
  {
    notDigits: 'в номере не только цифры',
    numberTooShort: 'номер слишком короткий',
    numberTooLong: 'номер слишком длинный',
    internalTooShort: 'внутренний номер слишком короткий',
    internalTooLong: 'внутренний номер слишком длинный',
  },
  {
    notDigits: 'not digits alone',
    numberTooShort: 'the number is too short',
    numberTooLong: 'the number is too long',
    internalTooShort: 'the extension is too short',
    internalTooLong: 'the extension is too long',
  },
)
