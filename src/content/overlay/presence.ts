import { type Mirror, MOST_NAME_LENGTH, MOST_NAMES, type Present } from '../../protocol/mirror.ts'

/** A list that is scrolled shows other names in each frame: they are said no more often than this. */
const TELL_MS = 250

/**
 * Whose line is how, by the name 1C shows (SPEC A8): one look into a map for a name. The background tells of the names that
 * are shown, and of no others; a page says which they are, all in one, and only when they are others than before.
 */
export class Presence {
  readonly #tell: (names: readonly string[]) => void
  #known = new Map<string, Present>()
  #isTold = false
  #shown: readonly string[] = []
  #told: readonly string[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(tell: (names: readonly string[]) => void) {
    this.#tell = tell
  }

  update({ connection, state, present = [] }: Mirror): void {
    this.#isTold = connection === 'online' && state?.pbx === 'up'
    this.#known = new Map(this.#isTold ? present.map((each) => [each.name, each]) : [])
  }

  /** Whether anything can be told of anybody now: else nobody's name needs to be read. */
  get isTold(): boolean {
    return this.#isTold
  }

  of(name: string): Present | null {
    return this.#known.get(name) ?? null
  }

  /** All names that are shown now. */
  shows(names: ReadonlySet<string>): void {
    this.#shown = [...names].filter(({ length }) => length <= MOST_NAME_LENGTH).slice(0, MOST_NAMES)
    if (this.#timer === undefined) this.#say()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #say(): void {
    this.#timer = undefined
    const before = new Set(this.#told)
    if (this.#shown.length === before.size && this.#shown.every((name) => before.has(name))) return
    this.#told = this.#shown
    this.#timer = setTimeout(() => this.#say(), TELL_MS)
    this.#tell(this.#told)
  }
}
