import { useState } from 'preact/hooks'
import type { Language } from '../../../ui/words/language.ts'

const KEY = 'trubka-language'

/** As it was chosen last, else the browser's; Russian when that is neither. */
export function useLanguage(): [Language, (language: Language) => void] {
  const [language, set] = useState<Language>(() => {
    const chosen = localStorage.getItem(KEY)
    if (chosen === 'ru' || chosen === 'en') return chosen
    return /^en\b/i.test(navigator.language) ? 'en' : 'ru'
  })
  const choose = (next: Language) => {
    localStorage.setItem(KEY, next)
    set(next)
  }
  return [language, choose]
}
