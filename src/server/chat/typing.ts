import type { Colleague } from '../../protocol/people.ts'
import { isSamePerson } from '../../protocol/same-person.ts'
import { Emitter } from '../events.ts'
import type { Pair } from './book.ts'

/** Who writes on says so again sooner. */
const HOLDS_MS = 6_000

type Writer = { person: Colleague; timer: NodeJS.Timeout }

/** Who is writing where just now; kept nowhere. `changed` says in which conversation it is somebody else. */
export class Typing extends Emitter<{ changed: [pair: Pair] }> {
  readonly #holdsMs: number
  readonly #pairs = new Map<string, { pair: Pair; writers: Map<string, Writer> }>()

  constructor(holdsMs = HOLDS_MS) {
    super()
    this.#holdsMs = holdsMs
  }

  begin(pair: Pair, person: Colleague): void {
    const key = keyOf(pair)
    const entry = this.#pairs.get(key) ?? { pair, writers: new Map<string, Writer>() }
    this.#pairs.set(key, entry)
    const before = entry.writers.get(person.id)
    if (before) clearTimeout(before.timer)
    const timer = setTimeout(() => this.end(pair, person), this.#holdsMs).unref()
    entry.writers.set(person.id, { person, timer })
    if (!before) this.emit('changed', pair)
  }

  /** They have sent it, or stopped. */
  end(pair: Pair, { id }: Colleague): void {
    const key = keyOf(pair)
    const entry = this.#pairs.get(key)
    const writer = entry?.writers.get(id)
    if (!entry || !writer) return
    clearTimeout(writer.timer)
    entry.writers.delete(id)
    if (entry.writers.size === 0) this.#pairs.delete(key)
    this.emit('changed', pair)
  }

  /** What those are called who are writing there, but for this one. */
  namesIn(pair: Pair, self: Colleague): string[] {
    const writers = [...(this.#pairs.get(keyOf(pair))?.writers.values() ?? [])]
    return writers.filter(({ person }) => !isSamePerson(person, self)).map(({ person }) => person.name)
  }

  stop(): void {
    for (const { writers } of this.#pairs.values()) for (const { timer } of writers.values()) clearTimeout(timer)
    this.#pairs.clear()
  }
}

const keyOf = ({ kind, one, other }: Pair): string => `${kind} ${one} ${other}`
