import type { Mirror, Present } from '../protocol/mirror.ts'
import type { OperatorState } from '../protocol/state.ts'
import { sameName } from './people.ts'

/** Internal numbers by name; null = nothing is to be said of it. */
type Numbers = Map<string, string | null>

/**
 * Whose line is how, by the names that pages of 1C show (SPEC A8). Of two people with one name nothing is said, and of
 * nobody while the server or the PBX is away: what was known then may be wrong now.
 */
export class Presence {
  #people: Pick<OperatorState, 'self' | 'colleagues'> | null = null
  #numbers: Numbers = new Map()

  of({ connection, state }: Mirror, names: readonly string[]): Present[] {
    if (names.length === 0 || connection !== 'online' || !state || state.pbx === 'down') return []
    const numbers = this.#numbersOf(state)
    return names.flatMap((name) => {
      const number = numbers.get(sameName(name)) ?? null
      const line = number === null ? undefined : state.lines[number]
      return line ? [{ name, line }] : []
    })
  }

  /** Lines change all the time, people hardly ever: the map is made anew only for other people. */
  #numbersOf({ self, colleagues }: OperatorState): Numbers {
    if (this.#people?.self === self && this.#people.colleagues === colleagues) return this.#numbers
    this.#people = { self, colleagues }
    this.#numbers = new Map()
    for (const { name, number } of new Map([self, ...colleagues].map((each) => [each.id, each])).values()) {
      const key = sameName(name)
      // Also where the other has no number: it may be the one who is meant.
      if (key !== '') this.#numbers.set(key, this.#numbers.has(key) ? null : number)
    }
    return this.#numbers
  }
}
