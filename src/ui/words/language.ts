export type Language = 'ru' | 'en'

/** The same words in both languages; the compiler sees that English lacks none of the Russian ones. */
export function pair<T>(ru: T, en: NoInfer<T>): Record<Language, T> {
  return { ru, en }
}
