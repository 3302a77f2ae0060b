import * as v from 'valibot'
import { DEFAULT_PREFERENCES, Preferences } from '../protocol/preferences.ts'

export const KeptHabits = v.object({ preferences: Preferences, dialled: v.optional(v.array(v.string()), []) })
export type KeptHabits = v.InferOutput<typeof KeptHabits>
type Kept = { get: () => Promise<KeptHabits | null>; set: (value: KeptHabits) => Promise<void> }

const MAX_DIALLED = 8

/** What the operator has chosen in this browser, and whom they dialled last. */
export class Habits {
  readonly #kept: Kept
  readonly #onChange: () => void
  #habits: KeptHabits = { preferences: DEFAULT_PREFERENCES, dialled: [] }

  constructor(kept: Kept, onChange: () => void) {
    this.#kept = kept
    this.#onChange = onChange
  }

  get preferences(): Preferences {
    return this.#habits.preferences
  }
  /** The latest first, each once. */
  get dialled(): string[] {
    return this.#habits.dialled
  }

  async restore(): Promise<void> {
    this.#habits = (await this.#kept.get()) ?? this.#habits
  }

  prefer(changes: { [K in keyof Preferences]?: Preferences[K] | undefined }): Promise<void> {
    const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    return this.#set({ ...this.#habits, preferences: { ...this.preferences, ...named } })
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
