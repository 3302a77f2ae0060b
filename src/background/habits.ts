import * as v from 'valibot'
import { DEFAULT_PREFERENCES, Preferences } from '../protocol/preferences.ts'

export const KeptHabits = v.object({ preferences: Preferences, dialled: v.optional(v.array(v.string()), []) })
export type KeptHabits = v.InferOutput<typeof KeptHabits>
type Kept = { get: () => Promise<KeptHabits | null>; set: (value: KeptHabits) => Promise<void> }

const MAX_DIALLED = 8
const NOTHING: Partial<Preferences> = {}

/** What the operator has chosen in this browser, and whom they dialled last. */
export class Habits {
  readonly #kept: Kept
  readonly #onChange: () => void
  /** What the administrator has set; it goes before what is kept here. */
  readonly #managed: () => Partial<Preferences>
  #shown: { own: Preferences; managed: Partial<Preferences>; both: Preferences } | null = null
  #habits: KeptHabits = { preferences: DEFAULT_PREFERENCES, dialled: [] }

  constructor(kept: Kept, onChange: () => void, managed: () => Partial<Preferences> = () => NOTHING) {
    this.#kept = kept
    this.#onChange = onChange
    this.#managed = managed
  }

  get preferences(): Preferences {
    const [own, managed] = [this.#habits.preferences, this.#managed()]
    // The same object for the same preferences: what is another is sent to all panels.
    if (this.#shown?.own !== own || this.#shown.managed !== managed)
      this.#shown = { own, managed, both: { ...own, ...managed } }
    return this.#shown.both
  }
  /** The latest first, each once. */
  get dialled(): string[] {
    return this.#habits.dialled
  }

  async restore(): Promise<void> {
    this.#habits = (await this.#kept.get()) ?? this.#habits
  }

  /** What the administrator has set stays as it is. */
  prefer(changes: { [K in keyof Preferences]?: Preferences[K] | undefined }): Promise<void> {
    const managed = this.#managed()
    const named = Object.entries(changes).filter(
      ([name, value]) => value !== undefined && !Object.hasOwn(managed, name),
    )
    const preferences = { ...this.#habits.preferences, ...Object.fromEntries(named) }
    return this.#set({ ...this.#habits, preferences })
  }

  noteDialled(number: string): Promise<void> {
    const before = this.dialled.filter((each) => each !== number)
    return this.#set({ ...this.#habits, dialled: [number, ...before].slice(0, MAX_DIALLED) })
  }

  #set(habits: KeptHabits): Promise<void> {
    this.#habits = habits
    this.#onChange()
    return this.#kept.set(habits)
  }
}
