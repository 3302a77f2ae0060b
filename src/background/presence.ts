import type { Mirror, Present } from '../protocol/mirror.ts'
import type { Colleague } from '../protocol/people.ts'
import type { OperatorState } from '../protocol/state.ts'
import { sameName } from './people.ts'

/** By name; null = nothing is to be said of it. */
type Named = Map<string, Colleague | null>

/**
 * Whose line is how, by the names that pages of 1C show (SPEC A8). Of two people with one name nothing is said, and of
 * nobody while the server or the PBX is away: what was known then may be wrong now.
 */
export class Presence {
  #people: Pick<OperatorState, 'self' | 'colleagues'> | null = null
  #named: Named = new Map()

  of({ connection, state }: Mirror, names: readonly string[]): Present[] {
    if (names.length === 0 || connection !== 'online' || !state || state.pbx === 'down') return []
    const named = this.#namedIn(state)
    return names.flatMap((name) => {
      const person = named.get(sameName(name))
      if (!person) return []
      const line = (person.number === null ? null : state.lines[person.number]) ?? null
      const status = state.statuses[person.id] ?? null
      return line || status ? [{ name, line, status }] : []
    })
  }

  /** Lines change all the time, people hardly ever: the map is made anew only for other people. */
  #namedIn({ self, colleagues }: OperatorState): Named {
    if (this.#people?.self === self && this.#people.colleagues === colleagues) return this.#named
    this.#people = { self, colleagues }
    this.#named = new Map()
    for (const person of new Map([self, ...colleagues].map((each) => [each.id, each])).values()) {
      const key = sameName(person.name)
      // Also where the other has no number: it may be the one who is meant.
      if (key !== '') this.#named.set(key, this.#named.has(key) ? null : person)
    }
    return this.#named
  }
}
