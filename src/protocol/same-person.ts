import type { Colleague } from './people.ts'
import { wordsOf } from './search-words.ts'

const nameOf = ({ name }: Colleague) => wordsOf(name).join(' ')

/**
 * One person is another user in each base: with the same phone and the same name. A phone alone is not enough, where others
 * would be let see what was written to one: two may share a phone.
 */
export const isSamePerson = (a: Colleague, b: Colleague): boolean =>
  a.id === b.id || (a.number !== null && a.number === b.number && nameOf(a) === nameOf(b))

/** The same for all users who are one person. */
export const personKey = (person: Colleague): string =>
  person.number === null ? person.id : `${person.number} ${nameOf(person)}`

/** All users who are this person, the same for each of them in the same order. */
export function usersOf(person: Colleague, all: readonly Colleague[]): string[] {
  const ids = all.filter((each) => isSamePerson(each, person)).map(({ id }) => id)
  return [...new Set([person.id, ...ids])].sort()
}

/** By this one of their users a person is named to others. */
export const mainUserOf = (person: Colleague, all: readonly Colleague[]): string => usersOf(person, all)[0] ?? person.id
