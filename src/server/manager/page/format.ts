import { format } from '../../../phone/format.ts'
import type { Language } from '../../../ui/words/language.ts'

/** A day and a time, as short as it can be said: today's without the day. */
export function moment(at: number, language: Language): string {
  const date = new Date(at)
  const sameDay = date.toDateString() === new Date().toDateString()
  const time = date.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  return sameDay ? time : `${date.toLocaleDateString(language)} ${time}`
}

export const clock = (at: number, language: Language): string =>
  new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' })

/** A rule's number as people read it. The table knows its last digits only, ten of which are a whole number here. */
export const shownNumber = (digits: string): string => (digits.length === 10 ? format(`7${digits}`) : format(digits))

export const shownCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-')
