import type { Mirror } from '../../protocol/mirror.ts'
import type { Line } from '../../protocol/state.ts'

/** A user's line, by the name 1C shows; the very same object for as long as the mirror is the same. */
export type Present = { name: string; line: Line }

const same = (name: string): string => name.replace(/\s+/g, ' ').trim().toLocaleLowerCase('ru')

/**
 * Whose line is how, by name (SPEC A8): one look into a map for a name, nothing asked of anybody. Of two people with one
 * name nothing is said, and of nobody while the server is away: what was known then may be wrong now.
 */
export class Presence {
  #mirror: Mirror | null = null
  #byName: Map<string, Present | null> | null = null
  /** By a name as 1C has written it: lists show the same few again and again. */
  readonly #known = new Map<string, Present | null>()

  update(mirror: Mirror | null): void {
    this.#mirror = mirror
    this.#byName = null
    this.#known.clear()
  }

  /** Whether there is anything to be said of anybody. */
  get any(): boolean {
    this.#byName ??= byName(this.#mirror)
    return this.#byName.size > 0
  }

  of(name: string): Present | null {
    if (name === '' || !this.any) return null
    let present = this.#known.get(name)
    if (present === undefined) {
      present = this.#byName?.get(same(name)) ?? null
      if (this.#known.size >= MOST_KNOWN) this.#known.clear()
      this.#known.set(name, present)
    }
    return present
  }
}

const MOST_KNOWN = 1000

function byName(mirror: Mirror | null): Map<string, Present | null> {
  const found = new Map<string, Present | null>()
  if (mirror?.connection !== 'online' || !mirror.state || mirror.state.pbx === 'down') return found
  const { self, colleagues, lines } = mirror.state
  const all = new Map([self, ...colleagues].map((each) => [each.id, each]))
  for (const { name, number } of all.values()) {
    const key = same(name)
    const line = number === null ? undefined : lines[number]
    // Also where the other has no number: it may be the one who is meant.
    found.set(key, found.has(key) || !line ? null : { name, line })
  }
  return found
}
