import type { Language } from './words/language.ts'

/** A time of today as `14:05`, of another day with it, of another year with that. */
export function moment(at: number, language: Language, now = Date.now()): string {
  const [then, today] = [new Date(at), new Date(now)]
  const isToday = then.toDateString() === today.toDateString()
  return then.toLocaleString(language, {
    ...(!isToday && { day: 'numeric', month: 'short' }),
    ...(then.getFullYear() !== today.getFullYear() && { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  })
}
