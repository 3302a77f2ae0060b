import { useState } from 'preact/hooks'
import { favouriteKey } from '../../protocol/address-book.ts'
import type { Choice } from '../../protocol/choice.ts'
import type { OperatorState } from '../../protocol/state.ts'
import { errorText } from '../../ui/words/errors.ts'
import type { Language } from '../../ui/words/language.ts'
import { bookErrorText } from './book-error.ts'
import type { ContactsSource } from './source.ts'

/** By which somebody is known among the favourites. */
export function favouriteKeyOf(choice: Choice): string | null {
  if (choice.kind === 'number') return null
  return choice.kind === 'contact'
    ? favouriteKey('contact', choice.contact.id)
    : favouriteKey('colleague', choice.colleague.id)
}

/** What every list of people can do with whoever is marked, and why it was not done. */
export function usePeople(state: OperatorState, source: ContactsSource, language: Language) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const attempt = async (what: Promise<unknown>, textOf: (error: unknown) => string) => {
    setRefusal(null)
    try {
      await what
      return true
    } catch (error) {
      setRefusal(textOf(error))
      return false
    }
  }
  /** Of what is written down. */
  const tried = (what: Promise<unknown>) => attempt(what, (error) => bookErrorText(error, language))
  const called = (what: Promise<unknown>) => attempt(what, (error) => errorText(error, language, 'make'))
  const call = (to: string | null) => {
    if (to !== null) void called(source.call(to))
  }
  // The call one is in, and can give away.
  const given = state.calls.find(({ commands }) => commands.includes('consult'))
  const consult = given ? (to: string) => void called(source.consult(given.id, to)) : null
  const starred = new Set(state.favourites.map(({ key }) => key))
  const star = (choice: Choice, on: boolean) => {
    const key = favouriteKeyOf(choice)
    if (key !== null) void tried(on ? source.place({ key, before: null }) : source.unplace({ key }))
  }
  return { refusal, setRefusal, tried, call, consult, starred, star }
}
